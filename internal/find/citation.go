package find

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"

	"vankien/index"
	"vankien/internal/viet"
)

// Who cites whom stands in two columns: the number of a document, and the numbers that
// its text names, each in one form for all spellings. So what cites a document is one
// list of the index, and its length an exact count. How often a number stands in a text,
// and where, is read in that text when somebody looks at it.

// ResolveView tells which documents have a number.
type ResolveView struct {
	Number    string          `json:"number"`    // in its one form
	Total     int             `json:"total"`     // documents that have it, duplicates too; exact
	Documents []ReferenceView `json:"documents"` // of those that say the same one; never nil
	CitedBy   int             `json:"cited_by"`  // documents that cite it; exact
}

// ReferenceView is a document that a number leads to.
type ReferenceView struct {
	ID       string      `json:"id"`
	URL      string      `json:"url"`
	Document SummaryView `json:"document"`
}

// CitesView tells which numbers the text of a document names.
type CitesView struct {
	ID    string      `json:"id"`
	Total int         `json:"total"` // different numbers
	Cites []CitedView `json:"cites"` // those that stand there most often first; never nil
}

// CitedView is a number that a text names.
type CitedView struct {
	Number    string   `json:"number"`    // in its one form
	Count     int      `json:"count"`     // how often it stands there
	URL       string   `json:"url"`       // leads to the document, or to what else cites it
	Documents []string `json:"documents"` // ids of those in the collection that have it; never nil
}

// CitedByView is documents that cite another one.
type CitedByView struct {
	Number string `json:"number"` // of that; "" when it has none
	Total  int    `json:"total"`  // exact
	Paging
	Hits []HitView `json:"hits"` // never nil
}

// CitedByParams returns what the address of the documents that cite one may carry.
func CitedByParams() []string {
	return []string{"sort", "page", "per_page", "offset", "limit", "snippets", "snippet_chars"}
}

// ResolveParams returns what the address that resolves a number may carry.
func ResolveParams() []string { return []string{"number"} }

// NumberPath is the address of a number, which leads to its document.
func NumberPath(number string) string {
	return "/so/" + strings.ReplaceAll(url.PathEscape(number), "%2F", "/")
}

// maxNumbered bounds the documents of one number that an answer names.
const maxNumbered = index.MaxLimit

// ResolveNumber answers the parameters of /api/v1/resolve. The error is a *Refused for
// what is no whole number of a document, or that of the engine.
func (s *Service) ResolveNumber(ctx context.Context, raw url.Values) (*ResolveView, error) {
	v := &Params{Values: raw}
	given := v.Get("number")
	if viet.Reference(given) == "" {
		v.Refuse("invalid_parameter", "number", Say("err.reference", given))
		return nil, v.Err()
	}
	return s.Resolve(ctx, given)
}

// Resolve tells which documents have a number, written in any way. It must be a whole
// one, as viet.Reference knows it.
func (s *Service) Resolve(ctx context.Context, number string) (*ResolveView, error) {
	ref := viet.Reference(number)
	res, err := s.engine.Search(ctx, having(index.FieldRef, index.MaxLimit, ref))
	if err != nil {
		return nil, err
	}
	v := &ResolveView{Number: ref, Total: res.Total, Documents: []ReferenceView{}}
	known, seen := s.Relations(), map[string]bool{}
	for i := range res.Hits {
		h := &res.Hits[i]
		if g := group(known, h.ID); !seen[g] {
			seen[g] = true
			v.Documents = append(v.Documents, ReferenceView{h.ID, DocumentPath(h.ID), Summary(&h.Document)})
		}
	}
	v.CitedBy, err = s.citing(ctx, ref)
	return v, err
}

// having asks for the documents that have one of some numbers in a field, the latest
// first.
func having(field index.Field, limit int, refs ...string) index.Request {
	return index.Request{Filter: index.Filter{Any: map[index.Field][]string{field: refs}}, Sort: index.Newest, Limit: limit}
}

// citing counts the documents that cite a number.
func (s *Service) citing(ctx context.Context, ref string) (int, error) {
	res, err := s.engine.Search(ctx, having(index.FieldCites, index.NoHits, ref))
	if err != nil {
		return 0, err
	}
	return res.Total, nil
}

// Cites tells which numbers of other documents title, abstract and body of d name.
func (s *Service) Cites(ctx context.Context, d *index.Document) (*CitesView, error) {
	v := &CitesView{ID: d.ID, Cites: cited(d)}
	v.Total = len(v.Cites)
	for part := range slices.Chunk(v.Cites, index.MaxFilterValues) {
		if err := s.addHolders(ctx, part); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// cited counts the numbers that a document names.
func cited(d *index.Document) []CitedView {
	own, at := viet.FirstReference(d.Number), map[string]int{}
	list := []CitedView{}
	for _, text := range []string{d.Title, d.Abstract, d.Body} {
		for _, n := range viet.NumbersIn(text) {
			k, known := at[n.Reference]
			switch {
			case n.Reference == own:
			case known:
				list[k].Count++
			default:
				at[n.Reference] = len(list)
				list = append(list, CitedView{n.Reference, 1, NumberPath(n.Reference), []string{}})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b CitedView) int { return cmp.Compare(b.Count, a.Count) })
	return list
}

// addHolders adds the documents that have some numbers, no more than MaxFilterValues.
func (s *Service) addHolders(ctx context.Context, list []CitedView) error {
	at, refs := map[string]*CitedView{}, []string{}
	for i := range list {
		at[list[i].Number] = &list[i]
		refs = append(refs, list[i].Number)
	}
	return s.engine.Walk(ctx, having(index.FieldRef, 0, refs...), 0, func(w *index.Walked) error {
		if c := at[viet.FirstReference(w.Document.Number)]; c != nil && len(c.Documents) < maxNumbered {
			c.Documents = append(c.Documents, w.Document.ID)
		}
		return nil
	})
}

// CitedBy answers the parameters of /api/v1/documents/{id}/cited-by: which documents
// cite d, the latest first unless they say otherwise. The error is a *Refused or that of
// the engine.
func (s *Service) CitedBy(ctx context.Context, d *index.Document, raw url.Values) (*CitedByView, error) {
	return s.Citing(ctx, viet.FirstReference(d.Number), raw)
}

// Citing is CitedBy for a number in its one form; nothing cites "".
func (s *Service) Citing(ctx context.Context, ref string, raw url.Values) (*CitedByView, error) {
	v := url.Values{"sort": {"-date"}}
	for _, name := range CitedByParams() {
		if raw.Get(name) != "" {
			v[name] = raw[name]
		}
	}
	v["q"] = []string{`"` + ref + `"`} // shows where it stands; each document that cites it has that
	v["cites"] = []string{cmp.Or(ref, "-")}
	a, err := s.Read(v, Vietnamese)
	if err != nil {
		return nil, err
	}
	a.Request.Suggest, a.first = false, false
	found, err := s.Find(ctx, a)
	if err != nil {
		return nil, err
	}
	f := found.View()
	return &CitedByView{Number: ref, Total: f.Total, Paging: f.Paging, Hits: f.Hits}, nil
}
