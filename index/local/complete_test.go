package local

import (
	"fmt"
	"slices"
	"testing"

	"vankien/index"
	"vankien/index/query"
)

// TestUntold completes what stands in more documents than may be read to count it.
func TestUntold(t *testing.T) {
	t.Parallel()
	x, err := OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	docs := make([]index.Document, maxReads+100)
	for i := range docs {
		docs[i] = index.Document{ID: fmt.Sprint(i), Body: cond(i%2 == 0, "Tỉnh lo", "Huyện muốn") + " chuyển đổi số" + cond(i < 7, " quốc gia.", ". Việc ở xã.")}
	}
	if err := x.Put(t.Context(), docs...); err != nil {
		t.Fatal(err)
	}
	few := query.Word{Text: "gia"}
	for _, c := range []struct {
		begins string
		within query.Node
		text   string
		count  int
	}{
		{"chuyen doi s", nil, "chuyển đổi số", index.Untold},
		{"chuyen doi s", few, "chuyển đổi số", 7},
		{"chuyen d", few, "chuyển đổi số", 7},
		{"chuyen doi so q", nil, "chuyển đổi số quốc gia", 7},
		{"chuy", nil, "chuyển", len(docs)},
		{"x", nil, "xã", len(docs) - 7},
	} {
		list, err := x.Complete(t.Context(), index.Beginning{Text: c.begins, Within: c.within})
		if err != nil {
			t.Fatal(err)
		}
		count := 0
		for _, x := range list {
			if x.Text == c.text {
				count = x.Count
			}
		}
		if count != c.count {
			t.Errorf("%q within %v: %+v, want %q with %d documents", c.begins, c.within, list, c.text, c.count)
		}
	}
}

// TestWithinUnit completes words that stand within units.
func TestWithinUnit(t *testing.T) {
	t.Parallel()
	x, err := OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	docs := make([]index.Document, 20)
	for i := range docs {
		docs[i] = index.Document{ID: fmt.Sprint(i), Body: "Xã có ủy ban nhân dân. Khi ấy nhân dân họp; cả nhân dân mừng."}
	}
	if err := x.Put(t.Context(), docs...); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		begins, text string
		is           bool
	}{
		{"uy b", "ủy ban nhân dân", true},
		{"uy ban n", "ủy ban nhân dân", true},
		{"ban n", "ban nhân dân", false},
		{"nhan d", "nhân dân", true},
	} {
		list, err := x.Complete(t.Context(), index.Beginning{Text: c.begins})
		if err != nil {
			t.Fatal(err)
		}
		if is := slices.ContainsFunc(list, func(x index.Completion) bool { return x.Text == c.text }); is != c.is {
			t.Errorf("%q: %+v; %q is among them: %v", c.begins, list, c.text, is)
		}
	}
}

// TestNowhere completes what would go on as words that stand nowhere.
func TestNowhere(t *testing.T) {
	t.Parallel()
	x, err := OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	docs := make([]index.Document, 40)
	for i := range docs {
		docs[i] = index.Document{ID: fmt.Sprint(i), Body: cond(i < 2, "Đó là tiến trình cải cách.", "Bàn về cải cách hành chính.")}
	}
	if err := x.Put(t.Context(), docs...); err != nil {
		t.Fatal(err)
	}
	list, err := x.Complete(t.Context(), index.Beginning{Text: "tien trinh ca"})
	if err != nil || len(list) == 0 {
		t.Errorf("%+v, %v, want what begins so", list, err)
	}
}
