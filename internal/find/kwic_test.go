package find

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/indextest"
	"vankien/index/local"
	"vankien/internal/viet"
)

// wordy are random documents of few words, in paragraphs.
func wordy(w *rand.Rand, n int) (docs []index.Document) {
	words := []string{"đất", "đai", "nước", "rừng", "biển", "trời", "quản", "lý", "hồ"}
	text := func(n int) string {
		var b strings.Builder
		for range 1 + w.IntN(n) {
			b.WriteString(words[w.IntN(len(words))] + []string{" ", " ", " ", "\n\n"}[w.IntN(4)])
		}
		return strings.TrimSpace(b.String())
	}
	for i := range n {
		docs = append(docs, index.Document{ID: fmt.Sprint(i), Title: strings.ReplaceAll(text(5), "\n\n", " "), Body: text(60), Date: []string{"", "2020", "2024-05"}[w.IntN(3)],
			Speaker: []string{"", "Bình", "An"}[w.IntN(3)]})
	}
	return docs
}

// wantedLine is a line as the texts have it, by a count of its own.
type wantedLine struct {
	doc                       *index.Document
	at                        int
	field, left, match, right string
}

// linesIn looks for two words side by side in a document.
func linesIn(d *index.Document, a, b string, left, right int) (all []wantedLine) {
	for _, f := range []struct{ name, text string }{{"title", d.Title}, {"body", d.Body}} {
		for _, p := range strings.Split(f.text, "\n\n") {
			words := strings.Fields(p)
			for i := range len(words) - 1 {
				if words[i] == a && words[i+1] == b {
					all = append(all, wantedLine{d, len(all), f.name, strings.Join(words[max(0, i-left):i], " "), a + " " + b,
						strings.Join(words[i+2:min(len(words), i+2+right)], " ")})
				}
			}
		}
	}
	return all
}

// wantedKey is what lines are sorted by.
func wantedKey(order string, l *wantedLine) string {
	switch order {
	case byLeft:
		words := strings.Fields(l.left)
		slices.Reverse(words)
		return viet.SortKey(strings.Join(words, " "))
	case byRight:
		return viet.SortKey(l.right)
	case bySpeaker:
		return cmp.Or(viet.SortKey(l.doc.Speaker), "\xff")
	}
	return ""
}

// TestConcordance compares lines, page by page, with those that an independent count
// finds in the texts.
func TestConcordance(t *testing.T) {
	w := rand.New(rand.NewPCG(1, 2))
	docs := wordy(w, 150)
	s := New(indextest.Open(t, local.OpenMemory, docs...), nil)
	for _, pair := range [][2]string{{"đất", "đai"}, {"quản", "lý"}, {"biển", "trời"}} {
		for _, order := range []string{byPosition, byLeft, byRight, byDate, bySpeaker} {
			var want []wantedLine
			for i := range docs {
				want = append(want, linesIn(&docs[i], pair[0], pair[1], 3, 4)...)
			}
			v := url.Values{"q": {`"` + pair[0] + " " + pair[1] + `"`}, "match": {"all"}, "sort": {order}, "left": {"3"}, "right": {"4"}, "per_page": {"7"}}
			got := everyLine(t, s, v)
			date := func(l *wantedLine) string { return cmp.Or(l.doc.Date, "9") }
			slices.SortFunc(want, func(a, b wantedLine) int {
				return cmp.Or(cmp.Compare(wantedKey(order, &a), wantedKey(order, &b)), cmp.Compare(date(&a), date(&b)), cmp.Compare(a.doc.ID, b.doc.ID), cmp.Compare(a.at, b.at))
			})
			if order == byPosition { // by relevance, which is the engine's
				byID := func(id string) int { return slices.IndexFunc(got, func(l *LineView) bool { return l.ID == id }) }
				slices.SortStableFunc(want, func(a, b wantedLine) int { return cmp.Compare(byID(a.doc.ID), byID(b.doc.ID)) })
			}
			same := func(g *LineView, l wantedLine) bool {
				return g.ID == l.doc.ID && g.Field == l.field && g.Left == l.left && g.Match == l.match && g.Right == l.right
			}
			if !slices.EqualFunc(got, want, same) || len(got) < 10 {
				t.Errorf("%q by %s: %d lines, want %d", pair, order, len(got), len(want))
			}
			checkNeighbours(t, s, v, want)
		}
	}
}

// everyLine asks for page after page.
func everyLine(t *testing.T, s *Service, v url.Values) (all []*LineView) {
	t.Helper()
	for page := 1; ; page++ {
		v.Set("page", fmt.Sprint(page))
		k, err := s.ReadKWIC(v, Vietnamese)
		if err != nil {
			t.Fatal(err)
		}
		view, err := s.KWIC(t.Context(), k)
		if err != nil {
			t.Fatal(err)
		}
		if all = append(all, view.Lines...); len(view.Lines) < view.PerPage {
			if len(all) != view.Total || page < view.Pages {
				t.Errorf("%v: %d lines on %d pages, told are %d on %d", v, len(all), page, view.Total, view.Pages)
			}
			return all
		}
	}
}

func checkNeighbours(t *testing.T, s *Service, v url.Values, lines []wantedLine) {
	t.Helper()
	v.Set("neighbours", "count")
	v.Set("page", "1")
	k, err := s.ReadKWIC(v, Vietnamese)
	if err != nil {
		t.Fatal(err)
	}
	view, err := s.KWIC(t.Context(), k)
	if err != nil {
		t.Fatal(err)
	}
	before, right := map[string]int{}, map[string]int{}
	for _, l := range lines {
		if words := strings.Fields(l.left); len(words) > 0 {
			before[words[len(words)-1]]++
		}
		for _, w := range strings.Fields(l.right) {
			right[w]++
		}
	}
	for _, c := range []struct {
		got  []NeighbourView
		want map[string]int
	}{{view.Neighbours.Before, before}, {view.Neighbours.Right, right}} {
		for i, n := range c.got {
			if c.want[n.Word] != n.Count || i > 0 && c.got[i-1].Count < n.Count {
				t.Errorf("%q stands %d times, want %d", n.Word, n.Count, c.want[n.Word])
			}
		}
		if len(c.got) != len(c.want) {
			t.Errorf("%d neighbours, want %d", len(c.got), len(c.want))
		}
	}
}
