package find

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"vankien/index"
	"vankien/index/indextest"
	"vankien/index/local"
)

// service searches three documents without a taxonomy; one topic has a label.
func service(t testing.TB) *Service {
	t.Helper()
	x := indextest.Open(t, local.OpenMemory,
		index.Document{ID: "a", Kind: "speech", Title: "Quy hoạch", Body: "Đất đai ở đô thị.", Date: "2025-02-03", Topics: []string{"do-thi"}},
		index.Document{ID: "b", Kind: "report", Title: "Quản lý đất đai", Body: "Không còn tranh chấp.", Date: "2024-06"},
		index.Document{ID: "c", Kind: "report", Title: "Thủy lợi", Body: "Hồ chứa đầy nước."})
	if err := x.PutLabels(t.Context(), map[string]string{"do-thi": "Đô thị"}); err != nil {
		t.Fatal(err)
	}
	return New(x, nil)
}

func TestRequestOfParameters(t *testing.T) {
	s := service(t)
	req, err := s.Request(url.Values{"q": {"đất"}, "topic": {"Đô thị"}, "limit": {"3"}, "from": {"1/2/2025"}})
	if err != nil || req.Limit != 3 || req.Filter.From != "2025-02-01" || req.Filter.Any[index.FieldTopic][0] != "do-thi" {
		t.Errorf("request %+v, %v", req, err)
	}
}

func TestRefusedNamesEveryFault(t *testing.T) {
	s := service(t)
	for _, c := range []struct {
		query   url.Values
		message string
		faults  []string // code and parameter
	}{
		{url.Values{"topics": {"x"}}, `unknown parameter "topics"; did you mean "topic"?`, []string{"unknown_parameter topics"}},
		{url.Values{"from": {"31/02/2021"}, "sort": {"size"}}, "sort=size is not one of -date, date, title, relevance, -indexed, indexed",
			[]string{"invalid_parameter sort", "invalid_date from"}},
		{url.Values{"offset": {"9999"}, "limit": {"2"}}, "9999 + 2 is beyond the first 10000 hits; narrow the search", []string{"offset_too_large offset"}},
		{url.Values{"q": {"đất date:x"}}, `the query cannot be read from character 10 on: "x" is not a date; write date:2024, date:2024-05-31, date:31/5/2024 or date:2024..2025.`,
			[]string{"invalid_query q"}},
	} {
		_, err := s.Search(t.Context(), c.query)
		var refused *Refused
		if !errors.As(err, &refused) || err.Error() != c.message || len(refused.Faults) != len(c.faults) {
			t.Errorf("%v: %v", c.query, err)
			continue
		}
		for i, f := range refused.Faults {
			if got := f.Code + " " + f.Parameter; got != c.faults[i] {
				t.Errorf("%v: fault %s, want %s", c.query, got, c.faults[i])
			}
		}
	}
}

// TestManyFaultsAreCounted: what an answer names of an address does not grow
// with it.
func TestManyFaultsAreCounted(t *testing.T) {
	s, unknown, fields := service(t), url.Values{}, make([]string, 10_000)
	for i := range fields {
		fields[i] = "z" + strconv.Itoa(i)
		unknown.Set(fields[i], "")
	}
	for name, v := range map[string]url.Values{"names": unknown, "facets": {"facets": {strings.Join(fields, ",")}}} {
		_, err := s.Search(t.Context(), v)
		var refused *Refused
		if !errors.As(err, &refused) || len(refused.Faults) != maxFaults+1 {
			t.Errorf("%s: %.200v", name, err)
			continue
		}
		if got := english.Say(refused.Faults[maxFaults].Detail); got != "9984 more faults are not listed" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// TestFilterValuesAreFew holds the values of a field and those it excludes
// against one limit.
func TestFilterValuesAreFew(t *testing.T) {
	s := service(t)
	many := slices.Repeat([]string{"x"}, index.MaxFilterValues)
	if _, err := s.Search(t.Context(), url.Values{"place": many, "speaker": many}); err != nil {
		t.Error(err)
	}
	for name, v := range map[string]url.Values{"place": {"place": many, "-place": {"x"}}, "-place": {"-place": append(many, "x")}} {
		_, err := s.Search(t.Context(), v)
		var refused *Refused
		if !errors.As(err, &refused) || err.Error() != "place and -place have 65 values; at most 64 are accepted" || refused.Faults[0].Parameter != name {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestErrorsOfTheEngineStayThemselves(t *testing.T) {
	ctx, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	if _, err := service(t).Search(ctx, url.Values{"q": {"đất"}}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v", err)
	}
}

// TestLooserSearches: an answer with next to nothing in it tells what finds more.
func TestLooserSearches(t *testing.T) {
	s := service(t)
	for _, c := range []struct {
		query url.Values
		want  []SuggestionView
	}{
		{url.Values{"q": {"đất đai"}, "kind": {"other"}}, []SuggestionView{ // without any marks there is no more than without the filter
			{Kind: SuggestFilter, Q: "đất đai", Total: 2, Set: map[string]string{"kind": ""}}}},
		{url.Values{"q": {"+thúy"}}, []SuggestionView{{Kind: SuggestAccents, Q: "+thúy", Total: 1, Set: map[string]string{"accents": "fold"}}}},
		{url.Values{"q": {"+thúy"}, "to": {"1900"}}, []SuggestionView{{Kind: SuggestAccents, Q: "+thúy", Total: 1, Set: map[string]string{"accents": "fold", "to": ""}}}},
		{url.Values{"q": {"dat dai o do thi"}, "kind": {"report"}}, []SuggestionView{ // what has only some of the words counts for nothing
			{Kind: SuggestFilter, Q: "dat dai o do thi", Total: 1, Set: map[string]string{"kind": ""}}}},
		{url.Values{"q": {`"loi thuy"`}}, []SuggestionView{{Kind: SuggestQuotes, Q: "loi thuy", Total: 1}}},
		{url.Values{"q": {"nuoc xyz"}, "match": {"all"}}, []SuggestionView{{Kind: SuggestMatch, Q: "nuoc xyz", Total: 1, Set: map[string]string{"match": "any"}}}},
		{url.Values{"q": {"dat"}, "from": {"2025"}, "to": {"2025"}, "-topic": {"nope"}}, []SuggestionView{ // of several filters that which excludes most
			{Kind: SuggestFilter, Q: "dat", Total: 2, Set: map[string]string{"from": "", "to": ""}}}},
		{url.Values{"q": {"dat"}, "from": {"2030"}, "kind": {"other"}}, []SuggestionView{ // no single filter is to blame
			{Kind: SuggestFilter, Q: "dat", Total: 2, Set: map[string]string{"from": "", "kind": ""}}}},
		{url.Values{"kind": {"speech"}, "topic": {"do-thi"}, "-topic": {"nope"}}, []SuggestionView{
			{Kind: SuggestFilter, Total: 1 + 2, Set: map[string]string{"kind": "", "topic": "", "-topic": ""}}}},
		{url.Values{"q": {"dat"}, "kind": {"other"}, "offset": {"1"}}, []SuggestionView{}}, // only the first page tells
		{url.Values{"q": {"dat"}, "kind": {"other"}, "limit": {"0"}}, []SuggestionView{}},
		{url.Values{"q": {"dat"}}, []SuggestionView{}},
	} {
		v, err := s.Search(t.Context(), c.query)
		if err != nil {
			t.Fatal(err)
		}
		looser := slices.DeleteFunc(v.Suggestions, func(s SuggestionView) bool { return !s.Loosens() })
		if diff := cmp.Diff(c.want, looser, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%v: %s", c.query, diff)
		}
	}
}
