package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"vankien/internal/ingest"
	"vankien/internal/topics"
)

func newWatch() *cobra.Command {
	c := &cobra.Command{
		Use:   "watch --data DIR FOLDER…",
		Short: "Keep a collection as folders are, until it is interrupted",
		Long: `watch adds what is in folders, as add does, and then whatever becomes new in them
or changes, as soon as it is complete. It deletes the documents of files that are
gone; a file that was moved keeps its ids. A folder that cannot be opened loses
nothing, nor does one that more than half of over 20 files are gone from, since a
disk may be away (but with --delete-many). Pages that are images are recognised
when there is nothing else to do. serve --watch does the same while it serves.`,
		Args: takes(1, -1, "a folder"),
		RunE: runWatch,
	}
	addData(c)
	addTaxonomy(c)
	addReading(c)
	c.Flags().String("log", "text", "`form` of log lines: text or json")
	return c
}

func runWatch(c *cobra.Command, args []string) error {
	if heldBy(c) != nil {
		return errors.New("a server has the collection open; have it watch: vankien serve --watch FOLDER")
	}
	log, err := logger(c)
	if err != nil {
		return err
	}
	tax, err := taxonomy(c)
	if err != nil {
		return err
	}
	x, err := openData(c, true)
	if err != nil {
		return err
	}
	defer x.Close()
	defer x.keepDuplicates(c.Context(), func(err error) { log.Warn("duplicates are not up to date", "err", err) })()
	stop, err := watch(c, x, tax, args, log)
	if err != nil {
		return err
	}
	<-c.Context().Done()
	stop()
	return nil
}

// watch keeps a collection as folders are until stop, which returns when the work
// under way has ended.
func watch(c *cobra.Command, x *desk, tax *topics.Taxonomy, folders []string, log *slog.Logger) (stop func(), err error) {
	read, err := reading(c, x)
	if err != nil {
		return nil, err
	}
	opt := ingest.WatchOptions{Options: read.Options, Trouble: func(err error) { log.Warn("watching", "err", err) }}
	opt.Rules, opt.Remove = rulesOf(tax), x.writer
	opt.Seen = func(s ingest.Seen) { logSeen(log, &s) }
	ran := make(chan struct{}, 1)
	opt.Ran = func(s ingest.Summary) {
		log.Info("folders were read", "added", s.Added, "updated", s.Updated, "unchanged", s.Unchanged, "failed", s.Failed,
			"moved", s.Results[ingest.ResultMoved], "deleted", s.Results[ingest.ResultDeleted])
		select {
		case ran <- struct{}{}:
		default:
		}
	}
	w := x.writer.With(ingest.WriterOptions{Taxonomy: tax})
	watcher, err := ingest.NewWatcher(w, sources(c, folders), opt)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(c.Context())
	var running sync.WaitGroup
	running.Go(func() { watcher.Run(ctx) })
	if read.recognizes {
		running.Go(func() { recognizeWhenIdle(ctx, w, opt.Options, ran, log) })
	}
	return func() { cancel(); running.Wait() }, nil
}

// recognizeWhenIdle recognises pages whenever files were read.
func recognizeWhenIdle(ctx context.Context, w *ingest.Writer, opt ingest.Options, ran <-chan struct{}, log *slog.Logger) {
	for {
		if len(opt.Journal.Waiting()) > 0 {
			if _, err := ingest.Recognize(ctx, w, opt, nil); err != nil && ctx.Err() == nil {
				log.Warn("pages could not be recognised", "err", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-ran:
		}
	}
}

// logSeen logs what became of a file, and problems as such.
func logSeen(log *slog.Logger, s *ingest.Seen) {
	level := slog.LevelDebug
	if s.Problem() {
		level = slog.LevelWarn
	}
	log.Log(context.Background(), level, string(s.Result), "file", placeOf(s), "code", s.Code, "reason", s.Reason)
}

// recognizeNow recognises the pages that wait and shows how far it has come.
func recognizeNow(c *cobra.Command, w *ingest.Writer, opt ingest.Options, talk io.Writer) error {
	waiting := opt.Journal.Waiting()
	if len(waiting) == 0 {
		return nil
	}
	pages := 0
	for _, f := range waiting {
		pages += f.Pages
	}
	say(talk, "%s of %s are recognised; when this is interrupted, the next add goes on\n", plural(pages, "page"), plural(len(waiting), "file"))
	done, next := 0, time.Now()
	_, err := ingest.Recognize(c.Context(), w, opt, func(path string, n, of int) {
		if now := time.Now(); now.After(next) {
			next = now.Add(lineEvery)
			say(talk, "%s: page %d of %d; %d of %d in all\n", path, n, of, done, pages)
		}
		done++
	})
	return err
}
