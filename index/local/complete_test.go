package local

import (
	"fmt"
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
		docs[i] = index.Document{ID: fmt.Sprint(i), Body: "Tỉnh lo chuyển đổi số" + cond(i < 7, " quốc gia.", ". Việc ở xã.")}
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
