package find

import (
	"context"
	"maps"
	"net/url"
	"slices"

	"vankien/index"
)

// What was found can be shown in groups: by who speaks, whose document it is, the
// event or the year. A group is a value of that field, so the groups and their
// counts are the facet of the field, and the hits of a group are those of the same
// search with one more filter. Only the groups of a page are asked for their hits.
//
// A facet is counted without the filter of its own field. Documents have one value
// in each of these fields, so the groups that the filter leaves are just those whose
// value it lets through.

var groupFields = []index.Field{index.FieldSpeaker, index.FieldOrganisation, index.FieldEvent, index.FieldYear}

// GroupFields returns the fields by which hits can be grouped.
func GroupFields() []index.Field { return slices.Clone(groupFields) }

// GroupsView is the answer to a search in groups.
type GroupsView struct {
	Query       QueryView    `json:"query"`
	Total       int          `json:"total"` // documents
	Group       index.Field  `json:"group"`
	TotalGroups int          `json:"total_groups"` // that of the documents without a value among them
	Page        int          `json:"page"`
	PerPage     int          `json:"per_page"`
	Pages       int          `json:"pages"`
	Groups      []*GroupView `json:"groups"` // by count, then value; years newest first; those without a value last
}

// GroupView is the documents with one value, and the best of them.
type GroupView struct {
	Value   string    `json:"value"` // "" where Missing
	Label   string    `json:"label"`
	Missing bool      `json:"missing"` // of the documents without a value
	Count   int       `json:"count"`
	Hits    []HitView `json:"hits"`
}

// Sizes of a page of groups, and of a group on it.
const (
	groupsShown    = 10
	maxGroupsShown = 50
	groupHits      = 3
)

// Grouping is a search in groups.
type Grouping struct {
	*Search
	By         index.Field
	page, size int
}

// GroupParams returns what the address of a search in groups may carry.
func GroupParams() []string {
	return append(slices.DeleteFunc(SearchParams(), func(name string) bool {
		return slices.Contains([]string{"offset", "limit", "facets", "cursor", paramFields}, name)
	}), "group")
}

// ReadGrouping reads the parameters of a search in groups; the error is a *Refused.
// Pages are those of groups.
func (s *Service) ReadGrouping(raw url.Values, lang Language) (*Grouping, error) {
	v := &Params{Values: raw}
	g := &Grouping{By: index.Field(v.Choice("group", names(groupFields)...)), page: v.Number("page", 1, 1, 1<<24),
		size: v.Number("per_page", groupsShown, 1, maxGroupsShown)}
	if err := v.Err(); err != nil {
		return nil, err
	}
	own := maps.Clone(raw)
	for _, name := range []string{"page", "per_page", "offset", "limit", "cursor", "group"} {
		delete(own, name)
	}
	own.Set("limit", "1")
	var err error
	g.Search, err = s.Read(own, lang)
	return g, err
}

func names(fields []index.Field) (all []string) {
	for _, f := range fields {
		all = append(all, string(f))
	}
	return all
}

// Groups makes groups of what was found, which is the answer to the search of g.
func (s *Service) Groups(ctx context.Context, g *Grouping, f *Found) (*GroupsView, error) {
	req := f.countable()
	req.Facets, req.FacetValues = []index.Field{g.By}, index.AllFacetValues
	res, err := s.engine.Search(ctx, req)
	if err != nil {
		return nil, err
	}
	all := g.groups(res.Facets[g.By])
	v := &GroupsView{Query: QueryView{g.Q, g.Accents}, Total: f.result.Total, Group: g.By, TotalGroups: len(all), Page: g.page, PerPage: g.size,
		Pages: (len(all) + g.size - 1) / g.size, Groups: []*GroupView{}}
	q := f.View().Answered()
	from := min((g.page-1)*g.size, len(all))
	for _, group := range all[from:min(from+g.size, len(all))] {
		if group.Hits, err = s.groupHits(ctx, g, f, group, q); err != nil {
			return nil, err
		}
		v.Groups = append(v.Groups, group)
	}
	return v, nil
}

// groups are those that the filter of the field lets through.
func (g *Grouping) groups(f index.Facet) (all []*GroupView) {
	passes := func(value string) bool {
		only := g.Request.Filter.Any[g.By]
		return (len(only) == 0 || slices.Contains(only, value)) && !slices.Contains(g.Request.Filter.None[g.By], value)
	}
	for _, x := range f.Values {
		if passes(x.Value) {
			all = append(all, &GroupView{Value: x.Value, Label: g.Label(g.By, x.Value), Count: x.Count})
		}
	}
	if f.Missing > 0 && passes(index.NoValue) {
		all = append(all, &GroupView{Missing: true, Count: f.Missing})
	}
	return all
}

// groupHits returns the first hits of a group in the order of the search; q is the
// query that was answered.
func (s *Service) groupHits(ctx context.Context, g *Grouping, f *Found, group *GroupView, q string) ([]HitView, error) {
	one := *g.Search
	one.Q, one.first = q, false
	one.Request = f.countable()
	one.Request.Limit, one.Request.Snippets = groupHits, g.Request.Snippets
	one.Request.Filter.Any = maps.Clone(one.Request.Filter.Any)
	one.Request.Filter.Any[g.By] = []string{group.Value}
	found, err := s.Find(ctx, &one)
	if err != nil {
		return nil, err
	}
	return found.View().Hits, nil
}
