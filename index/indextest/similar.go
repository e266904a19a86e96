package indextest

import (
	"fmt"
	"slices"
	"testing"

	"vankien/index"
)

// similar finds what has rare words in common, whatever the order of Put.
func similar(t *testing.T, open opener) {
	text := func(about string) string {
		return "Hội nghị bàn về " + about + ". Các đại biểu thống nhất rằng " + about + " cần nhiều thời gian."
	}
	docs := []index.Document{
		{ID: "a", Title: "Trồng rừng ngập mặn", Body: text("rừng ngập mặn ven biển Cần Giờ")},
		{ID: "copy", Title: "Rừng ngập mặn", Body: text("rừng ngập mặn ven biển Cần Giờ")},
		{ID: "near", Title: "Bảo vệ bờ biển", Body: "Ở Cần Giờ, rừng ngập mặn giữ đất."},
		{ID: "far", Title: "Thu ngân sách", Body: text("ngân sách cấp huyện")},
		{ID: "empty"},
	}
	for i := range 40 {
		docs = append(docs, index.Document{ID: fmt.Sprintf("x%02d", i), Body: text(fmt.Sprintf("học phí đợt %d", i))})
	}
	x := open(docs...)
	ids := func(d index.Document, n int) (list []string) {
		t.Helper()
		hits, err := x.Similar(t.Context(), d, n)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range hits {
			if h.Document.ID != h.ID || h.Document.Body != "" {
				t.Errorf("hit %+v", h)
			}
			list = append(list, h.ID)
		}
		return list
	}
	got := ids(docs[0], 10)
	if len(got) < 2 || got[0] != "copy" || got[1] != "near" || slices.Contains(got, "a") {
		t.Errorf("similar to a are %q", got)
	}
	if again := ids(docs[0], 10); !slices.Equal(again, got) {
		t.Errorf("the second time %q, first %q", again, got)
	}
	if one := ids(docs[0], 1); !slices.Equal(one, got[:1]) {
		t.Errorf("the first is %q", one)
	}
	for _, d := range []index.Document{docs[4], {ID: "new", Body: "Zzz qqq xxx"}} {
		if got := ids(d, 10); len(got) > 0 {
			t.Errorf("similar to %q are %q", d.ID, got)
		}
	}
	if got := ids(docs[0], 0); len(got) > 0 {
		t.Errorf("none asked for, %q", got)
	}
}
