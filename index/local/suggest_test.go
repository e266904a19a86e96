package local

import (
	"fmt"
	"testing"

	"vankien/index"
)

// TestSuggestedTotals holds the total of each suggestion against that of its query
// asked at the same level.
func TestSuggestedTotals(t *testing.T) {
	t.Parallel()
	x, err := OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	docs := make([]index.Document, 60)
	for i := range docs {
		docs[i] = index.Document{ID: fmt.Sprint(i), Body: "Tỉnh lo chuyển đổi số." + cond(i%3 == 0, " Cây hoa lan.", " Hoa hồng. Chị Lan.") + cond(i%4 == 0, " Hòa lẫn với Donald Trump.", " Donald. Tin về Trump.")}
	}
	if err := x.Put(t.Context(), docs...); err != nil {
		t.Fatal(err)
	}
	for q, want := range map[string]string{"donal trump": "donald trump", "hoa lan": "=hoa =lan"} {
		for _, level := range []index.Level{index.LevelAuto, index.LevelMeant, index.LevelAll, index.LevelAny} {
			res, _ := asked(t, x, q, level, 10)
			if offers := offered(res, index.SuggestSpelling, index.SuggestMarks); len(offers) == 0 || offers[0] != want {
				t.Errorf("%s at level %d: %q is offered", q, level, offers)
			}
			for _, s := range res.Suggestions {
				if other, _ := asked(t, x, s.Query.String(), level, 10); s.Total != other.Total {
					t.Errorf("%s at level %d: %s is said to find %d, and finds %d", q, level, s.Query, s.Total, other.Total)
				}
			}
		}
	}
}
