package indextest

import (
	"cmp"
	"errors"
	"maps"
	"reflect"
	"slices"
	"testing"

	"vankien/index"
	"vankien/index/query"
)

// tallies are what a count over the stored documents says: of whatever Search finds,
// what Marks marks there, and how many words there are to read.
func tallies(t *testing.T, open opener) {
	w := NewWorld(11)
	var docs []index.Document
	for range 50 {
		docs = append(docs, w.document(45))
	}
	docs = append(docs, index.Document{ID: "aliases", Title: "KT-XH 18-NQ/TW", Body: "U.B.N.D. tỉnh và UBND; kt-xh ngày 13/1/2025. Nghị quyết số 18-NQ/TW, ubnd", Number: "18-NQ/TW", Date: "2025"},
		index.Document{ID: "empty"}, index.Document{ID: "often", Title: "bắc bắc bắc bắc", Body: repeated("bắc nam ", 300), Abstract: "Bắc nam. Nam", Date: "2024-02"})
	x := open(docs...)
	if _, err := x.Delete(t.Context(), "1", "2"); err != nil {
		t.Fatal(err)
	}
	texts := []string{"ubnd", "kt-xh", "18-NQ/TW", "13/1/2025", `"bắc nam"`, `"nam bắc nam"`, "bac", "title:bắc", "na*", `"bắc n*"`, "-bắc", "place:kỹ", "", `"uỷ ban"`}
	for range 70 {
		texts = append(texts, w.query(2))
	}
	for i, text := range texts {
		q, _, err := query.Parse(text)
		if err != nil {
			continue
		}
		req := index.Request{Query: q, Accents: w.accents(), Filter: w.filter(), Level: pick(w, index.LevelAuto, index.LevelAll, index.LevelAny, index.LevelMeant)}
		checkTally(t, x, req, index.FilterFields()[i%len(index.FilterFields())])
	}
}

func repeated(s string, n int) (out string) {
	for range n {
		out += s
	}
	return out
}

// talliesOfLevels are of the level that Search decides on, and of the query mended.
func talliesOfLevels(t *testing.T, open opener) {
	docs, queries := leveled(9)
	x := open(docs...)
	seen := map[index.Level]int{}
	mended := 0
	for i, text := range append(queries, "phát triểm", "bền vũng giáo dục", "không đâu cả") {
		req := index.Request{Query: Parse(t, text), Level: index.LevelAuto, Suggest: true, Sort: []index.Sort{index.Relevance, index.Newest}[i%2]}
		res := checkTally(t, x, req, index.FieldYear)
		seen[res.Reading.Level]++
		if used(res) != nil {
			mended++
		}
	}
	if seen[index.LevelMeant] == 0 || seen[index.LevelAny] == 0 || mended == 0 {
		t.Errorf("levels %v, %d mended", seen, mended)
	}
}

// used is the query that was answered instead of the one asked; nil: there is none.
func used(res *index.Result) query.Node {
	for _, s := range res.Suggestions {
		if s.Used {
			return s.Query
		}
	}
	return nil
}

// checkTally compares the tally of a request by a field with that of the documents it
// finds, and returns what Search says of it.
func checkTally(t testing.TB, x index.Engine, req index.Request, by index.Field) *index.Result {
	t.Helper()
	whole := req
	whole.IDsOnly, whole.Limit = true, index.MaxWindow
	res := Search(t, x, whole)
	marked := req
	marked.Level = res.Reading.Level
	if q := used(res); q != nil {
		marked.Query = q
	}
	for _, mentions := range []bool{false, true} {
		got, err := x.Tally(t.Context(), req, by, mentions)
		if err != nil {
			t.Fatal(err)
		}
		want := tallied(t, x, res, marked, by, mentions)
		if len(got.Values) == 0 {
			got.Values = nil
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%v at level %d by %s, mentions %v:\n got %+v\nwant %+v", req.Query, res.Reading.Level, by, mentions, got, want)
		}
	}
	return res
}

// tallied counts what was found.
func tallied(t testing.TB, x index.Engine, res *index.Result, marked index.Request, by index.Field, mentions bool) *index.Tally {
	t.Helper()
	out, values := &index.Tally{}, map[string]*index.Sums{}
	for _, h := range res.Hits {
		d, err := x.Get(t.Context(), h.ID)
		if err != nil {
			t.Fatal(err)
		}
		has := index.Sums{Documents: 1}
		o := newDocument(d)
		for _, f := range []query.Field{query.Title, "abstract", "body"} {
			has.Words += len(o.words[f])
		}
		if mentions && marked.Query != nil {
			found, err := x.Marks(t.Context(), marked, d)
			if err != nil {
				t.Fatal(err)
			}
			for _, list := range found {
				has.Mentions += len(list)
			}
		}
		out.Total.Add(has)
		of := valuesOf(by, o)
		if len(of) == 0 {
			out.Missing.Add(has)
		}
		for _, v := range of {
			if values[v] == nil {
				values[v] = &index.Sums{}
			}
			values[v].Add(has)
		}
	}
	for _, v := range slices.SortedFunc(maps.Keys(values), cmp.Compare[string]) {
		out.Values = append(out.Values, index.TallyValue{Value: v, Sums: *values[v]})
	}
	return out
}

// tallyErrors: what cannot be counted is the request's fault.
func tallyErrors(t *testing.T, open opener) {
	x := open(speeches...)
	for _, by := range []index.Field{index.FieldBody, "none"} {
		var bad *index.RequestError
		if _, err := x.Tally(t.Context(), index.Request{}, by, false); !errors.As(err, &bad) {
			t.Errorf("by %s: %v", by, err)
		}
	}
}
