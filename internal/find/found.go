package find

import (
	"context"
	"encoding/json"
	"slices"

	"vankien/index"
	"vankien/internal/duplicate"
)

// Found is the answer to a search, to be shown.
type Found struct {
	search   *Search
	result   *index.Result
	warnings []index.Warning  // beside those of the query and the result
	looser   []SuggestionView // beside those of the result
	folding  *folding         // nil without
	years    *index.Facet     // counted without dates, for View; nil if nobody asked

	chosen map[string]json.RawMessage // fields of the hits, by id; nil: nobody chose
}

// Find asks the engine.
func (s *Service) Find(ctx context.Context, a *Search) (*Found, error) {
	req, f := a.Request, s.newFolding(ctx, a)
	if f != nil {
		var err error
		if req, err = f.begin(); err != nil {
			return nil, err
		}
	}
	res, err := s.engine.Search(ctx, req)
	if err == nil && res.Total == 0 && a.first && !a.Request.Suggest {
		a.Request.Suggest, req.Suggest = true, true
		res, err = s.engine.Search(ctx, req)
	}
	if err == nil && f != nil {
		err = f.fill(req, res)
	}
	if err != nil {
		return nil, a.cursorRefused(err)
	}
	strange, err := s.unknownTopics(ctx, a)
	if err != nil {
		return nil, err
	}
	looser, err := s.looser(ctx, a, res)
	if err != nil {
		return nil, err
	}
	found := &Found{search: a, result: res, warnings: strange, looser: looser, folding: f}
	if a.Fields != nil {
		found.chosen, err = s.choose(ctx, a.Fields, slices.Concat(res.Hits, res.Also))
	}
	return found, err
}

// View returns the answer as page and program show it; after Line its years are
// counted without dates.
func (f *Found) View() *SearchView {
	v := f.search.view(f.result, f.warnings)
	v.Suggestions = append(v.Suggestions, f.looser...)
	f.complete(v.Hits)
	for i := range v.Also {
		f.complete(v.Also[i].Hits)
	}
	if _, counted := v.Facets[index.FieldYear]; counted && f.years != nil {
		v.Facets[index.FieldYear] = f.search.facetView(index.FieldYear, *f.years)
	}
	if f.search.Fold {
		v.Folded = new(int)
	}
	if f.folding != nil {
		*v.Folded = f.folding.left
		f.folding.pages(v.Paging.Pages, len(v.Hits))
	}
	return v
}

// complete adds what the result does not know of hits.
func (f *Found) complete(hits []HitView) {
	showCopies(f.search.relations, hits)
	if f.chosen != nil {
		for i := range hits {
			hits[i].chosen = f.chosen[hits[i].ID]
		}
	}
}

// alone reports whether the answer depends on nothing but its request and the
// result.
func (f *Found) alone() bool {
	return f.chosen == nil && len(f.warnings) == 0 && len(f.looser) == 0 && (f.folding == nil || f.folding.plain())
}

// keptJSON is the JSON of an answer but for the time taken.
type keptJSON struct{ before, after string }

// keptFor is all on which the JSON of an answer depends beside the request, which
// the engine compares, and the answer.
type keptFor struct {
	q, accents, match string
	cursor            string
	lang              Language
	pages, fold       bool
	cat               *catalogue
	relations         *duplicate.Relations
}

// AppendJSON appends the JSON of the view. That of an answer which is asked for
// again is kept with it.
func (f *Found) AppendJSON(b []byte) []byte {
	a := f.search
	key := keptFor{a.Q, a.Accents, a.Match, a.paging.cursor(), a.Lang, a.paging.Pages != nil, a.Fold, a.cat, a.relations}
	if k, ok := f.result.Forms.Get(key).(*keptJSON); ok && f.alone() {
		b = appendFloat(append(b, k.before...), Milliseconds(f.result.Took))
		return append(b, k.after...)
	}
	v, from := f.View(), len(b)
	b = v.appendBefore(b)
	at := len(b)
	b = appendFloat(b, v.TookMS)
	end := len(b)
	b = v.appendAfter(b)
	if f.result.Forms != nil && f.alone() {
		k := &keptJSON{string(b[from:at]), string(b[end:])}
		f.result.Forms.Keep(&index.Form{Key: key, Value: k, Bytes: keptOverhead + len(a.Q) + len(k.before) + len(k.after)})
	}
	return b
}

// keptOverhead is about what keeping the JSON of an answer takes beside its bytes.
const keptOverhead = 300
