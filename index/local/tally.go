package local

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unsafe"

	"vankien/index"
	"vankien/index/answer"
	"vankien/index/content"
	"vankien/index/exec"
	"vankien/index/match"
	"vankien/index/plan"
	"vankien/index/segment"
)

// Documents and words are numbers of the segments. Mentions are what package match
// marks in texts, and to read all texts of what is found is the plain way. It takes
// as long as there is text, so most queries go another one, by lists:
//
//   - a word is marked wherever it or one of its aliases stands in title, abstract or
//     body. Its list has exactly these places and those in number and speaker, each by
//     the weight of its part: title 3, else 1. The lists of the fields title, number and
//     speaker say what to take away: twice the title, and the others once.
//   - words side by side are marked once for each place. Pairs and the forward index
//     have exactly these, sentence by sentence as the text has them, also by the weight
//     of the part; phrases of single parts say what to take away.
//   - marks of several words and phrases are all there, so what they count adds up,
//     whichever of them a document was found by.
//
// A term weighs 1 here whatever it weighs in a score. Texts are read for what lists
// do not have one by one: beginnings of words, whose lists are flat where there are many,
// words near each other, each of which is a mark, and numbers of documents, which are
// found in several ways at one place.

// Tally implements index.Engine.
func (x *Index) Tally(ctx context.Context, req index.Request, by index.Field, mentions bool) (*index.Tally, error) {
	if err := req.CheckTally(by); err != nil {
		return nil, err
	}
	var t *index.Tally
	err := x.read(ctx, func(s *snapshot) error {
		state, err := s.engine.state(s.IndexSnapshot)
		if err == nil {
			t, err = answer.Tally(ctx, newView(ctx, s, state), x.names, &req, by, mentions)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("tally: %w", err)
	}
	return t, nil
}

// Tally implements answer.State.
func (v *view) Tally(ctx context.Context, q *answer.Query, by index.Field, m *answer.Marks) (*index.Tally, error) {
	x := &exec.SumsQuery{Match: v.lower.node(q.Match), Filter: conditions(q.Filter), Column: columnField(by), Number: numberWords}
	if m != nil {
		counting := &counting{lowerer: newLowerer(ctx), texts: match.Coincide(m.Clause)}
		if counting.clause(m.Clause); counting.texts {
			x.Read = v.reading(ctx, match.New(m.Clause))
		} else {
			x.Count = counting.list
		}
	}
	sums, err := v.state.Sum(ctx, x)
	if err != nil {
		return nil, err
	}
	t := &index.Tally{Missing: countsOf(sums.Missing), Total: countsOf(sums.Total), Values: make([]index.TallyValue, len(sums.Values))}
	for i, s := range sums.Values {
		t.Values[i] = index.TallyValue{Value: strings.Clone(s.Value), Sums: countsOf(s.Sums)}
	}
	return t, nil
}

func countsOf(s exec.Sums) index.Sums {
	return index.Sums{Documents: s.Documents, Mentions: s.Places, Words: s.Number}
}

// counting gathers what lists have to say of mentions.
type counting struct {
	*lowerer
	list  []exec.Placed
	texts bool // they do not tell all
}

// clause adds what package match marks of a clause.
func (c *counting) clause(x plan.Clause) {
	switch x := x.(type) {
	case plan.Word:
		if c.of(x.Fields, x.Form.Prefix) {
			c.each(x.Fields, func(field string) exec.Node { return exec.Word{Form: unweighed(c.form(field, &x.Form))} })
		}
	case plan.Phrase:
		if c.of(x.Fields, x.Slop > 0) {
			c.each(x.Fields, func(field string) exec.Node {
				ph := x
				ph.Fields = []string{field}
				if field == content.Text {
					ph.Fields = x.Fields
				}
				p := c.phrase(&ph)
				for i := range p.Forms {
					p.Forms[i] = unweighed(p.Forms[i])
				}
				return p
			})
		}
	case plan.And:
		c.all(x.Of)
	case plan.Or:
		c.all(x.Of)
	case plan.Best:
		c.all(x.Of)
	}
}

func (c *counting) all(list []plan.Clause) {
	for _, x := range list {
		c.clause(x)
	}
}

// of reports whether lists are to be asked for words in some texts. odd says that
// they do not tell.
func (c *counting) of(fields []string, odd bool) bool {
	read := slices.ContainsFunc(content.Parts(), func(p content.Part) bool { return p.Read && slices.Contains(fields, string(p.Name)) })
	c.texts = c.texts || read && odd
	return read && !odd
}

// each adds what stands in the texts to read among some: node makes what finds it
// in one text, or in the running text.
func (c *counting) each(fields []string, node func(field string) exec.Node) {
	if len(fields) == 1 {
		c.list = append(c.list, exec.Placed{Node: node(fields[0]), Times: 1})
		return
	}
	c.list = append(c.list, exec.Placed{Node: node(content.Text), Times: 1})
	for _, p := range content.Parts() {
		more := int(p.Weight)
		if p.Read {
			more--
		}
		if more > 0 {
			c.list = append(c.list, exec.Placed{Node: node(string(p.Name)), Times: float32(-more)})
		}
	}
}

// unweighed is a form each of whose terms counts 1.
func unweighed(f *exec.Form) *exec.Form {
	var terms []exec.Term
	for _, t := range f.Terms {
		if t.Weight = 1; !slices.Contains(terms, t) {
			terms = append(terms, t)
		}
	}
	f.Terms = terms
	for i := range f.Groups {
		f.Groups[i].Weight = 1
	}
	return f
}

// reading makes what counts marks in texts.
func (v *view) reading(ctx context.Context, m *match.Matcher) func() func(exec.Hit) (int, error) {
	return func() func(exec.Hit) (int, error) {
		r := &textReader{ctx: ctx, matcher: m, snapshot: v.snapshot}
		return r.count
	}
}

// textReader counts marks in one document after the other.
type textReader struct {
	*snapshot
	ctx     context.Context
	matcher *match.Matcher
	n       int
	err     error
}

func (r *textReader) count(h exec.Hit) (int, error) {
	x, ok := segment.Of(r.segments[h.Segment].Segment())
	if !ok {
		return 0, errors.New("it is of another format")
	}
	r.n, r.err = 0, nil
	if err := x.Stored(h.Local, true, r.visit); err != nil {
		return 0, err
	}
	return r.n, r.err
}

func (r *textReader) visit(field string, value []byte) bool {
	switch index.Field(field) {
	case index.FieldTitle, index.FieldAbstract, index.FieldBody:
		found, err := r.matcher.In(r.ctx, field, unsafe.String(unsafe.SliceData(value), len(value)))
		r.n, r.err = r.n+len(found), err
	}
	return r.err == nil
}
