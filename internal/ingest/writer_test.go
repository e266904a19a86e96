package ingest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"

	"vankien/index"
	"vankien/internal/extract"
)

// read yields the records of lines of JSON.
func read(lines string) iter.Seq2[extract.Record, error] {
	return extract.Read("a.jsonl", strings.NewReader(lines), extract.Options{})
}

// way is a way into a Writer.
type way func(*Writer, context.Context, iter.Seq2[extract.Record, error], func(Outcome)) error

// told returns the outcomes as lines: place, id, status, part.
func told(t *testing.T, w *Writer, by way, lines string) (list []string) {
	t.Helper()
	err := by(w, t.Context(), read(lines), func(o Outcome) {
		s := fmt.Sprintf("%d %s %s", o.Line, o.ID, [...]string{"refused", "added", "updated", "unchanged"}[o.Status])
		if o.Err != nil {
			s += " " + Pointer(o.Err)
		}
		list = append(list, s)
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

const mixed = `{"id":"a","title":"một"}
{"id":"b","title":"t","date":"hôm qua"}
{"id":"c","title":"t","kind":"thơ"}
{"id":"a","title":"hai"}
{"id":"a","title":"hai"}
{"id":
{"id":"d","title":"bốn"}`

// However the records fall into batches, each outcome is told, in order.
func TestWrite(t *testing.T) {
	first := []string{"1 a added", "2  refused /date", "3 c refused /kind", "4 a updated", "5 a unchanged", "6  refused ", "7 d added"}
	again := []string{"1 a unchanged", "2  refused /date", "3 c refused /kind", "4 a unchanged", "5 a unchanged", "6  refused ", "7 d unchanged"}
	x := memory(t)
	w := NewWriter(x, WriterOptions{})
	check(t, told(t, w, (*Writer).Write, mixed), first)
	check(t, get(t, x, "a").Title, "hai")
	check(t, told(t, w, (*Writer).Write, mixed), again)
	for _, opt := range []WriterOptions{{BatchDocs: 1}, {BatchDocs: 2}, {BatchBytes: 1}} {
		check(t, told(t, NewWriter(memory(t), opt), (*Writer).Write, mixed), first)
	}
}

// A store that fails takes back nothing that was told, and what it did not take
// is not told.
func TestWriteTellsWhatIsStored(t *testing.T) {
	x := memory(t)
	w := NewWriter(x, WriterOptions{BatchDocs: 2})
	var list []string
	err := w.Write(t.Context(), read(jsonLines(6)), func(o Outcome) {
		if list = append(list, o.ID); len(list) == 4 {
			x.Close()
		}
	})
	if !errors.Is(err, index.ErrClosed) {
		t.Errorf("%v", err)
	}
	check(t, list, []string{"d0", "d1", "d2", "d3"})
}

func TestWriteAll(t *testing.T) {
	x := memory(t)
	w := NewWriter(x, WriterOptions{BatchDocs: 1})
	bad := `{"id":"a","title":"t","topic":"Đất đai"}` + "\n" + `{"id":"b","title":"t","kind":"thơ"}` + "\n" + `{"id":"c"}`
	check(t, told(t, w, (*Writer).WriteAll, bad), []string{"2 b refused /kind", "3  refused "})
	check(t, [2]int{count(t, x), len(x.Labels())}, [2]int{0, 0})
	good := `{"id":"a","title":"t","topic":"Đất đai"}` + "\n" + `{"id":"b","title":"t"}`
	check(t, told(t, w, (*Writer).WriteAll, good), []string{"1 a added", "2 b added"})
	check(t, x.Labels(), map[string]string{"dat-dai": "Đất đai"})
}

// A collection that has no room for more topics refuses the documents that
// bring some, and takes all others.
func TestNoRoomForLabels(t *testing.T) {
	x := memory(t)
	w := NewWriter(x, WriterOptions{})
	fillLabels(t, w, x, 10_000)
	more := `{"id":"more","title":"t","topics":["t1","một nữa"]}`
	mix := more + "\n" + `{"id":"old","title":"t","topics":["t1","t2"]}` + "\n" + `{"id":"none","title":"t"}`
	check(t, told(t, w, (*Writer).Write, mix), []string{"1 more refused /topics", "2 old added", "3 none added"})
	check(t, told(t, w, (*Writer).WriteAll, mix), []string{"1 more refused /topics"})
	if _, err := x.Delete(t.Context(), "d100"); err != nil {
		t.Fatal(err)
	}
	check(t, told(t, w, (*Writer).Write, more), []string{"1 more added"})
	check(t, x.Labels()["mot-nua"], "một nữa")
}

// A document of very many topics costs no more than one of a few too many.
func TestTopicsAreBounded(t *testing.T) {
	cost := func(n int) float64 {
		rec := extract.Record{ID: "a", Title: "t"}
		for i := range n {
			rec.Topics = append(rec.Topics, fmt.Sprint("t", i))
		}
		return testing.AllocsPerRun(1, func() {
			_, _, err := Stated(rec, nil)
			check(t, err, error(&index.FieldError{ID: "a", Pointer: "/topics", Detail: "has too many entries; at most 64 are allowed"}))
		})
	}
	if few, many := cost(index.MaxTopics+1), cost(10_000); many > few*1.1 {
		t.Errorf("%.0f allocations for a few topics, %.0f for many", few, many)
	}
}

// A label is compared with few others, however many differ only in their marks.
func TestLabelsAlikeAreBounded(t *testing.T) {
	vowels, own := []string{"a", "á", "à", "ả", "ã", "ạ"}, labels{}
	asked := 0
	of := func(id string) (string, bool) { asked++; return own.labelOf(id) }
	refused := 0
	for i := range 36 {
		label := "b" + vowels[i/6] + " b" + vowels[i%6]
		id, fresh, err := topicID(label, of)
		if err != nil {
			refused++
		} else if fresh {
			own[id] = label
		}
	}
	if len(own) != maxAlike || refused == 0 || asked > 36*maxAlike {
		t.Errorf("%d labels, %d refused, %d comparisons", len(own), refused, asked)
	}
}
