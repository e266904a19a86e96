package lexicon

import (
	"vankien/index/content"
	"vankien/index/runs"
)

// Merge adds tables up. Of more than runs.All documents it leaves out runs and names
// that stand there once; if the table would take more than most bytes, first those that
// stand there least often, then the words that the fewest documents have. most 0 is no
// bound. It takes time in proportion to the size of the tables and their number, so
// there should be few at once.
func Merge(tables []*Table, most int64) *Table {
	t := merge(tables, limits{})
	for round := 0; most > 0 && t.Bytes() > most && round < 4; round++ {
		t = merge(tables, t.limits(most))
	}
	return t
}

// limits say what a merge leaves out.
type limits struct {
	least uint32 // runs and names that stand there less often
	held  uint32 // words that fewer documents have
}

// merger merges tables.
type merger struct {
	tables []*Table
	limits
	to    *Table
	rare  []bool     // by new key of the running text: it is a rare word somewhere
	place [][]uint32 // by table and key of the running text: the new key, or runs.Dropped
}

func merge(tables []*Table, l limits) *Table {
	m := &merger{tables: tables, limits: l, to: &Table{fields: make([]keys, 1+len(content.Fields()))}}
	documents := uint64(0)
	for _, t := range tables {
		documents += t.counts.Documents
		m.place = append(m.place, make([]uint32, t.fields[0].len()))
		m.least = max(m.least, t.least)
	}
	m.to.least = max(m.least, runs.LeastOf(int(documents)))
	for f := range m.to.fields {
		m.field(f)
	}
	common := m.to.setWords(func(key int) bool { return !m.rare[key] })
	sources := make([]runs.Source, len(tables))
	for i, t := range tables {
		words := make([]uint32, len(t.wordKey))
		for number, key := range t.wordKey {
			if words[number] = m.place[i][key]; words[number] != runs.Dropped {
				words[number] = m.to.number[words[number]] - 1
			}
		}
		sources[i] = runs.Source{Counts: t.counts, Words: words}
	}
	m.to.counts, _ = runs.Merge(sources, common, len(m.to.wordKey), &runs.Writer{Least: m.to.least}, func(int) error { return nil })
	return m.to
}

// field merges the keys of a field.
func (m *merger) field(f int) {
	var w keyWriter
	next, at := make([]int, len(m.tables)), []int{}
	for {
		key, any := "", false
		at = at[:0]
		for i, t := range m.tables {
			if next[i] == t.fields[f].len() {
				continue
			}
			switch k := t.fields[f].at(next[i]); {
			case !any || k < key:
				key, any, at = k, true, append(at[:0], i)
			case k == key:
				at = append(at, i)
			}
		}
		if !any {
			m.to.fields[f] = w.keys()
			return
		}
		held := uint32(0)
		for _, i := range at {
			held += m.tables[i].fields[f].held[next[i]]
		}
		if f == 0 {
			m.noteText(at, next, held, uint32(len(w.ends)))
		}
		if held >= m.held {
			w.add(key, held)
		}
		for _, i := range at {
			next[i]++
		}
	}
}

// noteText notes what a key of the running text becomes, which some tables have next.
func (m *merger) noteText(at, next []int, held, place uint32) {
	rare := false
	for _, i := range at {
		t := m.tables[i]
		rare = rare || t.number[next[i]] > uint32(t.counts.Common())
		m.place[i][next[i]] = place
		if held < m.held {
			m.place[i][next[i]] = runs.Dropped
		}
	}
	if held >= m.held {
		m.rare = append(m.rare, rare)
	}
}

// limits returns what has to be left out to take at most so many bytes.
func (t *Table) limits(most int64) limits {
	const steps = 1 << 10 // counts that are told apart
	l := limits{least: t.least}
	words := t.Bytes() - t.counts.RunBytes()
	if words > most/2 { // words come before runs, but leave them some room
		l.held = t.heldFor(most/2, words)
		words = most / 2
	}
	by := t.counts.RunBytesFrom(steps)
	for l.least < steps-1 && by[l.least] > most-words {
		l.least++
	}
	return l
}

// heldFor returns how many documents have to have a key that is kept, so that all of
// them take at most so many of the bytes that they take now.
func (t *Table) heldFor(most, now int64) uint32 {
	const steps = 1 << 10
	var by [steps]int64 // bytes of the keys that so many documents have
	for f := range t.fields {
		k := &t.fields[f]
		for i := range k.ends {
			by[min(k.held[i], steps-1)] += int64(len(k.at(i))) + keyBytes
		}
	}
	held := uint32(0)
	for ; held < steps && now > most; held++ {
		now -= by[held]
	}
	return held
}

// keyBytes is what a key takes besides its text: end, documents, number, word and count.
const keyBytes = 20
