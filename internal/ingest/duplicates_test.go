package ingest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vankien/index"
	"vankien/index/indextest"
	"vankien/index/local"
)

// known is a collection on disk with what is known of its duplicates.
type known struct {
	*local.Index
	dir string
	*Duplicates
}

func newKnown(t *testing.T) *known {
	t.Helper()
	dir := t.TempDir()
	x := indextest.Open(t, func() (*local.Index, error) { return local.Open(dir) })
	return &known{x, dir, OpenDuplicates(dir, x)}
}

func (k *known) put(t *testing.T, docs ...index.Document) {
	t.Helper()
	var ids []string
	for _, d := range docs {
		ids = append(ids, d.ID)
	}
	defer k.Writing(ids...)()
	if err := k.Put(t.Context(), docs...); err != nil {
		t.Fatal(err)
	}
}

func (k *known) refresh(t *testing.T) Refreshed {
	t.Helper()
	r, err := k.Refresh(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// text is 100 words, of which some are others.
func text(seed uint64, change int) string {
	r := rand.New(rand.NewPCG(seed, 1))
	var w []string
	for range 100 {
		w = append(w, fmt.Sprint("từ", r.IntN(1000)))
	}
	for i := range change {
		w[i*30] = "khác"
	}
	return strings.Join(w, " ")
}

// TestDuplicatesAreKept: what changed is read, nothing else; a file that is right
// is found so by another process, one that is not costs a look at all.
func TestDuplicatesAreKept(t *testing.T) {
	k := newKnown(t)
	k.put(t, index.Document{ID: "a", Body: text(1, 0)}, index.Document{ID: "b", Body: text(1, 1)}, index.Document{ID: "c", Body: text(2, 0)})
	if r := k.refresh(t); r != (Refreshed{Documents: 3, Read: 3, All: true, Groups: 1, Duplicates: 1}) {
		t.Errorf("first: %+v", r)
	}
	k.put(t, index.Document{ID: "d", Abstract: text(2, 0)})
	if r := k.refresh(t); r.All || r.Read != 1 || r.Groups != 2 {
		t.Errorf("one more: %+v", r)
	}
	done := k.Writing("b")
	if _, err := k.Delete(t.Context(), "b"); err != nil {
		t.Fatal(err)
	}
	done()
	if r := k.refresh(t); r.All || r.Documents != 3 || fmt.Sprint(k.Relations().Groups()) != "[[c d]]" {
		t.Errorf("one less: %+v, %v", r, k.Relations().Groups())
	}

	again := OpenDuplicates(k.dir, k.Index)
	if r, err := again.Refresh(t.Context()); err != nil || r.All || r.Read != 0 || r.Documents != 3 || fmt.Sprint(again.Relations().Groups()) != "[[c d]]" {
		t.Errorf("nothing changed: %+v, %v", r, err)
	}
	if err := k.Put(t.Context(), index.Document{ID: "e", Body: text(2, 0)}); err != nil { // nobody is told
		t.Fatal(err)
	}
	if r, err := again.Refresh(t.Context()); err != nil || !r.All || r.Read != 1 || fmt.Sprint(again.Relations().Groups()) != "[[c d e]]" {
		t.Errorf("changed unseen: %+v, %v", r, err)
	}
}

// TestOldDuplicates: what was written while nobody listened is found, also when
// other writes are told of before the first refresh.
func TestOldDuplicates(t *testing.T) {
	k := newKnown(t)
	k.put(t, index.Document{ID: "a", Body: text(1, 0)}, index.Document{ID: "gone", Body: text(1, 0)})
	k.refresh(t)
	if err := k.Put(t.Context(), index.Document{ID: "b", Body: text(1, 1)}); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Delete(t.Context(), "gone"); err != nil {
		t.Fatal(err)
	}
	k.Duplicates = OpenDuplicates(k.dir, k.Index)
	k.put(t, index.Document{ID: "c", Body: text(2, 0)})
	if r := k.refresh(t); !r.All || r.Read != 2 || r.Documents != 3 || fmt.Sprint(k.Relations().Groups()) != "[[a b]]" {
		t.Errorf("%+v", r)
	}
}

// TestDamagedDuplicates: any fault of the file costs a look at all documents.
func TestDamagedDuplicates(t *testing.T) {
	k := newKnown(t)
	k.put(t, index.Document{ID: "a", Body: text(1, 0)}, index.Document{ID: "b", Body: text(1, 1)})
	k.refresh(t)
	path := filepath.Join(k.dir, "duplicates")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"cut": whole[:len(whole)-9], "empty": {}, "a letter off": append(append([]byte{}, whole[:99]...), append([]byte("x"), whole[100:]...)...)} {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		d := OpenDuplicates(k.dir, k.Index)
		if r, err := d.Refresh(t.Context()); err != nil || !r.All || r.Read != 2 || r.Duplicates != 1 {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
		if now, err := os.ReadFile(path); err != nil || len(now) != len(whole) {
			t.Errorf("%s: %d bytes are written, %v", name, len(now), err)
		}
	}
}

// TestRefreshThatFails: what was known stays, and what changed is not forgotten.
func TestRefreshThatFails(t *testing.T) {
	k := newKnown(t)
	k.put(t, index.Document{ID: "a", Body: text(1, 0)}, index.Document{ID: "b", Body: text(1, 1)})
	k.refresh(t)
	k.put(t, index.Document{ID: "c", Body: text(1, 0)})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := k.Refresh(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
	if got := fmt.Sprint(k.Relations().Groups()); got != "[[a b]]" {
		t.Errorf("afterwards %s", got)
	}
	k.put(t, index.Document{ID: "d", Body: text(1, 0)})
	if r := k.refresh(t); r.Read != 2 || r.Duplicates != 3 {
		t.Errorf("then %+v", r)
	}
}

// TestWritesUnderWayAreToldAgain: a refresh between the beginning of a write and
// its end may see the old document, and must not be the last to look.
func TestWritesUnderWayAreToldAgain(t *testing.T) {
	k := newKnown(t)
	k.put(t, index.Document{ID: "a", Body: text(1, 0)}, index.Document{ID: "b", Body: text(2, 0)})
	k.refresh(t)
	done := k.Writing("b")
	k.refresh(t)
	if err := k.Put(t.Context(), index.Document{ID: "b", Body: text(1, 0)}); err != nil {
		t.Fatal(err)
	}
	if r := k.refresh(t); r.All || r.Read != 1 || r.Groups != 1 {
		t.Errorf("before the end is told: %+v", r)
	}
	done()
	if r := k.refresh(t); r.All || r.Read != 0 || r.Groups != 1 {
		t.Errorf("after it: %+v", r)
	}
}

// TestKeep refreshes at the start and after writes, without being asked.
func TestKeep(t *testing.T) {
	k := newKnown(t)
	ctx, cancel := context.WithCancel(t.Context())
	told, ended := make(chan Refreshed), make(chan struct{})
	go func() {
		defer close(ended)
		k.keep(ctx, pauses{quiet: 1, longest: time.Hour, again: time.Hour}, func(r Refreshed, err error) {
			if err != nil {
				t.Error(err)
			}
			told <- r
		})
	}()
	if r := <-told; r.Groups != 0 {
		t.Errorf("at the start: %+v", r)
	}
	k.put(t, index.Document{ID: "a", Body: text(1, 0)}, index.Document{ID: "b", Body: text(1, 0)})
	for r := range told { // one may have been on its way before the write was whole
		if r.Groups == 1 {
			break
		}
	}
	cancel()
	<-ended
}

// mended is a collection that fails until it is mended.
type mended struct {
	*local.Index
	fails int
}

func (m *mended) State(ctx context.Context) (string, error) {
	if m.fails--; m.fails >= 0 {
		return "", index.ErrUnavailable
	}
	return m.Index.State(ctx)
}

// TestKeepTriesAgain after an error, though nothing is written.
func TestKeepTriesAgain(t *testing.T) {
	x := indextest.Open(t, local.OpenMemory, index.Document{ID: "a", Body: text(1, 0)}, index.Document{ID: "b", Body: text(1, 0)})
	ctx, cancel := context.WithCancel(t.Context())
	var told []string
	OpenDuplicates("", &mended{x, 2}).keep(ctx, pauses{quiet: time.Hour, longest: time.Hour, again: 1}, func(r Refreshed, err error) {
		told = append(told, fmt.Sprint(r.Groups, errors.Is(err, index.ErrUnavailable)))
		if err == nil || len(told) > 9 {
			cancel()
		}
	})
	if got := strings.Join(told, ", "); got != "0 true, 0 true, 1 false" {
		t.Errorf("told %s", got)
	}
}
