package segment

import (
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	api "github.com/blevesearch/bleve_index_api"
	scorchapi "github.com/blevesearch/scorch_segment_api/v2"
)

// What follows serves Bleve's own searchers, which this project asks only to
// compare answers. They find terms and ranges of terms; places of words are not
// told, so Bleve's phrases find nothing.

const idField = "_id"

// BytesRead implements Scorch's DiskStatsReporter, as the next two do; nothing
// is counted.
func (s *Segment) BytesRead() uint64 { return 0 }

// ResetBytesRead does nothing.
func (s *Segment) ResetBytesRead(uint64) {}

// BytesWritten is 0.
func (s *Segment) BytesWritten() uint64 { return 0 }

// Size is the length of the file in bytes.
func (s *Segment) Size() int { return len(s.sections.data) }

// Count is the number of documents.
func (s *Segment) Count() uint64 { return uint64(s.Documents()) }

// Fields lists the names of all fields.
func (s *Segment) Fields() []string {
	list := []string{idField, s.head.Layout.Text}
	for i := range s.head.Layout.Fields {
		list = append(list, s.head.Layout.Fields[i].Name)
	}
	return list
}

// DocID returns a copy of the id of a document.
func (s *Segment) DocID(n uint64) (id []byte, err error) {
	defer caught("id of a document", &err)()
	return s.orders[0].Key(nil, uint32(n)), nil
}

// DocNumbers returns the documents that have one of some ids.
func (s *Segment) DocNumbers(ids []string) (set *roaring.Bitmap, err error) {
	defer caught("documents of ids", &err)()
	set = roaring.New()
	for _, id := range ids {
		if d, found := s.Find(id); found {
			set.Add(d)
		}
	}
	return set, nil
}

// VisitStoredFields calls visit with the id and all stored values of a document.
// Values of one name come one after the other.
func (s *Segment) VisitStoredFields(n uint64, visit scorchapi.StoredFieldValueVisitor) (err error) {
	defer caught("stored values", &err)()
	id, err := s.DocID(n)
	if err != nil || !visit(idField, 't', id, nil) {
		return err
	}
	return s.Stored(uint32(n), true, func(name string, value []byte) bool { return visit(name, 't', value, nil) })
}

// VisitableDocValueFields lists the fields that have columns, and the id.
func (s *Segment) VisitableDocValueFields() ([]string, error) {
	list := []string{idField}
	for i := range s.head.Layout.Fields {
		if f := &s.head.Layout.Fields[i]; f.Column {
			list = append(list, f.Name)
		}
	}
	return list, nil
}

// VisitDocValues calls visit with the terms of a document in some fields.
func (s *Segment) VisitDocValues(n uint64, fields []string, visit api.DocValueVisitor, state scorchapi.DocVisitState) (_ scorchapi.DocVisitState, err error) {
	defer caught("columns", &err)()
	for _, name := range fields {
		f := s.Field(name)
		switch {
		case name == idField:
			visit(name, s.orders[0].Key(nil, uint32(n)))
		case f > 0 && s.head.Layout.Fields[f-1].Column:
			s.columns[f].Places(uint32(n), func(place int) {
				visit(name, []byte(s.Key(s.head.FieldKeys[f]+place)))
			})
		}
	}
	return state, nil
}

// Dictionary returns the terms of a field; a field that is not there has none.
func (s *Segment) Dictionary(field string) (scorchapi.TermDictionary, error) {
	if field == idField {
		return idDictionary{s}, nil
	}
	return dictionary{s, s.Field(field)}, nil
}

type dictionary struct {
	*Segment
	field int // -1: none
}

// Cardinality implements scorchapi.TermDictionary.
func (d dictionary) Cardinality() int {
	if d.field < 0 {
		return 0
	}
	return d.head.FieldKeys[d.field+1] - d.head.FieldKeys[d.field]
}

func (d dictionary) keys(from, to string) Span {
	if d.field < 0 {
		return Span{}
	}
	return d.Keys(d.field, from, to)
}

// Contains implements scorchapi.TermDictionary.
func (d dictionary) Contains(key []byte) (found bool, err error) {
	defer caught("dictionary", &err)()
	if d.field >= 0 {
		_, found = d.Lookup(d.field, string(key))
	}
	return found, nil
}

// PostingsList implements scorchapi.TermDictionary.
func (d dictionary) PostingsList(term []byte, except *roaring.Bitmap, _ scorchapi.PostingsList) (_ scorchapi.PostingsList, err error) {
	defer caught("list of a term", &err)()
	p := &postingsList{}
	if d.field < 0 {
		return p, nil
	}
	if l, found := d.Lookup(d.field, string(term)); found {
		l.each(func(n, freq uint32) { p.add(d.Segment, except, n, freq) })
	}
	return p, nil
}

// AutomatonIterator implements scorchapi.TermDictionary.
func (d dictionary) AutomatonIterator(a scorchapi.Automaton, from, to []byte) scorchapi.DictionaryIterator {
	var keys Span
	begun := false // in Next, where a panic is an error
	return &dictionaryIterator{automaton: a, next: func() (string, uint64, bool) {
		if !begun {
			keys, begun = d.keys(string(from), string(to)), true
		}
		if keys.Len() <= 0 {
			return "", 0, false
		}
		keys.From++
		return d.Key(keys.From - 1), uint64(d.records[keys.From-1].N), true
	}}
}

type dictionaryIterator struct {
	automaton scorchapi.Automaton
	next      func() (key string, n uint64, any bool)
}

// Next implements scorchapi.DictionaryIterator.
func (it *dictionaryIterator) Next() (_ *api.DictEntry, err error) {
	defer caught("dictionary", &err)()
	for {
		key, n, any := it.next()
		if !any {
			return nil, nil
		}
		if it.accepts(key) {
			return &api.DictEntry{Term: string([]byte(key)), Count: n}, nil
		}
	}
}

func (it *dictionaryIterator) accepts(key string) bool {
	if it.automaton == nil {
		return true
	}
	state := it.automaton.Start()
	for i := range len(key) {
		state = it.automaton.Accept(state, key[i])
	}
	return it.automaton.IsMatch(state)
}

// idDictionary has the ids as terms.
type idDictionary struct{ *Segment }

// Cardinality implements scorchapi.TermDictionary.
func (d idDictionary) Cardinality() int { return d.Documents() }

// Contains implements scorchapi.TermDictionary.
func (d idDictionary) Contains(key []byte) (found bool, err error) {
	defer caught("ids", &err)()
	_, found = d.Find(string(key))
	return found, nil
}

// PostingsList implements scorchapi.TermDictionary.
func (d idDictionary) PostingsList(term []byte, except *roaring.Bitmap, _ scorchapi.PostingsList) (_ scorchapi.PostingsList, err error) {
	defer caught("ids", &err)()
	p := &postingsList{}
	if n, found := d.Find(string(term)); found {
		p.add(d.Segment, except, n, 1)
	}
	return p, nil
}

// AutomatonIterator implements scorchapi.TermDictionary.
func (d idDictionary) AutomatonIterator(a scorchapi.Automaton, from, to []byte) scorchapi.DictionaryIterator {
	o, place := &d.orders[0], -1
	return &dictionaryIterator{automaton: a, next: func() (string, uint64, bool) {
		if place < 0 {
			place, _ = o.Find(string(from))
		}
		if place >= len(o.Documents) {
			return "", 0, false
		}
		key := string(o.at(nil, place))
		place++
		return key, 1, to == nil || key < string(to)
	}}
}

// postingsList is a list as Bleve reads it: copied, without what is deleted.
type postingsList struct {
	noStats
	list []posting
}

type posting struct {
	document, frequency uint32
	norm                float32
}

func (p *postingsList) add(s *Segment, except *roaring.Bitmap, d, freq uint32) {
	if except == nil || !except.Contains(d) {
		p.list = append(p.list, posting{d, freq, float32(s.lengths[d])})
	}
}

// Size implements scorchapi.PostingsList.
func (p *postingsList) Size() int { return 12 * len(p.list) }

// Count implements scorchapi.PostingsList.
func (p *postingsList) Count() uint64 { return uint64(len(p.list)) }

// Iterator implements scorchapi.PostingsList.
func (p *postingsList) Iterator(_, _, _ bool, _ scorchapi.PostingsIterator) scorchapi.PostingsIterator {
	return &postingsIterator{rest: p.list}
}

type postingsIterator struct {
	noStats
	rest []posting
}

// Size implements scorchapi.PostingsIterator.
func (it *postingsIterator) Size() int { return 0 }

// Next implements scorchapi.PostingsIterator.
func (it *postingsIterator) Next() (scorchapi.Posting, error) {
	if len(it.rest) == 0 {
		return nil, nil
	}
	p := &it.rest[0]
	it.rest = it.rest[1:]
	return p, nil
}

// Advance implements scorchapi.PostingsIterator.
func (it *postingsIterator) Advance(d uint64) (scorchapi.Posting, error) {
	i, _ := slices.BinarySearchFunc(it.rest, d, func(p posting, d uint64) int { return int(p.document) - int(d) })
	it.rest = it.rest[i:]
	return it.Next()
}

// Number implements scorchapi.Posting.
func (p *posting) Number() uint64 { return uint64(p.document) }

// Frequency implements scorchapi.Posting.
func (p *posting) Frequency() uint64 { return uint64(p.frequency) }

// Norm is the length of the document.
func (p *posting) Norm() float64 { return float64(p.norm) }

// Locations are not told.
func (p *posting) Locations() []scorchapi.Location { return nil }

// Size implements scorchapi.Posting.
func (p *posting) Size() int { return 12 }

// noStats counts nothing of what is read.
type noStats struct{}

// BytesRead implements scorchapi.DiskStatsReporter.
func (noStats) BytesRead() uint64 { return 0 }

// ResetBytesRead implements scorchapi.DiskStatsReporter.
func (noStats) ResetBytesRead(uint64) {}

// BytesWritten implements scorchapi.DiskStatsReporter.
func (noStats) BytesWritten() uint64 { return 0 }
