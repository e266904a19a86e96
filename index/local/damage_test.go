package local

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"vankien/index"
	"vankien/index/indextest"
	"vankien/index/segment"
)

// agedOnes are the files of aged, by rounds, so that each is written once.
var agedOnes struct {
	sync.Mutex
	files map[int]fstest.MapFS
}

// aged returns the directory of a closed index with several segments,
// deletions, replaced documents and labels.
func aged(t testing.TB, rounds int) string {
	t.Helper()
	agedOnes.Lock()
	defer agedOnes.Unlock()
	dir := t.TempDir()
	if files := agedOnes.files[rounds]; files != nil {
		if err := os.CopyFS(dir, files); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	age(t, dir, rounds)
	files := fstest.MapFS{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		raw, err := os.ReadFile(filepath.Join(dir, name))
		files[name] = &fstest.MapFile{Data: raw, Mode: 0o600}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if agedOnes.files == nil {
		agedOnes.files = map[int]fstest.MapFS{}
	}
	agedOnes.files[rounds] = files
	return dir
}

// age writes what aged returns.
func age(t testing.TB, dir string, rounds int) {
	t.Helper()
	x := onDisk(t, dir)
	for i := range rounds {
		var docs []index.Document
		for j := range 4 {
			d := speeches[j]
			d.ID = fmt.Sprint(d.ID, (i*3+j)%(2*rounds))
			docs = append(docs, d)
		}
		if err := x.Put(t.Context(), docs...); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := x.Delete(t.Context(), "a0", "b4", "c2"); err != nil {
		t.Fatal(err)
	}
	if err := x.PutLabels(t.Context(), map[string]string{"phap-luat": "Pháp luật"}); err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
}

// answers is what an index says of itself, byte for byte.
func answers(t testing.TB, x *Index) string {
	t.Helper()
	var out bytes.Buffer
	for _, q := range []string{"", "bac ninh", "\"năng lực cạnh tranh\"", "kinh tế", "phá*", "kind:report"} {
		res := search(t, x, index.Request{Query: parse(t, q), Sort: index.ByTitle, Limit: 100, Snippets: 1, Facets: index.FilterFields()})
		slices.SortFunc(res.Hits, func(a, b index.Hit) int { return strings.Compare(a.ID, b.ID) })
		res.Took = 0
		fmt.Fprintf(&out, "%s: %d %v\n", q, res.Total, res.Facets)
		for _, h := range res.Hits {
			d, err := x.Get(t.Context(), h.ID)
			if err != nil {
				t.Fatal(err)
			}
			raw, _ := json.Marshal(d)
			fmt.Fprintf(&out, "%s %v %s\n", h.ID, h.Fragments, raw)
		}
	}
	var all []string
	if err := x.Each(t.Context(), func(d index.Document) error { all = append(all, fmt.Sprint(d)); return nil }); err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	fmt.Fprintln(&out, all, x.Labels())
	return out.String()
}

// rootOf reads root.bolt of the index in dir.
func rootOf(t testing.TB, dir string) (raw []byte, st rootState) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, "index", rootName))
	if err != nil {
		t.Fatal(err)
	}
	if st, err = readRoot(raw); err != nil || len(st.segments) == 0 {
		t.Fatalf("%+v, %v", st, err)
	}
	return raw, st
}

// flipped copies an index and changes one byte of one of its files.
func flipped(t testing.TB, dir, file string, at int, by byte) string {
	t.Helper()
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(to, "index", file)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	raw[at] ^= by
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return to
}

// TestFlippedByte changes single bytes in each kind of file: opening names the
// file, or every answer is as before.
func TestFlippedByte(t *testing.T) {
	t.Parallel()
	skipUnderRace(t)
	dir := aged(t, 12)
	x, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := answers(t, x)
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	detected := map[string]int{}
	err = fs.WalkDir(os.DirFS(filepath.Join(dir, "index")), ".", func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		for range 12 {
			at, by := rnd.IntN(int(info.Size())), byte(1+rnd.IntN(255))
			damaged := flipped(t, dir, file, at, by)
			x, err := Open(damaged)
			var bad *index.DamageError
			switch {
			case errors.As(err, &bad):
				detected[filepath.Ext(file)]++
				if bad.Files[0].File != file || !strings.Contains(err.Error(), file) {
					t.Errorf("%s, byte %d ^ %d: named as %v", file, at, by, err)
				}
				continue
			case err != nil:
				t.Errorf("%s, byte %d ^ %d: %v", file, at, by, err)
				continue
			}
			if got := answers(t, x); got != want {
				t.Errorf("%s, byte %d ^ %d: another answer, and no word of it", file, at, by)
			}
			_ = x.Close()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if detected[".zap"] == 0 || detected[".json"] == 0 {
		t.Errorf("detected %v", detected)
	}
}

// TestFlippedRoot changes every byte of root.bolt, in pages that nobody reads all
// at once: its state is told to be broken or another, or it is the same.
func TestFlippedRoot(t *testing.T) {
	t.Parallel()
	skipUnderRace(t)
	dir := aged(t, 25)
	raw, want := rootOf(t, dir)
	if known := readSums(filepath.Join(dir, "index")); known == nil || known.Epoch != want.epoch || known.Root != want.sum {
		t.Errorf("checksums %+v of %+v", known, want)
	}
	// noticed changes bytes from at on for a reading.
	noticed := func(at, n int) bool {
		change := func() {
			for i := range raw[at : at+n] {
				raw[at+i] ^= 0x10
			}
		}
		change()
		defer change()
		got, err := readRoot(raw)
		if err != nil || got.epoch < want.epoch || got.epoch == want.epoch && got.sum != want.sum {
			return true
		}
		if fmt.Sprint(got.segments) != fmt.Sprint(want.segments) || got.sum != want.sum {
			t.Fatalf("byte %d: %+v instead of %+v", at, got, want)
		}
		return false
	}
	var silent []int // changes that are not noticed
	page := os.Getpagesize()
	for from := 0; from < len(raw); from += page {
		read := noticed(from, page) || from < 2*page // one beginning stands in for the other
		for at := from; at < from+page; at++ {
			if !read || !noticed(at, 1) {
				silent = append(silent, at)
			}
		}
	}
	if len(silent) == len(raw) {
		t.Fatal("no change is noticed")
	}
	t.Logf("%d of %d bytes matter", len(raw)-len(silent), len(raw))
	rnd := rand.New(rand.NewPCG(3, 4))
	same := ""
	for i := range 15 {
		at, by := silent[rnd.IntN(len(silent))], byte(0x10)
		if i == 0 {
			by = 0
		}
		x, err := Open(flipped(t, dir, rootName, at, by))
		if err != nil {
			t.Fatalf("byte %d: %v", at, err)
		}
		got := answers(t, x)
		if same == "" {
			same = got
		}
		if got != same {
			t.Errorf("byte %d: another answer, and no word of it", at)
		}
		_ = x.Close()
	}
}

// TestNameOfNoSegment: of a damaged list no name is shown that no segment has,
// whether or not there is a sum to compare it with.
func TestNameOfNoSegment(t *testing.T) {
	t.Parallel()
	dir := aged(t, 3)
	raw, st := rootOf(t, dir)
	name := []byte(st.segments[0])
	for _, other := range []string{strings.Repeat("\xff", len(name)), "../" + string(name[3:])} {
		if err := os.WriteFile(filepath.Join(dir, "index", rootName), bytes.ReplaceAll(raw, name, []byte(other)), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(os.RemoveAll(filepath.Join(dir, "index", sumsFile)), seal(filepath.Join(dir, "index"))); err != nil {
			t.Fatal(err)
		}
		for _, with := range []string{"sums of that state", "no sums"} {
			found, err := Verify(t.Context(), dir)
			if len(found.Damage) != 1 || found.Damage[0].File != rootName || err == nil {
				t.Errorf("%q, %s: %v, %v", other, with, found.Damage, err)
			}
			if x, err := Open(dir); err == nil {
				t.Errorf("%q, %s: it was opened", other, with)
				x.Close()
			}
			if err := os.RemoveAll(filepath.Join(dir, "index", sumsFile)); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestCutFile checks files that end early, or are gone.
func TestCutFile(t *testing.T) {
	t.Parallel()
	dir := aged(t, 5)
	_, state := rootOf(t, dir)
	for _, file := range []string{metaFile, rootName, "store/" + state.segments[0]} {
		for _, left := range []float64{-1, 0, 0.3, 0.99} {
			cut := t.TempDir()
			if err := os.CopyFS(cut, os.DirFS(dir)); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(cut, "index", file)
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			if left < 0 {
				err = os.Remove(path)
			} else {
				err = os.Truncate(path, int64(left*float64(info.Size())))
			}
			if err != nil {
				t.Fatal(err)
			}
			x, err := Open(cut)
			var bad *index.DamageError
			if !errors.As(err, &bad) || bad.Files[0].File != file {
				if err == nil && file == rootName {
					if len(answers(t, x)) == 0 { // free pages at its end
						t.Error("no answers")
					}
					_ = x.Close()
					continue
				}
				t.Errorf("%s, %v of it left: %v", file, left, err)
			}
			if _, err := Verify(t.Context(), cut); !errors.As(err, &bad) {
				t.Errorf("%s, %v of it left: Verify says %v", file, left, err)
			}
		}
	}
}

// TestOlderState puts an older root.bolt, whole in itself, in the place of the
// newest: what was acknowledged since would be gone without a word.
func TestOlderState(t *testing.T) {
	t.Parallel()
	dir := aged(t, 3)
	root := filepath.Join(dir, "index", rootName)
	older, err := os.ReadFile(root)
	if err != nil {
		t.Fatal(err)
	}
	x := onDisk(t, dir, index.Document{ID: "new"})
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(root, older, 0o600); err != nil {
		t.Fatal(err)
	}
	var bad *index.DamageError
	if _, err := Open(dir); !errors.As(err, &bad) || bad.Files[0].File != rootName {
		t.Errorf("Open = %v", err)
	}
	if _, err := Reindex(t.Context(), dir, nil); !errors.As(err, &bad) {
		t.Errorf("Reindex = %v", err)
	}
}

// sectionOf is a section of a segment: its name, and where it is.
type sectionOf struct {
	name       string
	at, length int64
}

// sectionsOf lists the sections of a segment that have bytes, and its table.
func sectionsOf(t *testing.T, path string) (list []sectionOf) {
	t.Helper()
	s, err := (&segment.Plugin{}).Map(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	end := int64(0)
	s.Sections(func(name string, bytes uint64) {
		end = (end + 7) &^ 7
		if bytes > 0 {
			list = append(list, sectionOf{name, end, int64(bytes)})
		}
		end += int64(bytes)
	})
	end = (end + 7) &^ 7
	return append(list, sectionOf{"table", end, int64(s.Size()) - end})
}

// TestDamagedSection flips a byte of each section of a segment, or cuts the file
// within it: opening and Verify name the file and the section, if it can be told.
func TestDamagedSection(t *testing.T) {
	t.Parallel()
	dir := aged(t, 5)
	_, state := rootOf(t, dir)
	file := "store/" + state.segments[0]
	path := filepath.Join(dir, "index", file)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	named := func(what, section string) {
		_, opened := Open(dir)
		_, verified := Verify(t.Context(), dir)
		for _, err := range []error{opened, verified} {
			bad, is := errors.AsType[*index.DamageError](err)
			if !is || len(bad.Files) != 1 || bad.Files[0].File != file || !strings.Contains(bad.Files[0].Detail, section) {
				t.Errorf("%s %q: %v", what, section, err)
			}
		}
	}
	for _, s := range sectionsOf(t, path) {
		at := s.at + s.length/2
		damaged := bytes.Clone(whole)
		damaged[at] ^= 0x20
		if err := os.WriteFile(path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		named("flipped", s.name)
		if err := os.Truncate(path, at); err != nil {
			t.Fatal(err)
		}
		named("cut", "it does not end as a segment does")
	}
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Verify(t.Context(), dir); err != nil {
		t.Error(err)
	}
}

// storedOf are the documents of an index, by id.
func storedOf(t *testing.T, x *Index) map[string]index.Document {
	t.Helper()
	docs := map[string]index.Document{}
	err := x.read(t.Context(), func(s *snapshot) error {
		for _, v := range s.segments {
			for it := v.DocNumbersLive().Iterator(); it.HasNext(); {
				d, err := v.load(uint64(it.Next()))
				if err != nil {
					return err
				}
				docs[d.ID] = d
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return docs
}

// TestSalvage rebuilds an index of which a section of a segment is damaged: every
// document is taken over or counted as lost, and those that are not counted as
// doubtful are as they were, which are all if no document is read from there.
func TestSalvage(t *testing.T) {
	t.Parallel()
	skipUnderRace(t)
	dir := aged(t, 6)
	docs := storedOf(t, onDisk(t, dir))
	dir = aged(t, 6)
	_, state := rootOf(t, dir)
	file := "store/" + state.segments[0]
	whole := 0
	for _, s := range sectionsOf(t, filepath.Join(dir, "index", file)) {
		for _, at := range []int64{s.at + s.length/2, s.at + s.length - 1} {
			done, saved := salvaged(t, flipped(t, dir, file, int(at), 0x41), file, docs)
			isOf := slices.Contains([]string{"order", "ranks", "order blocks", "order keys", "stored offsets", "stored"}, strings.TrimRight(s.name, " 1"))
			isOf = isOf && (!strings.HasSuffix(s.name, "1") || strings.HasPrefix(s.name, "stored"))
			switch {
			case !saved && s.name != "head" && s.name != "table":
				t.Errorf("%s, byte %d: nothing can be saved", s.name, at)
			case saved && done.Doubtful+done.Lost == 0:
				whole++
				fallthrough
			case !saved:
				if isOf {
					t.Errorf("%s, byte %d: no document is doubtful", s.name, at)
				}
			case !isOf && s.name != "head" && !strings.HasPrefix(s.name, "dictionary"):
				t.Errorf("%s, byte %d: %+v", s.name, at, done)
			}
		}
	}
	if whole == 0 {
		t.Error("no damage leaves all documents whole")
	}
}

// salvaged reindexes a damaged index and compares what comes of it with what was
// there. It reports whether anything could be saved.
func salvaged(t *testing.T, dir, file string, docs map[string]index.Document) (done Rebuilt, saved bool) {
	t.Helper()
	done, err := Reindex(t.Context(), dir, nil)
	if isDamage(err) {
		return done, false // nothing was changed
	}
	if err != nil || done.Documents+done.Lost < len(docs) || done.Documents > len(docs) {
		t.Fatalf("%+v of %d, %v", done, len(docs), err)
	}
	if kept, err := exists(filepath.Join(dir, "index.damaged", file)); err != nil || kept != (done.Doubtful+done.Lost > 0) {
		t.Errorf("the damaged index is kept: %v, %v; %+v", kept, err, done)
	}
	x, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	changed := 0
	for id, d := range docs {
		if got, err := x.Get(t.Context(), id); err != nil || !got.Equal(&d) {
			changed++
		}
	}
	if changed > done.Doubtful+done.Lost {
		t.Errorf("%d documents are not as they were; told of %+v", changed, done)
	}
	return done, true
}

func FuzzReadRoot(f *testing.F) {
	raw, err := os.ReadFile(filepath.Join(aged(f, 3), "index", rootName))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw, 100, byte(1))
	f.Add(raw[:9000], 8200, byte(255))
	f.Fuzz(func(t *testing.T, data []byte, at int, by byte) {
		data = bytes.Clone(data)
		if at >= 0 && at < len(data) {
			data[at] ^= by
		}
		_, _ = readRoot(data) // it must end, without a panic
	})
}

// skipUnderRace skips a test that opens the index so often that the race
// detector makes minutes of it, and in which nothing runs at the same time.
func skipUnderRace(t *testing.T) {
	t.Helper()
	if indextest.Slowdown > 1 {
		t.Skip("takes minutes under the race detector")
	}
}
