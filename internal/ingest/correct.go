package ingest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"vankien/index"
	"vankien/internal/extract"
	"vankien/internal/viet"
)

// A correction is a part of its document, so that one write stores both and no
// crash parts them. It holds the source's value beside the person's: that can be
// shown and put back. A batch reads the corrections of its documents, puts them
// over what its records say and writes; nothing may be corrected in between, and
// while a document is corrected nothing may be written. A document that is deleted
// takes its corrections along.

// ErrChanged is the error for a document that is not as a Condition demands.
var ErrChanged = errors.New("the document is not as it was: read it again")

// Condition says how the stored document must be for a change to be made. The
// zero value demands nothing. A tag is what index.Document.Tag returns; AnyTag
// stands for that of any document.
type Condition struct {
	Match     []string // it is stored and has one of these tags
	NoneMatch []string // it is not stored, or has none of these tags
}

// AnyTag is the tag of any document, as a Condition has it.
const AnyTag = "*"

// holds reports whether a document, nil if it is not stored, is as demanded.
func (c Condition) holds(d *index.Document) bool {
	among := func(tags []string) bool {
		return d != nil && (slices.Contains(tags, AnyTag) || slices.Contains(tags, d.Tag()))
	}
	return (len(c.Match) == 0 || among(c.Match)) && !among(c.NoneMatch)
}

// check returns ErrChanged unless the stored document of an id is as demanded.
func (w *Writer) check(ctx context.Context, id string, c Condition) error {
	if len(c.Match)+len(c.NoneMatch) == 0 {
		return nil
	}
	d, err := w.store.Get(ctx, id)
	stored := &d
	if errors.Is(err, index.ErrNotFound) {
		stored, err = nil, nil
	}
	if err == nil && !c.holds(stored) {
		err = ErrChanged
	}
	return err
}

// WriteIf is Write for the records of one document, if that is stored as c
// demands; else the error is ErrChanged and nothing is told.
func (w *Writer) WriteIf(ctx context.Context, id string, c Condition, records iter.Seq2[extract.Record, error], tell func(Outcome)) error {
	if len(c.Match)+len(c.NoneMatch) == 0 {
		return w.Write(ctx, records, tell)
	}
	var b batch
	defer w.release(&b)
	for rec, err := range records {
		d := w.draft("", rec, err)
		w.settle(&d)
		b.add(d)
	}
	if err := w.saveLabels(ctx, &b); err != nil {
		return err
	}
	status, err := w.bringIf(ctx, id, c, &b)
	if err == nil {
		b.tellAll(status, tell)
	}
	return err
}

// bringIf is bring alone, if the stored document is as demanded.
func (w *Writer) bringIf(ctx context.Context, id string, c Condition, b *batch) (map[string]Status, error) {
	if err := w.lock.exclude(ctx); err != nil {
		return nil, err
	}
	defer w.lock.include()
	if err := w.check(ctx, id, c); err != nil {
		return nil, err
	}
	return w.bring(ctx, b, c)
}

// DeleteIf removes a document, if it is stored as c demands; else the error is
// ErrChanged, or index.ErrNotFound for one that is not there.
func (w *Writer) DeleteIf(ctx context.Context, id string, c Condition) error {
	if err := w.lock.exclude(ctx); err != nil {
		return err
	}
	defer w.lock.include()
	if _, err := w.store.Get(ctx, id); err != nil {
		return err
	}
	s := w.clock.begin()
	defer s.end()
	if err := w.record(s, []string{id}); err != nil {
		return err
	}
	refused, err := w.store.Replace(ctx, index.Change{ID: id, If: func(d *index.Document) bool { return d != nil && c.holds(d) }})
	if err == nil && len(refused) > 0 {
		err = ErrChanged
	}
	return err
}

// Delete removes documents, whatever they are, and returns the ids of those that
// were there. One that is being corrected does not come back by that.
func (w *Writer) Delete(ctx context.Context, ids ...string) ([]string, error) {
	if err := w.lock.exclude(ctx); err != nil {
		return nil, err
	}
	defer w.lock.include()
	return w.delete(ctx, ids)
}

// Edit is what a person makes of a document.
type Edit struct {
	Fields map[string][]string // values by JSON name of the field; none: it has no value
	Undo   []string            // fields whose correction is taken back; one without is passed over
	By     string              // who: name of a key or user
	Why    string
	If     Condition
}

// Edited is a document after an Edit.
type Edited struct {
	Document index.Document // as stored
	Changed  []string       // fields that were set or taken back, in the order of index.Correctable
}

// Correct sets fields of a stored document, which no source changes from then on,
// or takes that back. A field that has the value already is corrected only if it
// was a guess: then it no longer is. The error is index.ErrNotFound, ErrChanged, an
// *index.FieldError, or one of the store.
func (w *Writer) Correct(ctx context.Context, id string, e Edit) (Edited, error) {
	values, err := e.read()
	if err != nil {
		return Edited{}, ofDocument(id, err)
	}
	d := draft{doc: index.Document{ID: id}}
	if given, ok := values["topics"]; ok {
		if d.doc.Topics, d.labels, d.err = givenTopics(extract.Record{ID: id, Topics: given}, w.opt.Taxonomy); d.err != nil {
			return Edited{}, d.err
		}
		defer w.labels.release(&d)
		if err := w.correctTopics(ctx, &d); err != nil {
			return Edited{}, err
		}
		values["topics"] = d.doc.Topics
	}
	if err := w.lock.exclude(ctx); err != nil {
		return Edited{}, err
	}
	defer w.lock.include()
	return w.correct(ctx, id, e, values)
}

// correctTopics gives the topics of a draft their ids and stores their labels.
func (w *Writer) correctTopics(ctx context.Context, d *draft) error {
	if w.settle(d); d.err != nil {
		return d.err
	}
	b := batch{drafts: []draft{*d}}
	if err := w.saveLabels(ctx, &b); err != nil {
		return err
	}
	return b.drafts[0].err
}

// ofDocument names the document in an error about one of its fields.
func ofDocument(id string, err error) error {
	if field := (*index.FieldError)(nil); errors.As(err, &field) {
		return &index.FieldError{ID: id, Pointer: field.Pointer, Detail: field.Detail}
	}
	return err
}

// correct is Correct with the values as they will be stored. Callers hold the lock
// alone. What another process writes meanwhile is read again.
func (w *Writer) correct(ctx context.Context, id string, e Edit, values map[string][]string) (Edited, error) {
	for {
		d, err := w.store.Get(ctx, id)
		if err != nil {
			return Edited{}, err
		}
		if !e.If.holds(&d) {
			return Edited{}, ErrChanged
		}
		was := d.Tag()
		out := Edited{Changed: e.apply(&d, values)}
		if err := d.Check(); err != nil {
			return Edited{}, err
		}
		if out.Document = d.Composed(); len(out.Changed) == 0 {
			return out, nil
		}
		s := w.clock.begin()
		out.Document.Indexed = s.next()
		refused, err := w.store.Replace(ctx, index.Change{ID: id, Now: &out.Document, If: func(d *index.Document) bool { return d != nil && d.Tag() == was }})
		s.end()
		if err != nil || len(refused) == 0 {
			return out, err
		}
	}
}

// read returns the values of the fields as documents have them.
func (e *Edit) read() (map[string][]string, error) {
	for _, name := range e.Undo {
		if _, both := e.Fields[name]; both || !slices.Contains(index.Correctable(), name) {
			return nil, &index.FieldError{Pointer: "/" + name, Detail: "cannot be taken back: it is set, too, or nothing that can be corrected"}
		}
	}
	values := map[string][]string{}
	for name, given := range e.Fields {
		if !slices.Contains(index.Correctable(), name) {
			return nil, &index.FieldError{Pointer: "/" + name, Detail: "cannot be corrected; what can is " + strings.Join(index.Correctable(), ", ")}
		}
		list, err := readValues(name, given)
		if err != nil {
			return nil, &index.FieldError{Pointer: "/" + name, Detail: err.Error()}
		}
		values[name] = list
	}
	return values, nil
}

// readValues reads the values of a field as people write them.
func readValues(name string, given []string) (list []string, err error) {
	for _, s := range given {
		if s = strings.TrimSpace(viet.Compose(s)); s == "" {
			continue
		}
		if k, known := index.KindNamed(s); name == "kind" && known {
			s = k.ID
		}
		if name == "date" {
			if s, err = extract.Date(s); err != nil {
				return nil, err
			}
		}
		if !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	if len(list) > 1 && !index.IsList(name) {
		return nil, fmt.Errorf("has %d values; it can have one", len(list))
	}
	if name == "kind" && len(list) == 0 {
		list = []string{index.KindOther}
	}
	return list, nil
}

// apply changes a document and returns the fields that it changed.
func (e *Edit) apply(d *index.Document, values map[string][]string) (changed []string) {
	d.Corrections = slices.Clone(d.Corrections)
	for _, name := range index.Correctable() {
		list, set := values[name]
		if set && e.set(d, name, list) || !set && slices.Contains(e.Undo, name) && takeBack(d, name) {
			changed = append(changed, name)
		}
	}
	return changed
}

// set corrects a field, or reports that it needs no correction.
func (e *Edit) set(d *index.Document, name string, list []string) bool {
	was, present := d.Values(name), d.Values(name)
	isGuess := slices.ContainsFunc(d.Guesses(), func(g index.Evidence) bool { return g.Field == name })
	if slices.Equal(list, present) && !isGuess {
		return false
	}
	if c := d.Corrected(name); c != nil {
		was = c.Was
		d.Corrections = without(d.Corrections, name)
	}
	d.Corrections = append(d.Corrections, index.Correction{Field: name, Value: list, Was: slices.Clone(was), By: e.By,
		At: time.Now().UTC().Format(time.RFC3339), Why: strings.TrimSpace(e.Why)})
	d.SetValues(name, list)
	return true
}

// takeBack gives a field the value of its source, or reports that nobody
// corrected it.
func takeBack(d *index.Document, name string) bool {
	c := d.Corrected(name)
	if c == nil {
		return false
	}
	d.SetValues(name, c.Was)
	d.Corrections = without(d.Corrections, name)
	return true
}

func without(list []index.Correction, name string) []index.Correction {
	return slices.DeleteFunc(slices.Clone(list), func(c index.Correction) bool { return c.Field == name })
}

// overlay puts the corrections that are kept of a document, or else those that its
// source states, over what the source says. What a source says of a field that it
// states a correction of is what it had been before.
func overlay(d *index.Document, kept []index.Correction) {
	for _, c := range d.Corrections {
		d.SetValues(c.Field, c.Was)
	}
	if len(kept) == 0 {
		kept = d.Corrections
	}
	d.Corrections = slices.Clone(kept)
	for i := range d.Corrections {
		c := &d.Corrections[i]
		c.Was = slices.Clone(d.Values(c.Field))
		d.SetValues(c.Field, c.Value)
	}
}

// restore gives the document of a record what the record says that a collection
// knew of it: an Original, Anchors and Corrections, and Evidence, which goes before
// what was read again. The error is an *index.FieldError.
func restore(d *index.Document, rec *extract.Record) error {
	var evidence []index.Evidence
	given := false
	for _, part := range []struct {
		name string
		raw  json.RawMessage
		into any
	}{{"evidence", rec.Evidence, &evidence}, {"corrections", rec.Corrections, &d.Corrections}, {"original", rec.Original, &d.Original}} {
		if len(part.raw) == 0 || string(part.raw) == "null" {
			continue
		}
		given = true
		if err := json.Unmarshal(part.raw, part.into); err != nil {
			return &index.FieldError{ID: d.ID, Pointer: "/" + part.name, Detail: "is not as a collection writes it: " + err.Error()}
		}
	}
	if err := restoreAnchors(d, rec.Anchors); err != nil {
		return err
	}
	if !given {
		return nil
	}
	for _, e := range d.Evidence {
		if !slices.ContainsFunc(evidence, func(o index.Evidence) bool { return o.Field == e.Field }) {
			evidence = append(evidence, e)
		}
	}
	d.Evidence = evidence
	return d.Check()
}
