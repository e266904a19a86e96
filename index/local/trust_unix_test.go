//go:build unix

package local

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	scorchapi "github.com/blevesearch/scorch_segment_api/v2"

	"vankien/index"
	"vankien/index/segment"
)

// replies asks all that can be asked of an index. Each answer is a line, or the
// error.
func replies(t *testing.T, x *Index) (lines []string, errs []error) {
	t.Helper()
	note := func(answer any, err error) {
		lines, errs = append(lines, fmt.Sprintf("%+v", answer)), append(errs, err)
	}
	for _, q := range []string{"", "bac ninh", "\"năng lực cạnh tranh\"", "kinh tế", "phá*", "kind:report"} {
		for _, sort := range []index.Sort{index.Relevance, index.ByTitle, index.Newest} {
			req := index.Request{Query: parse(t, q), Sort: sort, Limit: 100, Snippets: 1, Facets: index.FilterFields()}
			res, err := x.Search(t.Context(), req)
			if res == nil {
				res = &index.Result{}
			}
			res.Took = 0
			note(*res, err)
		}
	}
	var docs []index.Document
	for _, id := range []string{"a1", "a5", "b2", "c7", "none"} {
		d, err := x.Get(t.Context(), id)
		note(d, unlessAbsent(err))
		docs = append(docs, index.Document{ID: id})
	}
	absent, different, err := x.Diff(t.Context(), docs)
	note(fmt.Sprint(absent, different), err)
	marks, err := x.Marks(t.Context(), index.Request{Query: parse(t, "phá*")}, speeches[0])
	note(marks, err)
	st, err := x.Stats(t.Context())
	note(st.Documents, err)
	return lines, errs
}

func unlessAbsent(err error) error {
	if errors.Is(err, index.ErrNotFound) {
		return nil
	}
	return err
}

// rightOrRefused compares replies with the right ones, and returns how many were
// refused.
func rightOrRefused(t *testing.T, x *Index, want []string, file string) (refused int) {
	t.Helper()
	got, errs := replies(t, x)
	for i, err := range errs {
		var bad *index.DamageError
		switch {
		case errors.As(err, &bad):
			if refused++; !strings.Contains(bad.Error(), file) {
				t.Errorf("reply %d: %v does not name %s", i, err, file)
			}
		case err != nil:
			t.Errorf("reply %d: %v", i, err)
		case got[i] != want[i]:
			t.Errorf("reply %d: %s\nwant %s", i, got[i], want[i])
		}
	}
	return refused
}

// rightReplies returns what a sound index answers.
func rightReplies(t *testing.T, dir string) []string {
	t.Helper()
	x, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	want, errs := replies(t, x)
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	return want
}

// TestFlippedUnchecked changes single bytes of segments that are not read when
// the index is opened: every answer is right or refused.
func TestFlippedUnchecked(t *testing.T) {
	skipUnderRace(t)
	dir := aged(t, 12)
	want := rightReplies(t, dir)
	_, state := rootOf(t, dir)
	const flips = 60
	refused := 0
	for i := range flips {
		file := "store/" + state.segments[i%len(state.segments)]
		info, err := os.Stat(filepath.Join(dir, "index", file))
		if err != nil {
			t.Fatal(err)
		}
		damaged := flipped(t, dir, file, int(info.Size())*i/flips, byte(1+i*41%255))
		x, err := open(damaged, 0)
		if x == nil {
			t.Fatalf("flip %d: %v", i, err)
		}
		refused += rightOrRefused(t, x, want, file)
		if err := x.Put(t.Context(), index.Document{ID: "new"}); !isDamage(err) {
			t.Errorf("flip %d: a write after it: %v", i, err)
		}
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	}
	if refused == 0 {
		t.Error("no flip was noticed")
	}
}

// faults change a file under an index that is open.
var faults = map[string]func(path string, size int64) error{
	"flipped": func(path string, size int64) error { return flipAt(path, size/2) },
	"cut":     func(path string, size int64) error { return os.Truncate(path, size/2) },
	"emptied": func(path string, _ int64) error { return os.Truncate(path, 0) },
	"removed": func(path string, _ int64) error { return os.Remove(path) },
	"replaced": func(path string, _ int64) error {
		other := path + ".other"
		return errors.Join(os.WriteFile(other, []byte("another file"), 0o600), os.Rename(other, path))
	},
	"zeroed": func(path string, size int64) error {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		_, err = f.Write(make([]byte, size))
		return errors.Join(err, f.Close())
	},
}

// flipAt changes a byte in place.
func flipAt(path string, at int64) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	b := make([]byte, 1)
	if _, err := f.ReadAt(b, at); err != nil {
		return errors.Join(err, f.Close())
	}
	b[0] ^= 0x55
	_, err = f.WriteAt(b, at)
	return errors.Join(err, f.Close())
}

// TestDamagedWhileServing changes files under an index that is open: it answers
// right or names the file, takes no write, and is of use again when the file is
// as it was.
func TestDamagedWhileServing(t *testing.T) {
	dir := aged(t, 3)
	want := rightReplies(t, dir)
	_, state := rootOf(t, dir)
	for name, fault := range faults {
		for _, file := range []string{"store/" + state.segments[0], rootName} {
			if file == rootName && (name == "flipped" || name == "cut") {
				continue // what is free in it may change
			}
			t.Run(name+" "+filepath.Ext(file), func(t *testing.T) {
				x, path := openCopy(t, dir, file)
				raw, err1 := os.ReadFile(path)
				same, err2 := x.Get(t.Context(), "b1")
				if err := errors.Join(err1, err2); err != nil {
					t.Fatal(err)
				}
				if err := fault(path, int64(len(raw))); err != nil {
					t.Fatal(err)
				}
				rightOrRefused(t, x, want, file)
				// refused or not, it changes nothing: a write that fails may have got through
				if err := x.Put(t.Context(), same); !isDamage(err) {
					t.Errorf("a write: %v", err)
				}
				rightOrRefused(t, x, want, file)
				if _, err := x.Search(t.Context(), index.Request{}); !isDamage(err) {
					t.Errorf("a search after that: %v", err)
				}
				if file == rootName {
					return // Bleve may have gone down with it
				}
				if err := os.WriteFile(path, raw, 0o600); err != nil {
					t.Fatal(err)
				}
				if err := x.mend(x.store); err != nil {
					t.Fatal(err)
				}
				if n := rightOrRefused(t, x, want, file); n > 0 {
					t.Errorf("%d replies are refused when all is well again", n)
				}
			})
		}
	}
}

// openCopy opens a copy of an index, whose readers look at files each time, and
// returns the path of a file of it.
func openCopy(t *testing.T, dir, file string) (x *Index, path string) {
	t.Helper()
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	x, err := Open(to)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() })
	x.store.alwaysLook.Store(true)
	x.store.looked(0)
	return x, filepath.Join(to, "index", file)
}

// TestReplacedSegment puts another file in the place of a segment: with an equal
// one the index is of use, with a sound segment of other documents it is not.
func TestReplacedSegment(t *testing.T) {
	dir := aged(t, 3)
	_, state := rootOf(t, dir)
	file := "store/" + state.segments[0]
	equal, other := filepath.Join(dir, "index", file), filepath.Join(t.TempDir(), "other")
	var sound bytes.Buffer
	_, err := segment.Build(&sound, &layout, []segment.Document{*segmentDocument(&index.Document{ID: "b1", Title: "other"})})
	if err = errors.Join(err, os.WriteFile(other, sound.Bytes(), 0o600)); err != nil {
		t.Fatal(err)
	}
	for _, from := range []string{equal, other} {
		x, path := openCopy(t, dir, file)
		raw, err := os.ReadFile(from)
		if err == nil {
			err = errors.Join(os.WriteFile(path+".other", raw, 0o600), os.Rename(path+".other", path))
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err = x.Get(t.Context(), "b1"); isDamage(err) != (from == other) || from == equal && err != nil {
			t.Errorf("%s in the place of %s: %v", from, file, err)
		}
	}
}

// TestMergeOfDamage merges a segment that changed since it was found sound: no
// file with a new sum comes of it.
func TestMergeOfDamage(t *testing.T) {
	dir := aged(t, 3)
	_, state := rootOf(t, dir)
	x, path := openCopy(t, dir, "store/"+state.segments[0])
	s, err := x.snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := flipAt(path, 100); err != nil {
		t.Fatal(err)
	}
	var sources []scorchapi.Segment
	for _, v := range s.segments {
		sources = append(sources, v.Segment())
	}
	merged := filepath.Join(t.TempDir(), "merged.zap")
	_, _, err = (&plugin{}).MergeUsing(sources, nil, merged, nil, nil, nil)
	if !isDamage(err) {
		t.Errorf("MergeUsing = %v", err)
	}
	if _, err := os.Stat(merged); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a merged file: %v", err)
	}
	if _, err := x.Search(t.Context(), index.Request{}); !isDamage(err) {
		t.Errorf("Search = %v", err)
	}
}

// TestScrub changes a byte without a trace in the times of the file.
func TestScrub(t *testing.T) {
	dir := aged(t, 3)
	_, state := rootOf(t, dir)
	x, path := openCopy(t, dir, "store/"+state.segments[0])
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	x.scrubOnce(t.Context(), time.Millisecond)
	if _, err := x.Search(t.Context(), index.Request{}); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(flipAt(path, info.Size()/2), os.Chtimes(path, time.Time{}, info.ModTime())); err != nil {
		t.Fatal(err)
	}
	x.scrubOnce(t.Context(), time.Millisecond)
	if _, err := x.Search(t.Context(), index.Request{}); !isDamage(err) {
		t.Errorf("Search = %v", err)
	}
}

// TestOpenToServe opens an index with a damaged segment: it refuses everything
// until the segment is as it was.
func TestOpenToServe(t *testing.T) {
	dir := aged(t, 3)
	want := rightReplies(t, dir)
	_, state := rootOf(t, dir)
	file := "store/" + state.segments[0]
	path := filepath.Join(dir, "index", file)
	if err := flipAt(path, 50); err != nil {
		t.Fatal(err)
	}
	if x, err := Open(dir); x != nil || !isDamage(err) {
		t.Fatalf("Open = %v, %v", x, err)
	}
	x, err := OpenToServe(dir)
	if x == nil || !isDamage(err) {
		t.Fatalf("OpenToServe = %v, %v", x, err)
	}
	defer x.Close()
	if n := rightOrRefused(t, x, want, file); n != len(want) {
		t.Errorf("%d of %d replies are refused", n, len(want))
	}
	if since, err := x.Unavailable(); since.IsZero() || !isDamage(err) {
		t.Errorf("Unavailable = %v, %v", since, err)
	}
	if err := x.Put(t.Context(), index.Document{ID: "new"}); !isDamage(err) {
		t.Errorf("Put = %v", err)
	}
	if err := flipAt(path, 50); err != nil {
		t.Fatal(err)
	}
	if err := x.mend(nil); err != nil {
		t.Fatal(err)
	}
	if n := rightOrRefused(t, x, want, file); n > 0 {
		t.Errorf("%d replies are refused when all is well again", n)
	}
}

// TestPassingDamage has bytes of a file change and change back before anyone looks
// at it. Answers from between may be wrong; none of them, nor anything worked out
// then, is of use once the file has been read again.
func TestPassingDamage(t *testing.T) {
	skipUnderRace(t)
	dir := aged(t, 3)
	want := rightReplies(t, dir)
	_, state := rootOf(t, dir)
	file := "store/" + state.segments[0]
	const flips = 30
	wrong := 0
	for i := range flips {
		x, path := openCopy(t, dir, file)
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		at := info.Size() * int64(i) / flips
		x.store.nextLook.Store(math.MaxInt64)
		if err := flipAt(path, at); err != nil {
			t.Fatal(err)
		}
		between, errs := replies(t, x)
		if err := flipAt(path, at); err != nil {
			t.Fatal(err)
		}
		if errors.Join(errs...) != nil {
			continue // which has had the file read already
		}
		if !slices.Equal(between, want) {
			wrong++
		}
		x.store.alwaysLook.Store(true)
		x.store.nextLook.Store(0)
		_, _ = x.Search(t.Context(), index.Request{}) // looks when it has its answer
		if refused := rightOrRefused(t, x, want, file); refused > 0 {
			t.Errorf("byte %d: %d replies are refused", at, refused)
		}
	}
	if wrong == 0 {
		t.Error("no byte changed an answer")
	}
}
