package remote

import (
	"context"
	"encoding/json"
	"fmt"

	"vankien/index"
	"vankien/index/answer"
	"vankien/index/content"
	"vankien/index/lexicon"
	"vankien/index/plan"
	"vankien/index/query"
)

// Complete implements index.Engine.
func (x *Index) Complete(ctx context.Context, b index.Beginning) ([]index.Completion, error) {
	if err := b.Check(); err != nil {
		return nil, err
	}
	var list []index.Completion
	err := x.over(ctx, func(v *view) (err error) {
		list, err = answer.Complete(ctx, v, x.names, &b)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("complete: %w", err)
	}
	return list, nil
}

var _ answer.CompletingState[hit] = (*view)(nil)

// Words implements answer.CompletingState.
func (v *view) Words() *lexicon.Lexicon { return v.lexicon }

// completed are the parts of a document that completing looks at.
var completed = []string{"doc.title", "doc.number", "doc.evidence", "doc.corrections"}

// Some implements answer.CompletingState. Which was written last is told shard by shard.
func (v *view) Some(ctx context.Context, looks ...answer.Look) error {
	bodies := make([][]byte, len(looks))
	for i, l := range looks {
		var b both
		for k := range l.Words {
			b.all = append(b.all, matchingWord(&l.Words[k]))
		}
		var err error
		bodies[i], err = json.Marshal(object{"query": object{"bool": object{"filter": b.all}}, "size": l.Most, "track_total_hits": true, "_source": completed,
			"sort": []object{{"_seq_no": "desc"}, {"id": "asc"}}})
		if err != nil {
			return err
		}
	}
	answers, err := v.searches(ctx, bodies)
	if err != nil {
		return err
	}
	for i := range answers {
		for _, h := range answers[i].Hits.Hits {
			var d index.Document
			if err := json.Unmarshal(h.Source.Doc, &d); err != nil {
				return fmt.Errorf("document %q: %w", h.ID, err)
			}
			if !looks[i].Visit(&d) {
				break
			}
		}
	}
	return nil
}

// mostLooked is how many documents may have the words of a phrase for it to be counted:
// where they stand takes the cluster about a microsecond a document.
const mostLooked = 20_000

// Told implements answer.CompletingState.
func (v *view) Told(ctx context.Context, names plan.Names, queries []query.Node) ([]int, error) {
	reqs := make([]*index.Request, len(queries))
	for i, q := range queries {
		reqs[i] = &index.Request{Query: q}
	}
	plans, err := v.Read(ctx, names, false, reqs...)
	if err != nil {
		return nil, err
	}
	counts := make([]int, len(plans))
	var clauses []plan.Clause
	var at []int
	for i, p := range plans {
		l := looking{view: v}
		if counts[i] = index.Untold; l.at(p.All) <= mostLooked {
			clauses, at = append(clauses, p.All), append(at, i)
		}
		if l.err != nil {
			return nil, l.err
		}
	}
	var found []int
	err = v.settle(ctx, func() (err error) {
		found, err = v.Count(ctx, clauses...)
		return err
	})
	for k, i := range at[:len(found)] {
		counts[i] = found[k]
	}
	return counts, err
}

// looking tells about how many documents are looked at to count a clause, by what is
// known of words: that costs no journey.
type looking struct {
	*view
	err error
}

// at is how many documents have words whose places decide whether a clause matches.
func (l *looking) at(c plan.Clause) (n int) {
	switch c := c.(type) {
	case plan.Phrase:
		return l.matched(c)
	case plan.And:
		for _, of := range c.Of {
			if l.at(of) > 0 {
				n += l.matched(c)
			}
		}
	case plan.Or:
		return l.sum(c.Of, l.at)
	case plan.Best:
		return l.sum(c.Of, l.at)
	case plan.Not:
		return l.at(c.Of)
	case plan.Must:
		return l.at(c.Of)
	}
	return n
}

// matched is how many documents a clause matches at most, wherever its words stand.
func (l *looking) matched(c plan.Clause) int {
	least := l.documents
	switch c := c.(type) {
	case plan.Word:
		return min(least, l.held(c.Fields, &c.Form))
	case plan.Phrase:
		for i := range c.Forms {
			least = min(least, l.held(c.Fields, &c.Forms[i]))
		}
	case plan.And:
		for _, of := range c.Of {
			least = min(least, l.matched(of))
		}
	case plan.Or:
		return min(least, l.sum(c.Of, l.matched))
	case plan.Best:
		return min(least, l.sum(c.Of, l.matched))
	case plan.Must:
		return l.matched(c.Of)
	}
	return least
}

func (l *looking) sum(list []plan.Clause, of func(plan.Clause) int) (n int) {
	for _, c := range list {
		n += of(c)
	}
	return n
}

// held is how many documents have a form of a word.
func (l *looking) held(fields []string, f *plan.Form) (n int) {
	if f.Prefix {
		return l.documents
	}
	var keys []string
	for _, t := range f.Terms {
		keys = append(keys, content.Key(t))
	}
	if f.Bare != "" {
		keys = append(keys, content.BareKey(f.Bare))
	}
	n, err := l.lexicon.HeldBy(content.FieldOf(fields), keys, f.Folds)
	if l.err == nil {
		l.err = err
	}
	return n
}
