package find

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"vankien/index"
	"vankien/internal/viet"
)

// FacetListView is every value of one field with its count: what the facets of a
// search list only the beginning of.
type FacetListView struct {
	Query       QueryView   `json:"query"`
	Field       index.Field `json:"field"`
	FQ          string      `json:"fq"`
	Total       int         `json:"total"`        // documents that match
	TotalValues int         `json:"total_values"` // whose label has fq
	Missing     int         `json:"missing"`
	Page        int         `json:"page"`
	PerPage     int         `json:"per_page"`
	Pages       int         `json:"pages"`
	Values      []ValueView `json:"values"` // by count, then value; years newest first
}

// Bounds of a page of values.
const (
	facetPage    = 100
	maxFacetPage = 1000
)

// FacetParams returns what the address of a list of values may carry.
func FacetParams() []string {
	return slices.Concat([]string{"field", "fq"}, MatchParams(), []string{"page", "per_page"})
}

// FacetList is a list of values that is asked for.
type FacetList struct {
	*Search
	Field index.Field
	fq    string
	page  int
	size  int
}

// ReadFacetList reads the parameters of a list of values; the error is a *Refused.
func (s *Service) ReadFacetList(raw url.Values, lang Language) (*FacetList, error) {
	v := &Params{Values: raw}
	l := &FacetList{Field: index.Field(v.Choice("field", names(facetFields)...)), fq: strings.TrimSpace(v.Get("fq")),
		page: v.Number("page", 1, 1, 1<<24), size: v.Number("per_page", facetPage, 1, maxFacetPage)}
	if err := v.Err(); err != nil {
		return nil, err
	}
	own := url.Values{}
	for _, name := range MatchParams() {
		own[name] = raw[name]
	}
	var err error
	l.Search, err = s.Read(own, lang)
	return l, err
}

// FacetList lists the values of a field. As in a facet the field's own filter does
// not count.
func (s *Service) FacetList(ctx context.Context, l *FacetList) (*FacetListView, error) {
	req := l.Request
	req.Limit, req.Suggest, req.Facets, req.FacetValues = index.NoHits, false, []index.Field{l.Field}, index.AllFacetValues
	res, err := s.engine.Search(ctx, req)
	if err != nil {
		return nil, err
	}
	f := l.facetView(l.Field, res.Facets[l.Field])
	v := &FacetListView{Query: QueryView{l.Q, l.Accents}, Field: l.Field, FQ: l.fq, Total: res.Total, Missing: f.Missing,
		Page: l.page, PerPage: l.size, Values: []ValueView{}}
	from := (l.page - 1) * l.size
	sought := viet.Fold(viet.Compose(l.fq))
	for _, x := range f.Values {
		if sought != "" && !strings.Contains(viet.Fold(viet.Compose(x.Label)), sought) {
			continue
		}
		if v.TotalValues >= from && len(v.Values) < l.size {
			v.Values = append(v.Values, x)
		}
		v.TotalValues++
	}
	v.Pages = (v.TotalValues + l.size - 1) / l.size
	return v, nil
}
