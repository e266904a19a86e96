package find

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/indextest"
	"vankien/index/local"
	"vankien/internal/duplicate"
)

// counted counts the searches that an engine is asked for.
type counted struct {
	*local.Index
	searches int
}

func (c *counted) Search(ctx context.Context, req index.Request) (*index.Result, error) {
	c.searches++
	return c.Index.Search(ctx, req)
}

// relations are those of some documents.
type relations struct{ of *duplicate.Relations }

func (r relations) Relations() *duplicate.Relations { return r.of }

// foldable is a service over documents that are copies of each other by their
// bodies, of which there are few.
func foldable(t *testing.T, seed uint64, documents, bodies int) (*Service, *counted) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 3))
	var docs []index.Document
	var set duplicate.Set
	var signer duplicate.Signer
	for i := range documents {
		d := index.Document{ID: fmt.Sprintf("d%03d", i), Title: "Đất đai" + strings.Repeat(" nữa", r.IntN(9)), Body: fmt.Sprint("Đất đai số ", r.IntN(bodies)), Date: fmt.Sprint(2000 + r.IntN(20))}
		docs = append(docs, d)
		text := duplicate.Text{ID: d.ID, Body: d.Body}
		set.Put(d.ID, text.Sum(), signer.Sign(text))
	}
	x := &counted{Index: indextest.Open(t, local.OpenMemory, docs...)}
	return New(x, nil).With(relations{set.Relations()}), x
}

// folded returns every hit in order, and of each group the first.
func folded(t *testing.T, s *Service, x *counted, v url.Values) (all, first []string) {
	t.Helper()
	req, err := s.Request(v)
	if err != nil {
		t.Fatal(err)
	}
	req.IDsOnly, req.Offset, req.Limit = true, 0, index.MaxWindow
	seen := map[string]bool{}
	for _, h := range indextest.Search(t, x, req).Hits {
		all = append(all, h.ID)
		if g := group(s.Relations(), h.ID); !seen[g] {
			seen[g] = true
			first = append(first, h.ID)
		}
	}
	return all, first
}

// TestPagesOfGroups: page after page, by any order and size, is the list of all
// hits with one of each group.
func TestPagesOfGroups(t *testing.T) {
	for seed, shape := range [][2]int{{150, 40}, {150, 3}, {150, 1}, {60, 5000}, {100, 20}, {0, 1}} {
		s, x := foldable(t, uint64(seed), shape[0], shape[1])
		for _, sort := range []string{"relevance", "-date", "title"} {
			for _, size := range []int{1, 7, 20, 100} {
				v := url.Values{"q": {"đất đai"}, "sort": {sort}, "duplicates": {"fold"}, "per_page": {strconv.Itoa(size)}}
				all, want := folded(t, s, x, v)
				if size == 1 && len(want) > 10 {
					want = want[:10]
				}
				var got []string
				left := 0
				for page := 1; page <= (len(want)+size-1)/size; page++ {
					v.Set("page", strconv.Itoa(page))
					view, err := s.Search(t.Context(), v)
					if err != nil {
						t.Fatal(err)
					}
					for _, h := range view.Hits {
						got = append(got, h.ID)
					}
					left += *view.Folded
					if last := len(got) == len(want) && len(view.Hits) < size; view.Total != len(all) || last && view.Pages.Pages != page || view.Pages.Pages < page {
						t.Errorf("%v: total %d of %d, %d pages", v, view.Total, len(all), view.Pages.Pages)
					}
				}
				full := len(want)%size == 0 // then nobody has looked at what comes after
				if !slices.Equal(got, want) || !full && left != len(all)-len(want) {
					t.Fatalf("%v: %d left out\n got %v\nwant %v", v, left, got, want)
				}
			}
		}
	}
}

// TestPastTheLastGroup: behind the last page there is none, and how many there are
// is told.
func TestPastTheLastGroup(t *testing.T) {
	s, _ := foldable(t, 1, 90, 12)
	v, err := s.Search(t.Context(), url.Values{"q": {"đất"}, "duplicates": {"fold"}, "per_page": {"5"}, "page": {"9"}})
	if err != nil || len(v.Hits) != 0 || v.Total != 90 || v.Pages.Pages != 3 {
		t.Errorf("%d hits of %d, %d pages, %v", len(v.Hits), v.Total, v.Pages.Pages, err)
	}
}

// TestLastPage is known where the hits end with it, full or not.
func TestLastPage(t *testing.T) {
	s, x := foldable(t, 1, 90, 12)
	v := url.Values{"q": {"đất"}, "duplicates": {"fold"}}
	all, first := folded(t, s, x, v)
	from := slices.Index(first, all[len(all)-1])
	if from < 0 { // the last hit is a copy: one that is none comes after it
		if err := x.Put(t.Context(), index.Document{ID: "z", Body: strings.Repeat("Không có gì. ", 60) + "đất"}); err != nil {
			t.Fatal(err)
		}
		if all, first = folded(t, s, x, v); all[len(all)-1] != "z" {
			t.Fatalf("the last hit is %s", all[len(all)-1])
		}
	}
	v.Set("per_page", strconv.Itoa(len(first)))
	if view, err := s.Search(t.Context(), v); err != nil || len(view.Hits) != len(first) || view.Pages.Pages != 1 {
		t.Errorf("%d hits, %+v, %v", len(view.Hits), view.Pages, err)
	}
	v.Set("per_page", "1")
	v.Set("page", strconv.Itoa(len(first)))
	if view, err := s.Search(t.Context(), v); err != nil || len(view.Hits) != 1 || view.Pages.Pages != len(first) {
		t.Errorf("%d hits, %+v, %v", len(view.Hits), view.Pages, err)
	}
}

// TestFoldingCostsNothingWhereThereIsNone: a first page asks the engine once, a
// later one once more; shown duplicates are asked for as ever.
func TestFoldingCostsNothingWhereThereIsNone(t *testing.T) {
	many, x := foldable(t, 2, 60, 60_000)
	some, y := foldable(t, 2, 60, 12)
	for _, c := range []struct {
		s     *Service
		x     *counted
		query string
		want  int
	}{
		{many, x, "q=đất&duplicates=fold", 1}, {many, x, "q=đất&duplicates=fold&page=2", 1 + min(1, len(many.Relations().Groups()))},
		{some, y, "q=đất", 1}, {some, y, "q=đất&page=2", 1}, {some, y, "q=đất&duplicates=fold&limit=0", 1}, {some, y, "q=đất&duplicates=fold&limit=1", 1},
		{some, y, "q=đất&duplicates=fold&limit=10", 3},
	} {
		v, _ := url.ParseQuery(c.query)
		c.x.searches = 0
		if _, err := c.s.Search(t.Context(), v); err != nil || c.x.searches != c.want {
			t.Errorf("%s: %d searches, want %d; %v", c.query, c.x.searches, c.want, err)
		}
	}
}

// TestHitsTellOfCopies: whether or not they are folded, and no more than a page holds.
func TestHitsTellOfCopies(t *testing.T) {
	s, _ := foldable(t, 3, 60, 1)
	v, err := s.Search(t.Context(), url.Values{"q": {"đất"}, "limit": {"2"}})
	if err != nil || len(v.Hits) != 2 || v.Folded != nil || v.Hits[0].AlsoAtTotal != 59 || len(v.Hits[0].AlsoAt) != maxAlsoAt || slices.Contains(v.Hits[0].AlsoAt, v.Hits[0].ID) {
		t.Errorf("%+v, %v", v.Hits, err)
	}
	if v, err = s.Search(t.Context(), url.Values{"q": {"đất"}, "limit": {"2"}, "duplicates": {"fold"}}); err != nil || len(v.Hits) != 1 || *v.Folded != 59 {
		t.Errorf("folded: %+v, %v", v.Hits, err)
	}
}

// TestKeptJSONKnowsRelations: what was kept is not said when relations are others,
// or hits are folded.
func TestKeptJSONKnowsRelations(t *testing.T) {
	s, _ := foldable(t, 4, 30, 8)
	addresses := []string{"q=đất&per_page=3", "q=đất&per_page=3&duplicates=fold", "q=đất&per_page=3&duplicates=fold&page=2", "q=đất&per_page=3&page=2", "q=đất&limit=3&offset=3&duplicates=fold",
		"q=đất&per_page=3&duplicates=fold&page=20", "q=đất&per_page=3&duplicates=fold&page=21"}
	fresh := map[string]string{}
	for _, a := range addresses {
		v, _ := url.ParseQuery(a)
		view, err := s.Search(t.Context(), v)
		if err != nil {
			t.Fatal(err)
		}
		fresh[a] = tookMS.ReplaceAllString(string(view.AppendJSON(nil)), `"took_ms":0`)
	}
	for range 3 {
		for _, a := range addresses {
			if got := answered(t, s, a); got != fresh[a] {
				t.Errorf("%s:\n got %s\nwant %s", a, got, fresh[a])
			}
		}
	}
	if got := answered(t, s, addresses[0]); !strings.Contains(got, "also_at") {
		t.Errorf("with relations: %s", got)
	}
	s.With(relations{&duplicate.Relations{}})
	if got := answered(t, s, addresses[0]); strings.Contains(got, "also_at") {
		t.Errorf("without relations: %s", got)
	}
}
