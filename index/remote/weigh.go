package remote

import (
	"context"
	"strings"

	"vankien/index/content"
	"vankien/index/plan"
	"vankien/index/rank"
)

// The score of a word is w * f / (f + K), as package rank has it: f is what the cluster
// gives for its terms, whose similarity is their frequency times their weight, or what
// the score of intervals says. Scripts of the language expression work that out; they
// are compiled once, as what differs is a parameter. Nothing that only decides which
// documents match is scored.

// weighed is a clause as what scores.
type weighed struct {
	query  object
	scores bool    // else it adds nothing
	idf    float64 // of all its words, before their boosts
	words  []scoredWord
}

// scoredWord is a word of the running text and its weight.
type scoredWord struct {
	form   *form
	weight float64
}

// weigh lowers a clause to what scores.
func (v *view) weigh(ctx context.Context, c plan.Clause) (weighed, error) {
	switch c := c.(type) {
	case plan.Word:
		return v.weighWord(ctx, &c, nil)
	case plan.Phrase:
		return v.weighPhrase(&c, nil)
	case plan.And:
		return v.weighAll(ctx, &c)
	case plan.Or:
		return v.weighAny(ctx, &c)
	case plan.Best:
		return v.weighBest(ctx, c.Of)
	case plan.Scored:
		return v.weighAll(ctx, &plan.And{Of: []plan.Clause{c}})
	}
	q, err := v.matching(c)
	return weighed{query: q}, err
}

// part is the query as a part of what scores.
func (w *weighed) part() object {
	if w.scores {
		return w.query
	}
	return constant(w.query, 0)
}

// take adds what a part has of words.
func (w *weighed) take(x *weighed) {
	w.scores, w.idf, w.words = w.scores || x.scores, w.idf+x.idf, append(w.words, x.words...)
}

func (v *view) weighAll(ctx context.Context, c *plan.And) (sum weighed, err error) {
	var b both
	var must, should []object
	for _, c := range c.Of {
		if x, ok := c.(plan.Scored); ok {
			part, err := v.weigh(ctx, x.Of)
			if err != nil {
				return sum, err
			}
			if part.scores {
				should = append(should, part.query)
				part.idf = 0 // which what decides tells
				sum.take(&part)
			}
			continue
		}
		part, err := v.weigh(ctx, c)
		if err == nil && part.scores {
			must = append(must, part.query)
			sum.take(&part)
		} else if err == nil {
			err = b.add(v, c)
		}
		if err != nil {
			return sum, err
		}
	}
	near, err := v.weighNear(c.Near)
	should = append(should, near...)
	sum.query, sum.scores = b.scored(must, should), sum.scores || len(near) > 0
	return sum, err
}

// scored adds what scores to what does not.
func (b *both) scored(must, should []object) object {
	if len(must)+len(should) == 0 {
		return b.query()
	}
	if len(must) == 1 && len(should)+len(b.all)+len(b.none) == 0 {
		return must[0]
	}
	q := object{}
	if len(must) == 0 && len(b.all) == 0 {
		must = []object{everything()}
	}
	for name, list := range map[string][]object{"must": must, "filter": b.all, "must_not": b.none, "should": should} {
		if len(list) > 0 {
			q[name] = list
		}
	}
	if len(should) > 0 {
		q["minimum_should_match"] = 0
	}
	return object{"bool": q}
}

func (v *view) weighAny(ctx context.Context, c *plan.Or) (sum weighed, err error) {
	var some []object
	for _, c := range c.Of {
		part, err := v.weigh(ctx, c)
		if err != nil {
			return sum, err
		}
		some = append(some, part.part())
		sum.take(&part)
	}
	near, err := v.weighNear(c.Near)
	if err != nil {
		return sum, err
	}
	if !sum.scores && len(near) == 0 {
		sum.query, err = v.matchingAny(c.Of)
		return sum, err
	}
	var b both
	sum.query, sum.scores = b.scored([]object{anyOf(some)}, near), true
	return sum, nil
}

// weighNear weighs neighbours, which add to a score by how few documents have them.
func (v *view) weighNear(list []plan.Phrase) (out []object, err error) {
	for i := range list {
		p, err := v.newPhrase(&list[i])
		if err != nil {
			return nil, err
		}
		n, err := v.counts.of(p.matching())
		if err != nil {
			return nil, err
		}
		if n == 0 {
			continue
		}
		q, err := v.scorePhrase(p, list[i].Boost*rank.Default().Near*v.idf(n))
		if err != nil {
			return nil, err
		}
		out = append(out, q)
	}
	return out, nil
}

// weighBest gives the other ways to say something the weight of what was written.
func (v *view) weighBest(ctx context.Context, of []plan.Clause) (best weighed, err error) {
	var some []object
	for i, c := range of {
		var part weighed
		switch c := c.(type) {
		case plan.Word:
			part, err = v.weighWord(ctx, &c, asFirst(&best, i))
		case plan.Phrase:
			part, err = v.weighPhrase(&c, asFirst(&best, i))
		default:
			part, err = v.weigh(ctx, c)
		}
		if err != nil {
			return best, err
		}
		if some = append(some, part.part()); i > 0 {
			part.idf = 0
		}
		best.take(&part)
	}
	if !best.scores {
		best.query, err = v.matchingAny(of)
		return best, err
	}
	best.query = object{"dis_max": object{"queries": some}}
	return best, nil
}

// asFirst is the idf that way i to say something has: that of the first; nil: its own.
func asFirst(best *weighed, i int) *float64 {
	if i == 0 {
		return nil
	}
	idf := best.idf
	return &idf
}

// idf is that of what n documents have. They are counted a moment after all
// documents were.
func (v *view) idf(n int) float64 { return rank.IDF(v.documents, min(n, v.documents)) }

// wordIDF is the idf of a form.
func (v *view) wordIDF(f *plan.Form, fields []string) (float64, error) {
	n, err := v.counts.of(matchingWord(&plan.Word{Form: *f, Fields: fields}))
	return v.idf(n), err
}

func (v *view) weighWord(ctx context.Context, c *plan.Word, as *float64) (w weighed, err error) {
	if w.idf, err = v.wordIDF(&c.Form, c.Fields); err != nil {
		return w, err
	}
	if as != nil {
		w.idf = *as
	}
	f, of := newForm(&c.Form), content.FieldOf(c.Fields)
	field, weight := fieldNamed("t", of), c.Boost*w.idf
	if weight <= 0 {
		w.query = matchingWord(c)
		return w, nil
	}
	w.scores = true
	terms := f.counting()
	if f.begin != nil {
		var flat bool
		if terms, flat, err = v.begun(ctx, f.begin, of); err != nil {
			return w, err
		}
		if flat {
			w.query = constant(matchingWord(c), weight/(1+rank.Default().K1))
			return w, nil
		}
	}
	sum, err := v.summed(field, terms)
	if err != nil {
		return w, err
	}
	w.query = v.script(sum, of, "", weight, 1)
	if of == content.Text {
		w.words = []scoredWord{{f, weight}}
	}
	return w, nil
}

// summed scores the sum of the weighted frequencies of some terms.
func (v *view) summed(field string, terms []term) (object, error) {
	list := make([]object, 0, len(terms))
	for _, t := range terms {
		if v.sparing && len(terms) > 1 {
			if n, err := v.counts.of(oneOf(field, []string{t.text})); err != nil {
				return nil, err
			} else if n == 0 {
				continue
			}
		}
		if t.weight == 1 {
			list = append(list, object{"term": object{field: t.text}})
		} else {
			list = append(list, object{"term": object{field: object{"value": t.text, "boost": t.weight}}})
		}
	}
	return anyOf(list), nil
}

func (v *view) weighPhrase(c *plan.Phrase, as *float64) (w weighed, err error) {
	p, err := v.newPhrase(c)
	if err != nil {
		return w, err
	}
	for i := range c.Forms {
		idf, err := v.wordIDF(&c.Forms[i], c.Fields)
		if err != nil {
			return w, err
		}
		w.idf += idf
	}
	if as != nil {
		w.idf = *as
	}
	if weight := c.Boost * w.idf; weight > 0 {
		w.scores = true
		w.query, err = v.scorePhrase(p, weight)
		return w, err
	}
	w.query = p.matching()
	return w, nil
}

// scorePhrase scores a phrase as a word of some weight.
func (v *view) scorePhrase(p *phrase, weight float64) (object, error) {
	if pairs, ok := p.pairs(); ok {
		terms := make([]term, len(pairs))
		for i, t := range pairs {
			terms[i] = term{text: t, weight: 1}
		}
		sum, err := v.summed("t", terms)
		return v.script(sum, p.of, "", weight, 1), err
	}
	kind := "places"
	if p.slop > 0 {
		kind = "groups"
	}
	return v.script(p.standing(), p.of, kind, weight, float64(1+p.stops()*valueGap)), nil
}

// frequencies are how the score of a query tells a frequency, by what it counts. That of
// intervals is s = 1 - 1/(1+f), in single precision, which for a small f says little. As
// a group counts 1/n, most of these are of one group: f is 1/n if it is so within the
// error.
var frequencies = map[string]string{
	"":       "_score",
	"places": "floor(m*_score/(1-_score)+0.5)",
	"groups": strings.NewReplacer("r", "((1-_score)/_score)", "n", "max(1,floor((1-_score)/_score+0.5))").Replace("(abs(r-n)<1.5e-7*r*r?1/n:1/r)"),
}

// script scores what a query finds as a word of some weight.
func (v *view) script(q object, of, counting string, weight, times float64) object {
	f := frequencies[counting]
	params := object{"w": weight, "k0": rank.Default().K1, "k1": 0.0}
	k := "k0"
	if of == content.Text {
		params["k0"], params["k1"] = v.k0, v.k1
		k = "k0+k1*doc['n'].value"
	} else {
		delete(params, "k1")
	}
	if counting == "places" {
		params["m"] = times
	}
	return object{"script_score": object{"query": q, "script": object{"lang": "expression", "source": "w*" + f + "/(" + f + "+" + k + ")", "params": params}}}
}
