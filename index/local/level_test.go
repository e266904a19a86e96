package local

import (
	"fmt"
	"strings"
	"testing"

	"vankien/index"
)

// TestRereadAuto: a query whose units prove to be many once they are looked for is
// answered as one of many units.
func TestRereadAuto(t *testing.T) {
	chains := [][]string{strings.Fields("an ba ca da ga ha la ma"), strings.Fields("cô đô hô lô mô ngô phô tô")}
	var triples []string
	for _, words := range chains {
		for i := range len(words) - 2 {
			triples = append(triples, strings.Join(words[i:i+3], " "))
		}
	}
	docs := []index.Document{{ID: "all", Body: strings.Join(triples, ". ")}}
	for i := range 3000 {
		docs = append(docs, index.Document{ID: fmt.Sprint(i), Body: fmt.Sprintf("%s. x%d y%d", triples[i%len(triples)], i, i)})
	}
	q := parse(t, strings.Join(chains[0], " ")+", "+strings.Join(chains[1], " "))
	res := search(t, collection(t, docs...), index.Request{Query: q, Level: index.LevelAuto})
	if n := len(res.Reading.Units); n <= 4 || res.Reading.Totals[index.LevelMeant] != 1 {
		t.Fatalf("%d units, totals %v", n, res.Reading.Totals)
	}
	if res.Reading.Level != index.LevelAny || res.Total != len(docs) || res.Hits[0].ID != "all" {
		t.Errorf("%d documents at level %d, %s first", res.Total, res.Reading.Level, res.Hits[0].ID)
	}
}

// TestMendedInstead: a mended query is answered instead only where the collection
// lacks what was mended, in any reading of it.
func TestMendedInstead(t *testing.T) {
	var docs []index.Document
	for i := range 40 {
		docs = append(docs, index.Document{ID: fmt.Sprint(i), Body: "đường sắt cao tốc. đường sắt Bắc Nam. cao tốc Bắc Nam"})
	}
	for i := range 5 {
		docs = append(docs, index.Document{ID: fmt.Sprint("x", i), Body: "màu sắc. đường phèn"})
	}
	x := collection(t, docs...)
	for q, used := range map[string]bool{
		"đường sắc bắc nam": false, "duong sac bac nam": false,
		"đường sătz bắc nam": true, "duong satz bac nam": true,
	} {
		res := search(t, x, index.Request{Query: parse(t, q), Level: index.LevelAuto, Suggest: true})
		if len(res.Suggestions) == 0 || res.Suggestions[0].Kind != index.SuggestSpelling || res.Suggestions[0].Used != used {
			t.Errorf("%s: %+v", q, res.Suggestions)
		}
	}
}
