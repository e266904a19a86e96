package local

import (
	"math"
	"testing"
	"vankien/index"
	"vankien/index/plan"
)

// TestReadingScores holds scores of words that can be read in several ways
// against numbers worked out by hand. As in idf·tf/(tf+K) everywhere, K is
// 1.2·(0.25 + 0.75·length/average), and the idf of one document of three is
// ln(1+2.5/1.5) = 0.980829, of two ln(1+1.5/2.5) = 0.470004, of all three
// ln(1+0.5/3.5) = 0.133531.
func TestReadingScores(t *testing.T) {
	for _, c := range []struct {
		q      string
		bodies map[string]string
		want   map[string]float64
	}{
		// Lengths 2, 5 and 3, K 0.84 and 1.65: another name weighs as the one written.
		{"UBND", map[string]string{"a": "UBND họp", "b": "Ủy ban nhân dân họp", "c": "xã khác hẳn"},
			map[string]float64{"a": 0.980829 / 1.84, "b": plan.AbbreviationWeight * 0.980829 / 2.65}},
		// A phrase weighs as its four words.
		{`"ủy ban nhân dân" OR xã`, map[string]string{"a": "UBND họp", "b": "Ủy ban nhân dân họp", "c": "xã khác hẳn"},
			map[string]float64{"b": 4 * 0.980829 / 2.65, "c": 0.980829 / (1 + 1.2*(0.25+0.75*0.9))}},
		// Lengths 4, 6 and 2, K 1.2 and 1.65: the date weighs as its three words, of
		// which two are in two documents.
		{"13/1/2025", map[string]string{"a": "họp 13/1/2025", "b": "ngày 13 tháng 01 năm 2025", "c": "khác hẳn"},
			map[string]float64{"a": 1.920837 / 2.2, "b": 1.920837 / 2.65}},
		// Lengths 3, 5 and 4, K 0.975, 1.425 and 1.2: the best of both names counts, not their sum.
		{"Daklak", map[string]string{"a": "ở Daklak đó", "b": "ở Đắk Lắk là Daklak", "c": "Đắk Lắk Đắk Lắk"},
			map[string]float64{"a": 0.470004 / 1.975, "b": 0.470004 / 2.425, "c": plan.PlaceWeight * 0.470004 * 2 / 3.2}},
	} {
		x := collection(t)
		for id, body := range c.bodies {
			if err := x.Put(t.Context(), index.Document{ID: id, Body: body}); err != nil {
				t.Fatal(err)
			}
		}
		res := search(t, x, index.Request{Query: parse(t, c.q)})
		if len(res.Hits) != len(c.want) {
			t.Errorf("%s: found %q", c.q, ids(res))
		}
		for _, h := range res.Hits {
			if want := c.want[h.ID]; !(math.Abs(h.Score-want) <= 2e-6*want) {
				t.Errorf("%s: %s scores %.7f, want %.7f", c.q, h.ID, h.Score, want)
			}
		}
	}
}

// TestAnyWordOfColumns checks that values of a column restrict a query of which
// one word is enough, also where several stand together.
func TestAnyWordOfColumns(t *testing.T) {
	x := collection(t,
		index.Document{ID: "both", Title: "bắc", Topics: []string{"a", "b"}},
		index.Document{ID: "one", Title: "nam", Topics: []string{"a"}},
		index.Document{ID: "other", Title: "khác", Topics: []string{"a", "b"}})
	for q, want := range map[string]string{"topic:a topic:b bắc nam": "both", "bắc topic:a nam": "both one", "topic:a topic:b": "both other"} {
		if got := sorted(search(t, x, index.Request{Query: parse(t, q), AnyWord: true})); got != want {
			t.Errorf("%s: found %q, want %q", q, got, want)
		}
	}
}
