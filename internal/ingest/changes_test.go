package ingest

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"vankien/index"
	"vankien/index/local"
	"vankien/internal/extract"
)

// replica is what a reader makes of the changes that it was told.
type replica struct {
	docs map[string]string // id: time
	told map[string]bool   // id and time
	next string
}

func newReplica() *replica { return &replica{map[string]string{}, map[string]bool{}, ""} }

// poll reads all that there is, n changes at a time.
func (r *replica) poll(t *testing.T, c *Changes, n int) {
	t.Helper()
	last := ""
	for more := true; more; {
		var list []Changed
		var err error
		begun := r.next == ""
		if list, r.next, more, err = c.Since(t.Context(), r.next, n); err != nil {
			t.Fatal(err)
		}
		if begun {
			last = ""
		}
		for _, x := range list {
			if r.told[x.ID+x.At] || len(list) > n || x.At < last && x.At != "" {
				t.Errorf("%s of %s is told again or out of order, or with %d others", x.ID, x.At, len(list))
			}
			r.told[x.ID+x.At] = true
			if last = x.At; x.Document == nil {
				delete(r.docs, x.ID)
			} else {
				r.docs[x.ID] = x.At
			}
		}
	}
}

func (r *replica) compare(t *testing.T, x index.Engine) {
	t.Helper()
	n := 0
	err := x.Each(t.Context(), func(d index.Document) error {
		if n++; r.docs[d.ID] != d.Indexed {
			t.Errorf("%s is of %q, told was %q", d.ID, d.Indexed, r.docs[d.ID])
		}
		return nil
	})
	if err != nil || n != len(r.docs) {
		t.Errorf("there are %d documents, told was of %d; %v", n, len(r.docs), err)
	}
}

// TestChangesAreExact has several write and delete side by side while readers follow: in
// the end each has been told of every change, none twice.
func TestChangesAreExact(t *testing.T) {
	t.Parallel()
	x := memory(t)
	if err := x.Put(t.Context(), index.Document{ID: "old", Title: "Cũ"}, index.Document{ID: "1", Title: "Cũ"}); err != nil {
		t.Fatal(err)
	}
	records := NewMemoryRecords()
	w := NewWriter(x, WriterOptions{Deletions: NewDeletions(func() (JournalStore, error) { return records, nil }, 0)})
	c := &Changes{Index: x, Deletions: w.opt.Deletions, Settled: w.Settled}
	var writers, readers sync.WaitGroup
	done := make(chan struct{})
	for k := range 3 {
		writers.Go(func() {
			r := rand.New(rand.NewPCG(uint64(k), 7))
			for i := range 60 {
				if r.IntN(3) == 0 {
					if _, err := w.Delete(t.Context(), fmt.Sprint(r.IntN(40)), fmt.Sprint(r.IntN(40)), "none"); err != nil {
						t.Error(err)
					}
					continue
				}
				var list []extract.Record
				for range 1 + r.IntN(8) {
					list = append(list, extract.Record{ID: fmt.Sprint(r.IntN(40)), Title: fmt.Sprint(k, i)})
				}
				if err := w.Write(t.Context(), recordsOf(list...), func(Outcome) {}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for k := range 2 {
		readers.Go(func() {
			r := newReplica()
			for ended := false; !ended; {
				select {
				case <-done:
					ended = true
				default:
				}
				r.poll(t, c, 1+6*k)
			}
			r.compare(t, x)
		})
	}
	writers.Wait()
	close(done)
	readers.Wait()
	late := newReplica()
	late.poll(t, c, 7)
	late.compare(t, x)
}

// TestChangingProcess is the process that TestChangesOutliveKills kills: it writes and
// deletes until then, and says so.
func TestChangingProcess(t *testing.T) {
	dir := os.Getenv(childDir)
	if dir == "" {
		t.Skip("started by TestChangesOutliveKills only")
	}
	x, j := openBoth(t, dir)
	w := NewWriter(x, WriterOptions{Deletions: NewDeletions(func() (JournalStore, error) { return j.Records(), nil }, 0)})
	for {
		if rand.IntN(3) == 0 {
			if _, err := w.Delete(t.Context(), fmt.Sprint(rand.IntN(20)), fmt.Sprint(rand.IntN(20))); err != nil {
				t.Fatal(err)
			}
		} else if err := w.Write(t.Context(), recordsOf(extract.Record{ID: fmt.Sprint(rand.IntN(20)), Title: time.Now().String()}), func(Outcome) {}); err != nil {
			t.Fatal(err)
		}
		fmt.Println("written")
	}
}

// TestChangesOutliveKills kills the process that writes, again and again, and reads the
// changes in between: in the end all that is there was told of.
func TestChangesOutliveKills(t *testing.T) {
	dir, r := t.TempDir(), newReplica()
	for range 6 {
		c := exec.Command(os.Args[0], "-test.run=^TestChangingProcess$")
		c.Env = append(os.Environ(), childDir+"="+dir)
		out, err := c.StdoutPipe()
		if err == nil {
			err = c.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		after := 10 + rand.IntN(60)
		for lines := bufio.NewScanner(out); lines.Scan(); after-- {
			if after == 0 {
				_ = c.Process.Kill()
			}
		}
		_ = c.Wait()
		if after > 0 {
			t.Fatal("it ended by itself")
		}
		x, j := openBoth(t, dir)
		w := NewWriter(x, WriterOptions{Deletions: NewDeletions(func() (JournalStore, error) { return j.Records(), nil }, 0)})
		r.poll(t, &Changes{Index: x, Deletions: w.opt.Deletions, Settled: w.Settled}, 5)
		r.compare(t, x)
		if err := errors.Join(j.Close(), x.Close()); err != nil {
			t.Fatal(err)
		}
	}
}

// TestChangesOutliveTheProcess opens a collection again between changes, and breaks off
// a deletion of which the record is written.
func TestChangesOutliveTheProcess(t *testing.T) {
	t.Parallel()
	dir, r := t.TempDir(), newReplica()
	session := func(f func(w *Writer, c *Changes)) {
		x, err := local.Open(filepath.Join(dir, "data"))
		if err != nil {
			t.Fatal(err)
		}
		j, err := OpenJournal(filepath.Join(dir, "journal"))
		if err != nil {
			t.Fatal(err)
		}
		w := NewWriter(x, WriterOptions{Deletions: NewDeletions(func() (JournalStore, error) { return j.Records(), nil }, 3)})
		c := &Changes{Index: x, Deletions: w.opt.Deletions, Settled: w.Settled}
		f(w, c)
		if t.Failed() {
			t.FailNow()
		}
		r.poll(t, c, 2)
		r.compare(t, x)
		if err := errors.Join(j.Close(), x.Close()); err != nil {
			t.Fatal(err)
		}
	}
	write := func(w *Writer, ids ...string) {
		var list []extract.Record
		for _, id := range ids {
			list = append(list, extract.Record{ID: id, Title: time.Now().String()})
		}
		if err := w.Write(t.Context(), recordsOf(list...), func(Outcome) {}); err != nil {
			t.Error(err)
		}
	}
	early := ""
	session(func(w *Writer, c *Changes) {
		write(w, "a", "b", "c", "d", "e", "f")
		_, early, _, _ = c.Since(t.Context(), "", 100)
	})
	session(func(w *Writer, c *Changes) {
		if gone, err := w.Delete(t.Context(), "b", "x", "b"); err != nil || len(gone) != 1 {
			t.Error(gone, err)
		}
		s := w.clock.begin()
		if err := w.record(s, []string{"c"}); err != nil { // and no more of it
			t.Error(err)
		}
		s.end()
	})
	session(func(w *Writer, c *Changes) {
		if err := w.DeleteIf(t.Context(), "c", Condition{}); err != nil {
			t.Error(err)
		}
		write(w, "b")
	})
	session(func(w *Writer, c *Changes) {
		if _, _, _, err := c.Since(t.Context(), early, 100); err != nil {
			t.Error(err)
		}
		if _, err := w.Delete(t.Context(), "d", "e", "f"); err != nil {
			t.Error(err)
		}
		if _, _, _, err := c.Since(t.Context(), early, 100); !errors.Is(err, ErrTooOld) {
			t.Errorf("a place from which deletions were given up: %v", err)
		}
		for since, want := range map[string]error{"2000-01-01T00:00:00.000000Z": ErrTooOld, "x": ErrNoPlace, "!": ErrNoPlace,
			place{log: "other", position: position{At: index.Instant(time.Now())}}.String(): ErrTooOld} {
			if _, _, _, err := c.Since(t.Context(), since, 100); !errors.Is(err, want) {
				t.Errorf("since %s: %v", since, err)
			}
		}
	})
}
