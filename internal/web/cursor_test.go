package web

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/local"
	"vankien/internal/find"
)

// answerTo is the answer of the API to a search.
func answerTo(t *testing.T, s *Server, query string) (v struct {
	Total  int
	Hits   []find.HitView
	Next   string `json:"next_cursor"`
	Cursor string
}) {
	t.Helper()
	w := get(s, "/api/v1/search?"+query)
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil || w.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", query, w.Code, w.Body)
	}
	return v
}

func nextCursor(t *testing.T, s *Server, query string) string {
	t.Helper()
	return answerTo(t, s, query).Next
}

// TestCursor goes through answers by cursor: all hits come, each once, as they do by
// number, also of a query that is answered as it was meant.
func TestCursor(t *testing.T) {
	s := newServer(t, Options{})
	x := s.opt.Index.(*local.Index)
	for i := range 30 {
		d := index.Document{ID: string(rune('A' + i)), Title: "Chính quyền đô thị", Body: strings.Repeat("Chính quyền đô thị, đất đai. ", 1+i%4), Date: []string{"", "2021", "2022-03"}[i%3]}
		if err := x.Put(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	mended := false
	for _, query := range []string{"", "sort=date", "sort=title", "q=đô+thị", "q=đô+thị+hòa+giải", "q=đô+thị&match=any", "q=chính+quyenf+đô+thị", "q=chihs+quyền&sort=-date", "q=chínk+quyền", "year=2021&year=none"} {
		all := answerTo(t, s, query+"&per_page=100")
		var got []find.HitView
		page := answerTo(t, s, query+"&limit=7")
		for got = page.Hits; page.Next != "" && len(got) < 100; got = append(got, page.Hits...) {
			cursor := page.Next
			mended = mended || strings.Contains(cursor, ".")
			if page = answerTo(t, s, query+"&per_page=7&cursor="+cursor); page.Cursor != cursor || page.Total != all.Total {
				t.Errorf("%s: cursor %q, total %d, want %q, %d", query, page.Cursor, page.Total, cursor, all.Total)
			}
		}
		same := func(a, b find.HitView) bool { return a.ID == b.ID && a.Score == b.Score && a.URL == b.URL }
		if !slices.EqualFunc(got, all.Hits, same) || len(got) < 8 || len(got) != all.Total {
			t.Errorf("%s: %d hits by cursor, %d of %d by number", query, len(got), len(all.Hits), all.Total)
		}
		if next := answerTo(t, s, query+"&duplicates=fold&limit=7").Next; next != "" {
			t.Errorf("%s: cursor %q of folded hits", query, next)
		}
	}
	if !mended {
		t.Error("no query was answered as it was meant")
	}
	if p := parsePage(t, get(s, "/search?cursor="+nextCursor(t, s, "limit=7")), http.StatusOK); len(p.all("article")) == 0 && len(p.all("li")) == 0 {
		t.Error("a page after a cursor has no hits")
	}
}
