package segment

import (
	"cmp"
	"fmt"
	"slices"
	"sort"

	"github.com/klauspost/compress/s2"

	"vankien/index/runs"
)

// Segment is a segment that can be read. What its methods return are views of
// its bytes, valid as long as those, unless they say otherwise. It is safe for
// concurrent use. Damaged bytes may make a method panic.
type Segment struct {
	sections *sections
	head     *head

	keyAt      []uint32
	keys       []byte
	records    []record
	unions     []record
	begun      []record // of beginnings
	beginnings []uint32
	lists      []byte
	wordKey    []uint32 // key of each word, the common ones first
	lengths    []uint32

	forwardAt offsets
	forward   []uint16
	sampleAt  []uint32
	samples   []uint16
	pairs     []pairs

	columns      []Column // by field
	numbers      [][]int32
	orders       []Order // 0: of ids
	storedAt     [2]offsets
	stored       [2][]byte
	dictionaries []numberedDict
	lexicon      *runs.Counts // nil: none
}

// Column is the terms that documents have of a field, as places of keys in the
// field. A field of which no document has two terms has no Starts, and 0 stands
// for none; places count from 1.
type Column struct {
	Starts []uint32 // of each document in the places, and the end; nil: one place a document
	Narrow []uint16 // places; or
	Wide   []uint32
}

// Open reads a segment from its bytes, which must begin at an address that is a
// multiple of 8 and stay as they are. It returns ErrFormat or a *DamageError
// where they cannot be used.
func Open(data []byte) (*Segment, error) {
	return open(data, func(s *Segment) {
		s.sections.compare(headSection)
		s.openKeys()
		s.openText()
		s.openColumns()
		s.openOrders(len(s.head.Layout.Orders) + 1)
		s.openStored(false)
		s.openLexicon()
	})
}

// OpenDocuments is Open for what is damaged: the segment has ids and stored
// values and nothing else, and what those need is all that has to be whole.
func OpenDocuments(data []byte) (*Segment, error) {
	return open(data, func(s *Segment) {
		s.head.FieldKeys = make([]int, len(s.head.FieldKeys))
		s.columns = make([]Column, len(s.head.Layout.Fields)+1)
		s.openOrders(1)
		s.openStored(true)
	})
}

func open(data []byte, parts func(*Segment)) (s *Segment, err error) {
	table, err := readSections(data)
	if err != nil {
		return nil, err
	}
	h, err := readHead(table.bytes(headSection))
	if err != nil {
		return nil, err
	}
	s = &Segment{sections: table, head: h}
	defer func() {
		if p := recover(); p != nil {
			if err = s.Verify(func(int) error { return nil }); err == nil {
				err = &DamageError{fmt.Sprint(p)} // written so
			}
			s = nil
		}
	}()
	parts(s)
	return s, nil
}

// array reads a section of n values; n < 0: of any number.
func array[T number](s *Segment, id sectionID, n int) []T {
	a := view[T](s.sections.bytes(id))
	if n >= 0 && len(a) != n {
		panic(fmt.Sprintf("%v of %d for %d", id, len(a), n))
	}
	return a
}

func (s *Segment) openKeys() {
	n := s.head.FieldKeys[len(s.head.FieldKeys)-1]
	s.keyAt, s.keys = array[uint32](s, keyOffsetSection, n+1), s.sections.bytes(keySection)
	s.records, s.unions = array[record](s, recordSection, n), array[record](s, unionSection, -1)
	s.beginnings = array[uint32](s, beginningSection, -1)
	s.begun = array[record](s, beginningListSection, len(s.beginnings))
	s.lists = s.sections.bytes(listSection)
	s.wordKey = array[uint32](s, wordSection, -1)
	s.lengths = array[uint32](s, lengthSection, s.head.Documents)
}

func (s *Segment) openText() {
	n := s.head.Documents
	s.forwardAt, s.forward = offsetsOf(s, forwardOffsetSection, n), array[uint16](s, forwardSection, -1)
	s.sampleAt, s.samples = array[uint32](s, sampleOffsetSection, n+1), array[uint16](s, sampleSection, -1)
	s.pairs = make([]pairs, s.Chunks())
	for c := range s.pairs {
		i := sectionID(c)
		p := pairs{starts: array[uint32](s, pairStartSection+i, s.head.Common+1), seconds: array[uint16](s, pairSecondSection+i, -1)}
		p.blocks, p.lengths = array[uint32](s, pairOffsetSection+i, groups(len(p.seconds), pairBlock)), array[uint16](s, pairLengthSection+i, len(p.seconds))
		p.marks = array[uint16](s, pairMarkSection+i, len(p.blocks))
		p.lists = array[uint16](s, pairListSection+i, -1)
		p.sized(chunkSize(n, c))
		s.pairs[c] = p
	}
}

func (s *Segment) openColumns() {
	h, n := s.head, s.head.Documents
	s.columns = make([]Column, len(h.Layout.Fields)+1)
	for f := range h.Layout.Fields {
		c, i, places := &s.columns[f+1], sectionID(f+1), n
		switch {
		case !h.Layout.Fields[f].Column:
			continue
		case h.FieldKeys[f+1] == h.FieldKeys[f+2]:
			c.Narrow = noPlaces(n)
			continue
		}
		if h.Multiple[f+1] {
			c.Starts = array[uint32](s, ordinalOffsetSection+i, n+1)
			places = int(c.Starts[n])
		}
		if h.Wide[f+1] {
			c.Wide = array[uint32](s, ordinalSection+i, places)
		} else {
			c.Narrow = array[uint16](s, ordinalSection+i, places)
		}
	}
	for i := range h.Layout.Numbers {
		s.numbers = append(s.numbers, array[int32](s, numberSection+sectionID(i), n))
	}
}

// openOrders reads the first orders, beginning with that of ids.
func (s *Segment) openOrders(count int) {
	n := s.head.Documents
	for i := range count {
		id := sectionID(i)
		s.orders = append(s.orders, Order{array[uint32](s, orderSection+id, n), array[uint32](s, rankSection+id, n),
			array[uint32](s, orderBlockSection+id, groups(n, orderBlock)), s.sections.bytes(orderKeySection + id), nil})
		if i > 0 {
			ids := s.orders[0]
			s.orders[i].ids = &ids
		}
	}
}

// openStored reads what is stored. A dictionary that cannot be used is left out
// if broken may be.
func (s *Segment) openStored(broken bool) {
	for i := range s.stored {
		s.storedAt[i] = offsetsOf(s, storedOffsetSection+sectionID(i), groups(s.head.Documents, blockSizes[i]))
		s.stored[i] = s.sections.bytes(storedSection + sectionID(i))
	}
	for _, e := range s.sections.table {
		if e.ID&^0xffff != dictionarySection {
			continue
		}
		d := s2.NewDict(s.sections.bytes(e.ID))
		switch {
		case d == nil && broken:
			continue
		case d == nil:
			panic(e.ID)
		}
		s.dictionaries = append(s.dictionaries, numberedDict{byte(e.ID), d})
	}
	slices.SortFunc(s.dictionaries, func(a, b numberedDict) int { return cmp.Compare(a.number, b.number) })
}

// dictionary returns a dictionary of the stored values by its number.
func (s *Segment) dictionary(number byte) *s2.Dict {
	for i := range s.dictionaries {
		if s.dictionaries[i].number == number {
			return s.dictionaries[i].dict
		}
	}
	panic(fmt.Sprintf("no dictionary %d", number))
}

// numberedDict is a dictionary of stored values.
type numberedDict struct {
	number byte
	dict   *s2.Dict
}

// Sections calls yield with the name and the bytes of each section.
func (s *Segment) Sections(yield func(name string, bytes uint64)) {
	for _, e := range s.sections.table {
		yield(e.ID.String(), e.Length)
	}
}

// Layout returns what documents have. It must not be changed.
func (s *Segment) Layout() *Layout { return &s.head.Layout }

// Documents is the number of documents, deleted ones included.
func (s *Segment) Documents() int { return s.head.Documents }

// Chunks is the number of chunks.
func (s *Segment) Chunks() int { return groups(s.head.Documents, ChunkSize) }

// Lengths is the number of words of each document, each by its weight, and
// Length their sum.
func (s *Segment) Lengths() []uint32 { return s.lengths }

// Length is the sum of Lengths.
func (s *Segment) Length() uint64 { return s.head.Length }

// Reference is the average length that bounds were made for.
func (s *Segment) Reference() float64 { return s.head.Reference }

// Field returns the number of a field, the running text being 0; -1: unknown.
func (s *Segment) Field(name string) int { return s.head.Layout.field(name) }

// Column returns the column of a field that has one.
func (s *Segment) Column(field int) Column { return s.columns[field] }

// Numbers returns column i of numbers.
func (s *Segment) Numbers(i int) []int32 { return s.numbers[i] }

// Order returns order i, from 0; -1 is that of ids.
func (s *Segment) Order(i int) *Order { return &s.orders[i+1] }

// Find returns the document with an id.
func (s *Segment) Find(id string) (document uint32, found bool) {
	o := &s.orders[0]
	place, found := o.Find(id)
	if !found {
		return 0, false
	}
	return o.Documents[place], true
}

// Span is a range of keys of a field: from From to before To.
type Span struct{ Field, From, To int }

// Len is the number of keys.
func (r Span) Len() int { return r.To - r.From }

// Keys returns the keys of a field that are not before from and, unless to is
// empty, before to.
func (s *Segment) Keys(field int, from, to string) Span {
	first, end := s.head.FieldKeys[field], s.head.FieldKeys[field+1]
	r := Span{field, s.seek(first, end, from), end}
	if to != "" {
		r.To = s.gallop(r.From, end, to)
	}
	return r
}

// Group returns the keys of the words of a group.
func (s *Segment) Group(group string) Span {
	return s.Keys(0, group+string(groupMark), group+string(groupMark+1))
}

// gallop is seek for a key that is likely to be near from.
func (s *Segment) gallop(from, to int, key string) int {
	step := 1
	for from+step <= to && s.Key(from+step-1) < key {
		from, step = from+step, 2*step
	}
	return s.seek(from, min(from+step, to), key)
}

func (s *Segment) seek(from, to int, key string) int {
	return from + sort.Search(to-from, func(i int) bool { return s.Key(from+i) >= key })
}

// Key returns a key.
func (s *Segment) Key(i int) string { return text(s.keys[s.keyAt[i]:s.keyAt[i+1]]) }

// Unions calls yield with the keys of each group of words that lies in a range
// of keys of the running text, and with the union of their lists. What is no word
// is left out. yield ends the walk with false.
func (s *Segment) Unions(keys Span, yield func(group Span, list List) bool) {
	for i := keys.From; i < keys.To; {
		r, next := &s.records[i], i+1
		if r.Union > 0 {
			r = &s.unions[r.Union-1]
			next = int(r.Union)
		}
		if next <= i {
			panic(fmt.Sprintf("a group of words from %d to %d", i, next))
		}
		if s.records[i].Word > 0 && next <= keys.To && !yield(Span{0, i, next}, s.list(0, r)) {
			return
		}
		i = next
	}
}

// IsWord reports whether a key is that of a word of the running text.
func (s *Segment) IsWord(key int) bool { return s.records[key].Word > 0 }

// Number returns the number of the word that a key is; not ok: it is no word.
func (s *Segment) Number(key int) (number uint32, ok bool) {
	n := s.records[key].Word
	return n - 1, n > 0
}

// WordKey returns the key of a word of the running text.
func WordKey(word, group string) string {
	if word == group {
		word = ""
	}
	return group + string(groupMark) + word
}

// Lookup returns the list of a key of a field.
func (s *Segment) Lookup(field int, key string) (List, bool) {
	at := s.Only(field, key)
	if at.Len() == 0 {
		return List{}, false
	}
	return s.List(field, at.From), true
}

// Only returns the keys of a field that equal key: one, or none where it would
// be.
func (s *Segment) Only(field int, key string) Span {
	first, end := s.head.FieldKeys[field], s.head.FieldKeys[field+1]
	return s.only(field, s.seek(first, end, key), key)
}

// OnlyNear is Only for a key that is likely to be near others, whose span it is
// given; at any other place it is found, too.
func (s *Segment) OnlyNear(near Span, key string) Span {
	first, end := s.head.FieldKeys[near.Field], s.head.FieldKeys[near.Field+1]
	if near.From > first && s.Key(near.From-1) >= key {
		return s.Only(near.Field, key)
	}
	return s.only(near.Field, s.gallop(near.From, end, key), key)
}

func (s *Segment) only(field, i int, key string) Span {
	return Span{field, i, i + cond(i < s.head.FieldKeys[field+1] && s.Key(i) == key, 1, 0)}
}

// Held returns how many documents have a key.
func (s *Segment) Held(key int) int { return int(s.records[key].N) }

// List returns the list of a key.
func (s *Segment) List(field, key int) List { return s.list(field, &s.records[key]) }

// Union returns the list of all words of a group, given its keys, which must be
// at least one.
func (s *Segment) Union(group Span) List {
	r := &s.records[group.From]
	if r.Union > 0 {
		r = &s.unions[r.Union-1]
	}
	return s.list(0, r)
}

func (s *Segment) list(field int, r *record) List {
	l := List{N: int(r.N), freqs: field == 0 || s.head.Layout.Fields[field-1].Frequencies, of: s.head.Documents}
	if r.Extents == 0 {
		l.single = r.single()
		return l
	}
	n := int(r.Extents) * 16
	l.data = s.lists[r.Offset:]
	l.extents = view[extent](l.data[:n:n])
	return l
}

// WordRange is a range of word numbers: from From to before To.
type WordRange struct{ From, To uint32 }

// Words returns the numbers of the words among some keys of the running text:
// common ones and rare ones.
func (s *Segment) Words(keys Span) (common, rare WordRange) {
	find := func(from, to int) WordRange {
		place := func(key int) uint32 {
			return uint32(from + sort.Search(to-from, func(i int) bool { return int(s.wordKey[from+i]) >= key }))
		}
		return WordRange{place(keys.From), place(keys.To)}
	}
	return find(0, s.head.Common), find(s.head.Common, len(s.wordKey))
}

// WordAt returns the key of a word by its number.
func (s *Segment) WordAt(number uint32) string { return s.Key(s.KeyOf(number)) }

// KeyOf returns which key is that of a word.
func (s *Segment) KeyOf(number uint32) int { return int(s.wordKey[number]) }
