package ingest

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

// events tells what happens in the folders that are added.
type events interface {
	Add(folder string) error
	Remove(folder string) error
}

// Run keeps the collection as the folders are until ctx ends. The first thing that
// it does is to compare everything.
func (w *Watcher) Run(ctx context.Context) error {
	told, err := fsnotify.NewBufferedWatcher(bufferedEvents)
	if err != nil {
		w.trouble("limit", fmt.Errorf("the system does not tell what happens in folders, so they are compared every %v only: %w", w.opt.Compare, limitHint(err)))
		told = &fsnotify.Watcher{}
	} else {
		defer told.Close()
		w.events = limited{told}
	}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case e := <-told.Events:
			w.happened(e, time.Now())
		case err := <-told.Errors:
			if !errors.Is(err, fsnotify.ErrEventOverflow) {
				w.trouble("events", fmt.Errorf("events were lost, so everything is compared: %w", err))
			}
			w.compareAll()
		case <-timer.C:
			if _, err := w.step(ctx, time.Now()); err != nil {
				return nil // ctx has ended
			}
		}
		timer.Reset(time.Until(w.next()))
	}
}

// bufferedEvents wait here while files are read, before the system has to keep
// them.
const bufferedEvents = 4096

// happened marks the folder of an event, unless that is of something that is
// passed over anyway: a file that is being written under a name of its own would
// keep its folder from being quiet.
func (w *Watcher) happened(e fsnotify.Event, now time.Time) {
	if e.Op == fsnotify.Chmod || temporary(filepath.Base(e.Name)) {
		return
	}
	w.mark(e.Name, now)
}

// limited says what to do when the system takes no more folders.
type limited struct{ *fsnotify.Watcher }

func (l limited) Add(folder string) error { return limitHint(l.Watcher.Add(folder)) }

func limitHint(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EMFILE) {
		return fmt.Errorf("%w (raise fs.inotify.max_user_watches and max_user_instances)", err)
	}
	return err
}
