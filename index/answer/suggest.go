package answer

import (
	"slices"

	"vankien/index"
	"vankien/index/plan"
	"vankien/index/query"
	"vankien/internal/viet"
)

// fewFound is the number of documents with all units below which slips are looked
// for: less than a page.
const fewFound = 20

// suggest returns what may have been meant instead and finds something with all
// its units, and how many documents each finds at the level asked for.
func (a *answering[H]) suggest() ([]index.Suggestion, error) {
	if !a.req.Suggest {
		return nil, nil
	}
	meant, err := a.count(index.LevelMeant)
	if err != nil {
		return nil, err
	}
	guesses, err := plan.Guesses(a.state.Lexicon(), a.names, a.req, meant < fewFound)
	if err != nil {
		return nil, err
	}
	return a.offers(guesses)
}

// offers returns those guesses that find something.
func (a *answering[H]) offers(guesses []plan.Guess) ([]index.Suggestion, error) {
	if len(guesses) == 0 {
		return nil, nil
	}
	reqs := make([]*index.Request, len(guesses))
	for i, g := range guesses {
		reqs[i] = a.insteadOf(g.Query)
	}
	others, err := newAnswerings(a.ctx, a.state, a.names, reqs...)
	if err != nil {
		return nil, err
	}
	if err := countAll(others, index.LevelMeant); err != nil {
		return nil, err
	}
	level := index.LevelMeant
	var found []*answering[H]
	var list []index.Suggestion
	for i, other := range others {
		if other.reading.Totals[level] > 0 {
			found, list = append(found, other), append(list, index.Suggestion{Kind: guesses[i].Kind, Query: guesses[i].Query})
		}
	}
	if a.req.Level != index.LevelAuto && a.req.Level != level {
		level = a.req.Level
		if err := countAll(found, level); err != nil {
			return nil, err
		}
	}
	for i := range list {
		list[i].Total = found[i].reading.Totals[level]
	}
	return slices.DeleteFunc(list, func(s index.Suggestion) bool { return s.Total == 0 }), nil
}

// insteadOf is the request with another query in place of the one asked.
func (a *answering[H]) insteadOf(q query.Node) *index.Request {
	req := *a.req
	req.Query, req.Level = q, index.LevelAuto
	return &req
}

// mended returns the place of the suggestion that is answered instead of the
// query asked, or -1: a slip mended, where no document has all units and what was
// mended stands nowhere, or where nothing at all is found.
func (a *answering[H]) mended(list []index.Suggestion, found int) (int, error) {
	if a.req.Level != index.LevelAuto || a.reading.Level == index.LevelMeant && found > 0 || a.reading.Totals[index.LevelMeant] > 0 {
		return -1, nil
	}
	for i, s := range list {
		if s.Kind != index.SuggestSpelling {
			continue
		}
		lacking, err := a.lacks(s.Query)
		if err != nil || found == 0 || lacking {
			return i, err
		}
	}
	return -1, nil
}

// lacks reports whether the collection has none of the words that another query
// has no more, and what that has in their place is more than words that join.
func (a *answering[H]) lacks(other query.Node) (bool, error) {
	asked, meant := query.Words(a.req.Query), query.Words(other)
	if !slices.ContainsFunc(without(meant, asked), func(text string) bool { return !viet.IsFunctionWord(viet.Term(text)) }) {
		return false, nil
	}
	for _, text := range without(asked, meant) {
		for _, t := range viet.Words(nil, text) {
			known, err := a.state.Lexicon().Readings(t.Fold)
			if err != nil || slices.ContainsFunc(known, func(r plan.Reading) bool { return t.Term == t.Fold || r.Term == t.Term }) {
				return false, err
			}
		}
	}
	return true, nil
}

// without returns the texts of words that are not among others.
func without(list, others []query.Word) (texts []string) {
	for _, w := range list {
		if !slices.ContainsFunc(others, func(o query.Word) bool { return o.Text == w.Text }) {
			texts = append(texts, viet.Compose(w.Text))
		}
	}
	return texts
}
