package indextest

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"vankien/index"
)

// signs are characters that mean something to formats, queries and engines.
const signs = "|~^@!+_\"\\{}[]<>&%#?*/:;,.'`$()=-"

// odd is a value of n bytes with every character that is seldom met.
func odd(n int) string {
	var b strings.Builder
	b.WriteString("v")
	for c := rune(1); c < ' '; c++ {
		b.WriteRune(c)
	}
	b.WriteString(signs + "\x7f\u0085\u2028\u200d\ufeff\U0001f1fb đất")
	for b.Len() < n {
		b.WriteByte("0123456789"[b.Len()%10])
	}
	return b.String()
}

// oddDocuments come back as they were put, under any id, and are found by any value.
func oddDocuments(t *testing.T, open opener) {
	x := open(index.Document{ID: "z", Title: "khác", Speaker: "khác"})
	ids := []string{"a/b?c#d%20", `q"\{}[]`, "../x", "_id", "-", "đất nước", "*,a", strings.Repeat("đ", index.MaxID/2)}
	var want []index.Document
	for i, id := range ids {
		v := odd(index.MaxValue - 100*i)
		want = append(want, index.Document{ID: id, Kind: index.KindOther, Title: odd(400), Abstract: odd(500), Body: strings.Repeat(odd(300)+"\n", 100*(i+1)), Speaker: v,
			Place: v, Event: v, Signer: v, Number: v, Source: odd(9000), Language: v, Topics: []string{odd(200) + fmt.Sprint(i), signs}, Repairs: []string{v}, Recipients: []string{v}})
	}
	want, err := index.Prepared(want)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time nothing changes
		if err := x.Put(t.Context(), want...); err != nil {
			t.Fatal(err)
		}
	}
	for _, d := range want {
		if got, err := x.Get(t.Context(), d.ID); err != nil || !reflect.DeepEqual(got, d) {
			t.Errorf("%q came back as %+v, %v", d.ID, got, err)
		}
		for _, f := range []index.Field{index.FieldSpeaker, index.FieldEvent, index.FieldNumber, index.FieldTopic} {
			value := d.Speaker
			if f == index.FieldTopic {
				value = d.Topics[0]
			}
			res := Search(t, x, index.Request{Filter: index.Filter{Any: map[index.Field][]string{f: {value}}}, Facets: []index.Field{f}})
			if !slices.Equal(hitIDs(res), []string{d.ID}) || !slices.Contains(res.Facets[f].Values, index.FacetValue{Value: value, Count: 1}) {
				t.Errorf("by its %s %.20q is found as %q among %d values", f, d.ID, hitIDs(res), len(res.Facets[f].Values))
			}
		}
	}
	absent, different, err := x.Diff(t.Context(), want)
	if err != nil || len(absent) > 0 || len(different) > 0 {
		t.Errorf("of what is stored %q are absent, %q different, %v", idsOf(absent), idsOf(different), err)
	}
	gone, err := x.Delete(t.Context(), append([]string{"", ".", "a/b", "no\nid"}, ids...)...)
	slices.Sort(gone)
	slices.Sort(ids)
	if err != nil || !slices.Equal(gone, ids) {
		t.Errorf("deleted %q, %v", gone, err)
	}
}

func hitIDs(res *index.Result) (list []string) {
	for _, h := range res.Hits {
		list = append(list, h.ID)
	}
	return list
}

// signsBesideWords stand in one document and not in the other, whose words are nearly
// the same: both are found, and marked, by the same queries with and without signs.
func signsBesideWords(t *testing.T, open opener) {
	x := open(
		index.Document{ID: "a", Title: "đất nước", Body: "ta giữ đất nước hòa bình, kinh tế phát triển ở đây"},
		index.Document{ID: "b", Title: "~đất^ |nước|", Body: "^ta giữ|3 đất_nước @hòa~bình +kinh+ \\tế\\ {phát} [triển]|9 <ở> *đây*"},
		index.Document{ID: "c", Title: "khác", Body: "3 9"})
	for q, want := range map[string]string{
		"đất": "a b", "nuoc": "a b", `"đất nước"`: "a b", `"đất_nước"`: "a b", `"^ta giữ"`: "a b", `"+hòa_bình"`: "a b", "title:nước": "a b", `title:"đất nước"`: "a b",
		`"kinh tế phát triển"`: "a b", `"hòa kinh"~3`: "a b", "phá*": "a b", `"giữ|3"`: "b", "9": "b c", `"~dat"`: "a b", `"@hoa"`: "a b", `=đây`: "a b",
	} {
		res := Search(t, x, index.Request{Query: Parse(t, q), Snippets: 1})
		if got := Sorted(res); got != want {
			t.Errorf("%s finds %q, want %q", q, got, want)
			continue
		}
		for _, h := range res.Hits {
			if len(h.TitleMarks) == 0 && (len(h.Fragments) == 0 || len(h.Fragments[0].Marks) == 0) {
				t.Errorf("%s marks nothing in %q", q, h.ID)
			}
		}
	}
}
