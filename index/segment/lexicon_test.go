package segment

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"vankien/index/runs"
)

// writtenIn counts what a lexicon of documents counts: runs of one to three
// words, and names behind a mark.
func writtenIn(docs []plain) map[string]uint32 {
	counts := map[string]uint32{}
	for i := range docs {
		for _, words := range docs[i].parts {
			for j, w := range words {
				run := WordKey(w.text, w.group)
				counts[run]++
				for k := j + 1; k < min(j+3, len(words)) && !words[k].apart && !words[k].cut; k++ {
					run += "|" + WordKey(words[k].text, words[k].group)
					counts[run]++
				}
				if w.name >= 2 && w.name <= MaxName && j+int(w.name) <= len(words) {
					name := "name"
					for _, w := range words[j : j+int(w.name)] {
						name += "|" + WordKey(w.text, w.group)
					}
					counts[name]++
				}
			}
		}
	}
	return counts
}

// lexiconOf reads all that a lexicon has, in the form of writtenIn.
func lexiconOf(t testing.TB, s *Segment) map[string]uint32 {
	t.Helper()
	l, ok := s.Lexicon()
	if !ok {
		t.Fatal("no lexicon")
	}
	counts, all := map[string]uint32{}, runs.Range{To: 1 << 31}
	add := func(name string, run []uint32, n, counted uint32) {
		for i, w := range run {
			name += cond(i > 0 || name != "", "|", "") + s.WordAt(w)
		}
		counts[name] = n
		if n != counted || n == 0 {
			t.Fatalf("%q is %d and counted %d times", name, n, counted)
		}
	}
	before := map[[2]uint32]uint32{}
	l.After(nil, all, func(a, n uint32) {
		add("", []uint32{a}, n, l.Count(a))
		l.After([]uint32{a}, all, func(b, n uint32) {
			add("", []uint32{a, b}, n, l.Count(a, b))
			l.After([]uint32{a, b}, all, func(c, n uint32) {
				add("", []uint32{a, b, c}, n, l.Count(a, b, c))
				before[[2]uint32{b, c}] = max(n, before[[2]uint32{b, c}])
			})
		})
	})
	for run, n := range before {
		word, got := l.Before(run[0], run[1], n)
		if _, none := l.Before(run[0], run[1], n+1); got != n || l.Count(word, run[0], run[1]) != n || none != 0 {
			t.Fatalf("%d stands %d times before %v, and one %d times, want %d at most", word, got, run, none, n)
		}
	}
	l.NamesOf(nil, func(words []uint32, n uint32) bool {
		whole, _ := l.Name(words...)
		add("name", words, n, whole)
		return true
	})
	return counts
}

// checkLexicon compares a lexicon with the documents that were written, merged
// ones in some parts. Runs need common words, and words that are there still.
func checkLexicon(t testing.TB, s *Segment, docs []plain, parts int) {
	t.Helper()
	got, lost := lexiconOf(t, s), uint32(0)
	if len(docs) > runs.All {
		lost = uint32(parts) + 1
	}
	common := map[string]bool{}
	for w := range s.wordKey {
		common[s.WordAt(uint32(w))] = w < s.head.Common
	}
	words := uint64(0)
	for run, want := range writtenIn(docs) {
		list := strings.Split(strings.TrimPrefix(run, "name|"), "|")
		kept := !slices.ContainsFunc(list, func(w string) bool {
			is, there := common[w]
			return !there || !is && len(list) > 1 && !strings.HasPrefix(run, "name")
		})
		n := got[run]
		delete(got, run)
		switch {
		case !kept && n > 0 || n > want:
			t.Fatalf("%q is counted %d times, want %d", run, n, want)
		case kept && n < want && (len(list) == 1 || n+lost < want):
			t.Fatalf("%q is counted %d times, want %d", run, n, want)
		}
		if kept && len(list) == 1 {
			words += uint64(want)
		}
	}
	if len(got) > 0 {
		t.Fatalf("%v were never written", slices.Collect(maps.Keys(got)))
	}
	l, _ := s.Lexicon()
	if d, w := l.Documents, l.Written; d != uint64(len(docs)) || w != words {
		t.Fatalf("%d documents and %d words were written, want %d and %d", d, w, len(docs), words)
	}
}

// readLexicon reads what a lexicon has.
func readLexicon(l *runs.Counts, try func(func())) {
	all := runs.Range{To: 1 << 16}
	for a := range uint32(min(len(l.Words), 1<<10)) {
		try(func() {
			l.After([]uint32{a}, all, func(b, _ uint32) {
				l.After([]uint32{a, b}, all, func(uint32, uint32) {})
			})
		})
	}
	try(func() { l.NamesOf(nil, func([]uint32, uint32) bool { return true }) })
}

// TestLexicon: words, runs and names are counted as they were written.
func TestLexicon(t *testing.T) {
	for i, size := range []struct{ docs, vocabulary, length int }{{0, 1, 1}, {1, 5, 3}, {40, 30, 70}, {runs.All, 300, 10}, {runs.All + 1, 300, 20}, {60, 1, 600}} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			docs := world(rand.New(rand.NewPCG(20, uint64(i))), size.docs, size.vocabulary, size.length)
			checkLexicon(t, build(t, docs), docs, 1)
		})
	}
}

// TestNamesThatBegin: names are found by their first words.
func TestNamesThatBegin(t *testing.T) {
	s := build(t, world(rand.New(rand.NewPCG(21, 0)), 60, 9, 30))
	l, _ := s.Lexicon()
	byFirst := map[uint32]int{}
	l.NamesOf(nil, func(words []uint32, _ uint32) bool { byFirst[words[0]]++; return true })
	for first, want := range byFirst {
		n := 0
		l.NamesOf([]uint32{first}, func(words []uint32, _ uint32) bool { n++; return words[0] == first })
		if n != want || n == 0 {
			t.Errorf("%d names begin with %d, want %d", n, first, want)
		}
	}
	l.NamesOf(make([]uint32, MaxName+1), func([]uint32, uint32) bool { t.Error("a name of too many words"); return true })
}

// TestNoLexicon: a segment of a layout without a lexicon can be read and merged.
func TestNoLexicon(t *testing.T) {
	layout := testLayout
	layout.Lexicon = false
	d := world(rand.New(rand.NewPCG(22, 0)), 1, 9, 30)[0].document()
	var b, merged bytes.Buffer
	if _, err := Build(&b, &layout, []Document{d}); err != nil {
		t.Fatal(err)
	}
	s := opened(t, b.Bytes())
	if _, _, err := Merge(&merged, []Source{{Segment: s}}, nil); err != nil {
		t.Fatal(err)
	}
	for _, s := range []*Segment{s, opened(t, merged.Bytes())} {
		if _, ok := s.Lexicon(); ok {
			t.Error("there is a lexicon")
		}
		s.Sections(func(name string, _ uint64) {
			if strings.HasPrefix(name, "lexicon") {
				t.Error(name)
			}
		})
	}
}
