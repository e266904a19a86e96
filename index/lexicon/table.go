package lexicon

import (
	"slices"
	"strings"

	"vankien/index/content"
	"vankien/index/runs"
)

// Table is a part in memory: what a segment of the same documents would answer, from
// much less, as it knows of no document which words it has. Builders make tables of
// documents, Merge makes one of several. It is not changed once it is made.
type Table struct {
	fields  []keys   // of the running text, then of content.Fields
	number  []uint32 // of each key of the running text, that of the word + 1; 0: it is none
	wordKey []uint32 // of each word: the common ones first, both kinds in the order of their keys
	counts  *runs.Counts
	least   uint32
}

// maxCommon is the number of common words, which have runs.
const maxCommon = 0xe000

var _ Part = (*Table)(nil)

// Documents returns how many documents are counted.
func (t *Table) Documents() uint64 { return t.counts.Documents }

// Least returns the count from which on runs and names are known; those that stand less
// often were left out.
func (t *Table) Least() uint32 { return t.least }

// Bytes is about how much memory the table takes.
func (t *Table) Bytes() int64 {
	n := len(t.number) + len(t.wordKey)
	for i := range t.fields {
		n += len(t.fields[i].text)/4 + 2*t.fields[i].len()
	}
	return 4*int64(n) + t.counts.Bytes()
}

// fieldAt returns the place of a field among those of a table, or -1.
func fieldAt(name string) int {
	if name == content.Text {
		return 0
	}
	for i, f := range content.Fields() {
		if string(f) == name {
			return i + 1
		}
	}
	return -1
}

// setWords numbers the words among the keys of the running text. Those of which
// mayBeCommon is told are common if many documents have them.
func (t *Table) setWords(mayBeCommon func(key int) bool) (common int) {
	text := &t.fields[0]
	var words, held []uint32
	for i := range text.len() {
		if _, is := content.GroupOf(text.at(i)); is {
			words, held = append(words, uint32(i)), append(held, text.held[i])
		}
	}
	least := uint32(0)
	if len(held) > maxCommon {
		slices.Sort(held)
		least = held[len(held)-maxCommon] + 1
	}
	var rare []uint32
	for _, k := range words {
		if text.held[k] >= least && mayBeCommon(int(k)) {
			t.wordKey = append(t.wordKey, k)
		} else {
			rare = append(rare, k)
		}
	}
	common = len(t.wordKey)
	t.wordKey = append(t.wordKey, rare...)
	t.setNumbers()
	return common
}

func (t *Table) setNumbers() {
	t.number = make([]uint32, t.fields[0].len())
	for number, k := range t.wordKey {
		t.number[k] = uint32(number) + 1
	}
}

// Guard implements Part: a table can always be read.
func (t *Table) Guard(read func() error) error { return read() }

// Written implements Part.
func (t *Table) Written() (documents, words uint64) { return t.counts.Documents, t.counts.Written }

// Group implements Part.
func (t *Table) Group(fold string, yield func(number uint32, key string)) {
	text := &t.fields[0]
	begins := content.Begin(fold)
	for k := text.seek(begins); k < text.len() && strings.HasPrefix(text.at(k), begins); k++ {
		if n := t.number[k]; n > 0 {
			yield(n-1, text.at(k))
		}
	}
}

// Beginning implements Part.
func (t *Table) Beginning(begins string) [2]runs.Range {
	from, to := t.fields[0].beginning(begins)
	find := func(first, end int) runs.Range {
		place := func(key int) uint32 {
			at, _ := slices.BinarySearch(t.wordKey[first:end], uint32(key))
			return uint32(first + at)
		}
		return runs.Range{From: place(from), To: place(to)}
	}
	common := t.counts.Common()
	return [2]runs.Range{find(0, common), find(common, len(t.wordKey))}
}

// Held implements Part.
func (t *Table) Held(field, begins string, yield func(key string, documents int) bool) {
	f := fieldAt(field)
	if f < 0 {
		return
	}
	list := &t.fields[f]
	if f > 0 {
		for i, to := list.beginning(begins); i < to && yield(list.at(i), int(list.held[i])); i++ {
		}
		return
	}
	for _, r := range t.Beginning(begins) {
		for w := r.From; w < r.To; w++ {
			if k := t.wordKey[w]; !yield(list.at(int(k)), int(list.held[k])) {
				return
			}
		}
	}
}

// HeldBy implements Part.
func (t *Table) HeldBy(field, key string) int {
	if f := fieldAt(field); f >= 0 {
		if i := t.fields[f].find(key); i >= 0 {
			return int(t.fields[f].held[i])
		}
	}
	return 0
}

// WordAt implements Part.
func (t *Table) WordAt(number uint32) string { return t.fields[0].at(int(t.wordKey[number])) }

// Count implements Part.
func (t *Table) Count(run []uint32) uint32 { return t.counts.Count(run...) }

// After implements Part.
func (t *Table) After(to []Follower, run []uint32, words runs.Range) []Follower {
	t.counts.After(run, words, func(word, count uint32) { to = append(to, Follower{word, count}) })
	return to
}

// Before implements Part.
func (t *Table) Before(first, second, least uint32) (word, count uint32) {
	return t.counts.Before(first, second, least)
}

// Name implements Part.
func (t *Table) Name(words []uint32) (count uint32, begins bool) { return t.counts.Name(words...) }

// Names implements Part.
func (t *Table) Names(begin []uint32, yield func(words []uint32, count uint32) bool) {
	t.counts.NamesOf(begin, yield)
}
