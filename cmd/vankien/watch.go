package main

import (
	"cmp"
	"context"
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
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
	read, err := reading(c, x, tax)
	if err != nil {
		return err
	}
	stop, err := (&keeping{x, read, tax, log}).begin(c, args)
	if err != nil {
		return err
	}
	<-c.Context().Done()
	stop()
	return nil
}

// keeping is work on a collection that goes on while it is open.
type keeping struct {
	desk *desk
	read readingOptions
	tax  *topics.Taxonomy
	log  *slog.Logger
}

// begin keeps the collection as folders are, recognises pages that wait and looks
// for duplicates, until stop, which returns when the work under way has ended.
func (k *keeping) begin(c *cobra.Command, folders []string) (stop func(), err error) {
	from := sources(c, folders)
	watcher, err := k.watcher(from)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(c.Context())
	var running sync.WaitGroup
	inTurn := func(work string, do func(context.Context)) { running.Go(func() { k.inTurn(ctx, work, do) }) }
	if watcher != nil {
		inTurn(watchedNames(from), func(ctx context.Context) { watcher.Run(ctx) })
	}
	if k.read.recognizes {
		inTurn("recognition", k.recognize)
	}
	quiet := k.desk.keepDuplicates(ctx, func(err error) { k.log.Warn("duplicates are not up to date", "err", err) })
	return func() { cancel(); running.Wait(); quiet() }, nil
}

// inTurn does what one process at a time does, until ctx ends. Where several have the
// collection, another one takes over when this one ends or is heard of no more.
func (k *keeping) inTurn(ctx context.Context, work string, do func(context.Context)) {
	for ctx.Err() == nil {
		held, release, err := k.desk.alone(ctx, work, func(by string) { k.log.Info("waiting to take over", "work", work, "from", by) })
		if err == nil {
			do(held)
			release()
			if err = context.Cause(held); ctx.Err() != nil {
				return
			}
		}
		if ctx.Err() == nil {
			k.log.Warn("work was interrupted and is taken up again", "work", work, "err", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(lookEvery):
		}
	}
}

// watchedNames names the work of watching folders.
func watchedNames(from []ingest.Source) string {
	names := make([]string, len(from))
	for i := range from {
		names[i] = from[i].Path
	}
	slices.Sort(names)
	return "files " + strings.Join(names, ", ")
}

// watcher returns what watches folders, nil without any.
func (k *keeping) watcher(folders []ingest.Source) (*ingest.Watcher, error) {
	if len(folders) == 0 {
		return nil, nil
	}
	opt := ingest.WatchOptions{Options: k.read.Options, Trouble: func(err error) { k.log.Warn("watching", "err", err) }}
	opt.Remove = k.desk.writer
	opt.Seen = func(s ingest.Seen) { logSeen(k.log, &s) }
	opt.Ran = func(s ingest.Summary) {
		k.log.Info("folders were read", "added", s.Added, "updated", s.Updated, "unchanged", s.Unchanged, "failed", s.Failed,
			"moved", s.Results[ingest.ResultMoved], "deleted", s.Results[ingest.ResultDeleted])
	}
	return ingest.NewWatcher(k.desk.writer.With(ingest.WriterOptions{Taxonomy: k.tax}), folders, opt)
}

// lookEvery is how often is looked for pages that wait.
const lookEvery = 5 * time.Second

// recognize recognises the pages that wait whenever there are some.
func (k *keeping) recognize(ctx context.Context) {
	w := k.desk.writer.With(ingest.WriterOptions{Taxonomy: k.tax})
	for ctx.Err() == nil {
		if len(k.read.Journal.Waiting()) > 0 {
			if _, err := ingest.Recognize(ctx, w, k.read.Options, nil); err != nil && ctx.Err() == nil {
				k.log.Warn("pages could not be recognised", "err", err)
			}
		}
		select {
		case <-ctx.Done():
		case <-time.After(lookEvery):
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

// names are the names under which files were read that wait, by absolute path:
// when their turn comes only that is known.
type names map[string]string

func (n names) keep(s ingest.Seen) {
	if at, err := filepath.Abs(s.Path); err == nil && s.Result == ingest.ResultWaiting {
		n[at] = s.Path
	}
}

func (n names) of(path string) string { return cmp.Or(n[path], path) }

// recognizeNow recognises the pages that wait and shows how far it has come.
func recognizeNow(c *cobra.Command, w *ingest.Writer, opt ingest.Options, named names, talk io.Writer) error {
	waiting := opt.Journal.Waiting()
	if len(waiting) == 0 {
		return nil
	}
	if heldBy(c) != nil {
		say(talk, "%s with pages that are images: the server recognises them when it has time\n", plural(len(waiting), "file"))
		return nil
	}
	pages := 0
	for _, f := range waiting {
		pages += f.Pages
	}
	say(talk, "recognising %s of %s; when this is interrupted, the next add goes on\n", plural(pages, "page"), plural(len(waiting), "file"))
	done, next := 0, time.Now()
	_, err := ingest.Recognize(c.Context(), w, opt, func(path string, n, of int) {
		if now := time.Now(); now.After(next) {
			next = now.Add(lineEvery)
			say(talk, "%s: page %d of %d; %d of %d in all\n", named.of(path), n, of, done, pages)
		}
		done++
	})
	return err
}
