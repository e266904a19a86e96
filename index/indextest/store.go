package indextest

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"vankien/index"
)

func putGetDelete(t *testing.T, open opener) {
	x := open(speeches...)
	ctx := t.Context()
	d, err := x.Get(ctx, "b")
	if err != nil || d.Body != speeches[1].Body || fmt.Sprint(d.Topics) != "[kinh-te]" || d.Number != "102/BC-UBND" {
		t.Fatalf("Get: %+v, %v", d, err)
	}
	nfd := index.Document{ID: "b", Title: "Ho\u0300a Vie\u0323\u0302t", Topics: []string{"t2", "t1", "t2"}}
	if err := x.Put(ctx, index.Document{ID: "b", Title: "first"}, nfd); err != nil {
		t.Fatal(err)
	}
	if d, _ = x.Get(ctx, "b"); d.Title != "Hòa Việt" || d.Kind != index.KindOther || fmt.Sprint(d.Topics) != "[t2 t1]" {
		t.Errorf("stored %+v", d)
	}
	if got := Search(t, x, index.Request{Query: Parse(t, "kinh tế")}).Total; got != 0 {
		t.Errorf("the replaced document is still found: %d", got)
	}
	gone, err := x.Delete(ctx, "b", "nowhere", "b")
	if fmt.Sprint(gone) != "[b]" || err != nil {
		t.Errorf("Delete = %v, %v", gone, err)
	}
	if _, err := x.Get(ctx, "b"); !errors.Is(err, index.ErrNotFound) {
		t.Errorf("Get after Delete: %v", err)
	}
	if got := Search(t, x, index.Request{}).Total; got != 3 {
		t.Errorf("total %d after delete", got)
	}
}

func putIsAllOrNone(t *testing.T, open opener) {
	x := open()
	err := x.Put(t.Context(), index.Document{ID: "ok"}, index.Document{ID: "bad", Date: "2025-02-31"})
	var inv *index.FieldError
	if !errors.As(err, &inv) || inv.Pointer != "/date" || inv.ID != "bad" {
		t.Fatalf("err = %v", err)
	}
	if got := Search(t, x, index.Request{}).Total; got != 0 {
		t.Errorf("%d documents stored", got)
	}
}

// outcomes asks of each document whether a Put would add it, change it, or
// change nothing.
func outcomes(t *testing.T, open opener) {
	x := open(speeches...)
	changed := speeches[2]
	changed.Topics = nil
	for _, c := range []struct {
		name              string
		docs              []index.Document
		absent, different string
	}{
		{"all of them", []index.Document{speeches[0], {ID: "new"}, changed, speeches[1]}, "new", "c"},
		{"none", nil, "", ""},
		{"the last of equals is as stored", []index.Document{changed, speeches[2]}, "", ""},
		{"the last of equals is not", []index.Document{speeches[2], changed}, "", "c"},
		{"a new one twice", []index.Document{{ID: "new", Title: "a"}, {ID: "new", Title: "b"}}, "new", ""},
	} {
		absent, different, err := x.Diff(t.Context(), c.docs)
		if err != nil || idsOf(absent) != c.absent || idsOf(different) != c.different {
			t.Errorf("%s: absent %q, different %q, %v", c.name, idsOf(absent), idsOf(different), err)
		}
	}
	if _, _, err := x.Diff(t.Context(), []index.Document{{ID: "a", Date: "31/12"}}); !errors.As(err, new(*index.FieldError)) {
		t.Errorf("an invalid document: %v", err)
	}
	if gone, err := x.Delete(t.Context(), "nowhere"); len(gone) != 0 || err != nil {
		t.Errorf("Delete = %v, %v", gone, err)
	}
	if got := Search(t, x, index.Request{}).Total; got != len(speeches) {
		t.Errorf("%d documents: asking changed them", got)
	}
}

func idsOf(docs []index.Document) string {
	var list []string
	for _, d := range docs {
		list = append(list, d.ID)
	}
	return strings.Join(list, " ")
}

// composedOrNot writes the same text in both forms of Unicode, and asks in both.
func composedOrNot(t *testing.T, open opener) {
	const text = "Ủy ban nhân dân tỉnh Bắc Ninh hòa giải ở cơ sở"
	x := open(index.Document{ID: "c", Title: text, Body: text}, index.Document{ID: "d", Title: norm.NFD.String(text), Body: norm.NFD.String(text)})
	c, err := x.Get(t.Context(), "c")
	if err != nil {
		t.Fatal(err)
	}
	d, err := x.Get(t.Context(), "d")
	if err != nil || c.Title != text || d.Title != text || d.Body != text {
		t.Errorf("stored %q and %q, %v", c.Title, d.Title, err)
	}
	for _, q := range []string{"bắc ninh", `"hòa giải"`, "=Bắc", "giải*", "title:tỉnh"} {
		for _, q := range []string{q, norm.NFD.String(q)} {
			req := index.Request{Query: Parse(t, q), Snippets: 1}
			res := Search(t, x, req)
			if len(res.Hits) != 2 || res.Hits[0].Score != res.Hits[1].Score || !reflect.DeepEqual(res.Hits[0].Fragments, res.Hits[1].Fragments) ||
				!slices.Equal(res.Hits[0].TitleMarks, res.Hits[1].TitleMarks) || len(res.Hits[0].TitleMarks) == 0 {
				t.Errorf("%+q: %+v", q, res.Hits)
			}
		}
	}
	if _, different, err := x.Diff(t.Context(), []index.Document{{ID: "c", Title: norm.NFD.String(text), Body: text}}); err != nil || len(different) != 0 {
		t.Errorf("the same in another form is different: %v, %v", different, err)
	}
}

func labels(t *testing.T, open opener) {
	x := open(index.Document{ID: "1", Topics: []string{"a", "b"}})
	if got := x.Labels(); len(got) != 0 {
		t.Errorf("a new collection has labels %v", got)
	}
	for _, add := range []map[string]string{{"a": "A", "b": "B"}, {"b": "Bê"}, {}, {"c": "C"}} {
		if err := x.PutLabels(t.Context(), add); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := x.Labels(), map[string]string{"a": "A", "b": "Bê", "c": "C"}; !maps.Equal(got, want) {
		t.Errorf("labels %v, want %v", got, want)
	}
}

func stats(t *testing.T, open opener) {
	x := open()
	if st, err := x.Stats(t.Context()); err != nil || st.Documents != 0 || st.First != "" || st.Last != "" || st.AnalysisVersion == "" {
		t.Errorf("of nothing: %+v, %v", st, err)
	}
	if err := x.Put(t.Context(), speeches...); err != nil {
		t.Fatal(err)
	}
	st, err := x.Stats(t.Context())
	if err != nil || st.Documents != 4 || st.Dated != 3 || st.First != "1965" || st.Last != "2025-01-13" || st.Topics != 3 ||
		!maps.Equal(st.Kinds, map[string]int{index.KindSpeech: 1, index.KindReport: 2, index.KindOther: 1}) {
		t.Errorf("%+v, %v", st, err)
	}
	if c := x.Cache(); c.Bytes < 0 || c.Limit != st.CacheLimit {
		t.Errorf("cache %+v of %+v", c, st)
	}
	if since, err := x.Unavailable(); !since.IsZero() || err != nil {
		t.Errorf("Unavailable = %v, %v while all is well", since, err)
	}
}

// Repairs are stored and compared like the rest of a document.
func repairs(t *testing.T, open opener) {
	x := open()
	ctx := t.Context()
	given := index.Document{ID: "a", Kind: index.KindOther, Title: "t", Repairs: []string{"second note", "", "Vie\u0323\u0302t"}}
	if err := x.Put(ctx, given); err != nil {
		t.Fatal(err)
	}
	d, err := x.Get(ctx, "a")
	if want := []string{"second note", "Việt"}; err != nil || !slices.Equal(d.Repairs, want) {
		t.Errorf("stored %q, %v; want %q", d.Repairs, err, want)
	}
	other := given
	other.Repairs = nil
	for _, c := range []struct {
		d    index.Document
		want int
	}{{given, 0}, {other, 1}} {
		if _, different, err := x.Diff(ctx, []index.Document{c.d}); err != nil || len(different) != c.want {
			t.Errorf("%q: %d different, %v; want %d", c.d.Repairs, len(different), err, c.want)
		}
	}
	bad := index.Document{ID: "a", Repairs: []string{"a", "\xff"}}
	if inv := (*index.FieldError)(nil); !errors.As(bad.Check(), &inv) || inv.Pointer != "/repairs/1" {
		t.Errorf("Check: %v", bad.Check())
	}
}

// equalRequests asks the same again and again: each answer is that of the present
// state, and the caller may do with it what it likes but for what hits and facets
// point to.
func equalRequests(t *testing.T, open opener) {
	x := open(speeches...)
	req := index.Request{Query: Parse(t, "ninh BCT OR ninh"), Snippets: 2, Facets: []index.Field{index.FieldKind, index.FieldTopic}}
	ask := func(want string) {
		t.Helper()
		var first string
		for range 3 {
			res := Search(t, x, req)
			if got := Sorted(res); got != want || res.Total != len(strings.Fields(want)) {
				t.Errorf("found %q of %d, want %q", got, res.Total, want)
			}
			res.Took = 0
			if got := fmt.Sprintf("%+v", *res); first == "" {
				first = got
			} else if got != first {
				t.Errorf("the same request is answered\n%s\nand then\n%s", first, got)
			}
			for i := range res.Hits {
				res.Hits[i] = index.Hit{}
			}
			clear(res.Facets)
			clear(res.Warnings)
		}
	}
	ask("a b c")
	put := func(docs ...index.Document) {
		t.Helper()
		if err := x.Put(t.Context(), docs...); err != nil {
			t.Fatal(err)
		}
	}
	put(index.Document{ID: "e", Body: "Ninh Bình"})
	ask("a b c e")
	put(index.Document{ID: "a", Title: "khác"})
	ask("b c e")
	if _, err := x.Delete(t.Context(), "b", "e"); err != nil {
		t.Fatal(err)
	}
	ask("c")
	put(speeches...)
	ask("a b c")
}
