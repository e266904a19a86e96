package ingest

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"vankien/index"
	"vankien/index/local"
	"vankien/internal/extract"
	"vankien/internal/topics"
)

// corrector is a writer of a collection with one guessed document.
func corrector(t *testing.T) (*local.Index, *Writer) {
	t.Helper()
	x := memory(t)
	d := index.Document{ID: "a", Kind: "report", Title: "Báo cáo", Date: "2024-01-02", Place: "Huế", Topics: []string{"van-hoa"}, Language: "vi",
		Evidence: []index.Evidence{{Field: "date", Confidence: 0.5, Where: "head"}, {Field: "place", Confidence: 0.95}}}
	if err := x.Put(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	return x, NewWriter(x, WriterOptions{})
}

func mustCorrect(t *testing.T, w *Writer, id string, e Edit) Edited {
	t.Helper()
	e.By = "an"
	done, err := w.Correct(t.Context(), id, e)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// corrected lists corrections as "field: was → value".
func corrected(d index.Document) (list []string) {
	for _, c := range d.Corrections {
		list = append(list, fmt.Sprintf("%s: %s → %s", c.Field, strings.Join(c.Was, "|"), strings.Join(c.Value, "|")))
	}
	return list
}

func TestCorrect(t *testing.T) {
	x, w := corrector(t)
	done := mustCorrect(t, w, "a", Edit{Why: " sai số ", Fields: map[string][]string{"title": {" Ba\u0301o ca\u0301o năm "}, "date": {"13/01/2025"},
		"kind": {"nghị quyết"}, "place": nil, "recipients": {"Bộ A", "", "Bộ B", "Bộ A"}, "topics": {"Đất đai", "van-hoa"}, "event": {""}}})
	d := get(t, x, "a")
	check(t, done.Changed, []string{"title", "kind", "date", "place", "topics", "recipients"})
	check(t, d, done.Document)
	check(t, []string{d.Title, d.Date, d.Kind, d.Place, strings.Join(d.Recipients, "|"), strings.Join(d.Topics, "|")},
		[]string{"Báo cáo năm", "2025-01-13", "resolution", "", "Bộ A|Bộ B", "dat-dai|van-hoa"})
	check(t, corrected(d), []string{"title: Báo cáo → Báo cáo năm", "kind: report → resolution", "date: 2024-01-02 → 2025-01-13", "place: Huế → ",
		"topics: van-hoa → dat-dai|van-hoa", "recipients:  → Bộ A|Bộ B"})
	check(t, x.Labels(), map[string]string{"dat-dai": "Đất đai", "van-hoa": "van-hoa"})
	if c := d.Corrections[0]; c.By != "an" || c.Why != "sai số" || len(c.At) != len("2026-01-02T03:04:05Z") || len(d.Guesses()) != 0 {
		t.Errorf("%+v, guesses %v", c, d.Guesses())
	}
	again := mustCorrect(t, w, "a", Edit{Fields: map[string][]string{"title": {"Báo cáo năm"}, "kind": {"resolution"}}})
	check(t, again.Changed, []string(nil))
	check(t, again.Document.Tag(), d.Tag())
}

// TestUndo: what is taken back leaves no trace.
func TestUndo(t *testing.T) {
	x, w := corrector(t)
	before := get(t, x, "a")
	mustCorrect(t, w, "a", Edit{Fields: map[string][]string{"title": {"Khác"}, "date": {"2025"}, "recipients": {"Bộ A"}}})
	mustCorrect(t, w, "a", Edit{Fields: map[string][]string{"title": {"Khác nữa"}}})
	check(t, corrected(get(t, x, "a")), []string{"date: 2024-01-02 → 2025", "recipients:  → Bộ A", "title: Báo cáo → Khác nữa"})
	done := mustCorrect(t, w, "a", Edit{Undo: []string{"recipients", "title", "place", "date"}})
	check(t, done.Changed, []string{"title", "date", "recipients"})
	check(t, get(t, x, "a"), before)
}

func TestAGuessCanBeConfirmed(t *testing.T) {
	x, w := corrector(t)
	done := mustCorrect(t, w, "a", Edit{Fields: map[string][]string{"date": {"2024-01-02"}, "place": {"Huế"}}})
	check(t, done.Changed, []string{"date"})
	check(t, corrected(get(t, x, "a")), []string{"date: 2024-01-02 → 2024-01-02"})
	if g := done.Document.Guesses(); len(g) != 0 {
		t.Errorf("guesses %v", g)
	}
}

func TestCorrectRefuses(t *testing.T) {
	x, w := corrector(t)
	before := get(t, x, "a")
	for _, c := range []struct {
		e    Edit
		want string
	}{
		{Edit{Fields: map[string][]string{"body": {"x"}}}, "/body"}, {Edit{Fields: map[string][]string{"id": {"x"}}}, "/id"},
		{Edit{Fields: map[string][]string{"title": {"a", "b"}}}, "/title"}, {Edit{Fields: map[string][]string{"date": {"31/02/2025"}}}, "/date"},
		{Edit{Fields: map[string][]string{"kind": {"thơ"}}}, "/kind"}, {Edit{Fields: map[string][]string{"topics": {"!"}}}, "/topics/0"},
		{Edit{Fields: map[string][]string{"signer": {strings.Repeat("x", 4097)}}}, "/signer"}, {Edit{Undo: []string{"body"}}, "/body"},
		{Edit{Fields: map[string][]string{"title": {"x"}}, Undo: []string{"title"}}, "/title"},
		{Edit{Fields: map[string][]string{"title": {"x"}}, Why: "\xff"}, "/corrections/0/why"},
	} {
		_, err := w.Correct(t.Context(), "a", c.e)
		if field := (*index.FieldError)(nil); !errors.As(err, &field) || field.Pointer != c.want || field.ID != "a" {
			t.Errorf("%+v: %v, want %s", c.e, err, c.want)
		}
	}
	if _, err := w.Correct(t.Context(), "không", Edit{}); !errors.Is(err, index.ErrNotFound) {
		t.Errorf("a document that is not there: %v", err)
	}
	check(t, get(t, x, "a"), before)
}

func TestConditions(t *testing.T) {
	x, w := corrector(t)
	d := get(t, x, "a")
	old := d.Tag()
	title := func(s string, c Condition) error {
		_, err := w.Correct(t.Context(), "a", Edit{Fields: map[string][]string{"title": {s}}, If: c})
		return err
	}
	put := func(id string, c Condition) error {
		return w.WriteIf(t.Context(), id, c, read(fmt.Sprintf(`{"id":%q,"title":"mới"}`, id)), func(Outcome) {})
	}
	for i, c := range []struct {
		err  error
		want error
	}{
		{title("b", Condition{Match: []string{"x", old}}), nil}, {title("c", Condition{Match: []string{old}}), ErrChanged},
		{title("c", Condition{Match: []string{AnyTag}}), nil}, {put("a", Condition{NoneMatch: []string{AnyTag}}), ErrChanged},
		{put("b", Condition{NoneMatch: []string{AnyTag}}), nil}, {put("c", Condition{Match: []string{AnyTag}}), ErrChanged}, {put("a", Condition{Match: []string{old}}), ErrChanged},
		{put("a", Condition{}), nil}, {w.DeleteIf(t.Context(), "a", Condition{Match: []string{old}}), ErrChanged},
		{w.DeleteIf(t.Context(), "a", Condition{}), nil}, {w.DeleteIf(t.Context(), "a", Condition{}), index.ErrNotFound},
	} {
		if !errors.Is(c.err, c.want) {
			t.Errorf("%d: %v, want %v", i, c.err, c.want)
		}
	}
	if n := count(t, x); n != 1 {
		t.Errorf("%d documents", n)
	}
}

// TestCorrectionsSurviveSources reads files again, as they were and changed, and
// tags what the correction of its topics hides.
func TestCorrectionsSurviveSources(t *testing.T) {
	tax, err := topics.Load(strings.NewReader("version: 1\ntopics:\n  - id: dat-dai\n    labels: {vi: Đất đai}\n    cues: {đất đai: 3}\n"))
	if err != nil {
		t.Fatal(err)
	}
	x := memory(t)
	w := NewWriter(x, WriterOptions{Taxonomy: tax})
	dir := folder(t, "a.md", "---\nid: a\ntitle: Một\ndate: 2024\nspeaker: An\n---\n\nĐất đai và đất đai, luật đất đai.\n", "b.md", "---\nid: b\ntitle: Hai\ndate: 2024\n---\n\nb\n")
	add := func() Summary {
		t.Helper()
		sum, err := Run(t.Context(), w, []Source{{Path: dir}}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		return sum
	}
	add()
	mustCorrect(t, w, "a", Edit{Fields: map[string][]string{"date": {"2025-05"}, "topics": nil, "place": {"Huế"}}})
	before := get(t, x, "a")
	if sum := add(); sum.Updated != 0 || sum.Unchanged != 2 {
		t.Errorf("the same files again: %+v", sum)
	}
	check(t, get(t, x, "a"), before)
	if err := os.WriteFile(filepath.Join(dir, "a.md"), []byte("---\nid: a\ntitle: Ba\ndate: 2023\nplace: Hà Nội\n---\n\nĐất đai và đất đai, luật đất đai.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if sum := add(); sum.Updated != 1 || sum.Unchanged != 1 {
		t.Errorf("a changed file: %+v", sum)
	}
	d := get(t, x, "a")
	check(t, []string{d.Title, d.Date, d.Place, d.Speaker, strings.Join(d.Topics, " ")}, []string{"Ba", "2025-05", "Huế", "", ""})
	check(t, corrected(d), []string{"date: 2023 → 2025-05", "place: Hà Nội → Huế", "topics: dat-dai → "})
	mustCorrect(t, w, "a", Edit{Undo: index.Correctable()})
	d = get(t, x, "a")
	check(t, []string{d.Title, d.Date, d.Place, strings.Join(d.Topics, " ")}, []string{"Ba", "2023", "Hà Nội", "dat-dai"})
	if _, err := x.Delete(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	if add(); len(get(t, x, "a").Corrections) != 0 {
		t.Errorf("corrections outlive their document")
	}
}

// TestCorrectionsMove writes a collection as lines of JSON and reads these into
// another one, and into itself.
func TestCorrectionsMove(t *testing.T) {
	x, w := corrector(t)
	mustCorrect(t, w, "a", Edit{Fields: map[string][]string{"title": {"Khác"}, "date": {"2025"}, "topics": nil}})
	d := get(t, x, "a")
	d.Original = &index.Original{SHA256: strings.Repeat("0", 64), Name: "a.pdf"}
	if err := x.Put(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	line, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	y := memory(t)
	other := NewWriter(y, WriterOptions{})
	check(t, told(t, other, (*Writer).Write, string(line)), []string{"1 a added"})
	check(t, get(t, y, "a"), d)
	check(t, told(t, other, (*Writer).WriteAll, string(line)), []string{"1 a unchanged"})
	check(t, told(t, w, (*Writer).Write, string(line)), []string{"1 a unchanged"})
	mustCorrect(t, other, "a", Edit{Fields: map[string][]string{"title": {"Khác hơn"}}})
	check(t, told(t, other, (*Writer).Write, string(line)), []string{"1 a unchanged"})
	check(t, corrected(get(t, y, "a")), []string{"date: 2024-01-02 → 2025", "topics: van-hoa → ", "title: Báo cáo → Khác hơn"})
	check(t, told(t, other, (*Writer).Write, `{"id":"b","title":"x","corrections":[{"field":"body"}]}
{"id":"b","title":"x","corrections":{}}
{"id":"b","title":"x","evidence":[{"field":"date","confidence":2}],"original":null}`), []string{"1 b refused /corrections/0/field", "2 b refused /corrections", "3 b refused /evidence/0/confidence"})
}

// TestCorrectWhileSourcesAreRead corrects and deletes while the same document is
// read again and again: no correction is lost, and none comes back.
func TestCorrectWhileSourcesAreRead(t *testing.T) {
	x, w := corrector(t)
	var reading sync.WaitGroup
	const rounds = 40
	for k := range 2 {
		reading.Go(func() {
			for i := range rounds {
				if err := w.Write(t.Context(), read(fmt.Sprintf(`{"id":"a","title":"lần %d-%d"}`, k, i)), func(o Outcome) {
					if o.Err != nil {
						t.Error(o.Err)
					}
				}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i := range rounds {
		want := fmt.Sprint(1900 + i)
		mustCorrect(t, w, "a", Edit{Fields: map[string][]string{"date": {want}}})
		if d := get(t, x, "a"); d.Date != want || d.Corrected("date").Value[0] != want {
			t.Fatalf("corrected to %s, stored %s %v", want, d.Date, corrected(d))
		}
	}
	reading.Wait()
	if d := get(t, x, "a"); d.Date != fmt.Sprint(1900+rounds-1) || !strings.HasPrefix(d.Title, "lần ") {
		t.Errorf("%+v", d)
	}
}

func TestRestoredEvidenceComesFirst(t *testing.T) {
	d := index.Document{ID: "a", Evidence: []index.Evidence{{Field: "date", Confidence: 1}, {Field: "place", Confidence: 1}}}
	if err := restore(&d, &extract.Record{Evidence: json.RawMessage(`[{"field":"date","confidence":0.5}]`)}); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(d.Evidence, []index.Evidence{{Field: "date", Confidence: 0.5}, {Field: "place", Confidence: 1}}) {
		t.Errorf("%+v", d.Evidence)
	}
}

// TestOriginalStaysWithItsText: what is said of a document by a source that is no
// file takes nothing away from the file that its text is from.
func TestOriginalStaysWithItsText(t *testing.T) {
	x, w := corrector(t)
	d := index.Document{ID: "o", Kind: "other", Title: "t", Body: "b", Language: "vi", Topics: []string{}, Original: &index.Original{SHA256: strings.Repeat("0", 64), Name: "o.pdf"}}
	if err := x.Put(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		line, outcome string
		kept          bool
	}{
		{`{"id":"o","title":"t","body":"b"}`, "unchanged", true}, {`{"id":"o","title":"u","body":"b"}`, "updated", true}, {`{"id":"o","title":"u","body":"c"}`, "updated", false},
	} {
		check(t, told(t, w, (*Writer).Write, c.line), []string{"1 o " + c.outcome})
		if got := get(t, x, "o").Original; (got != nil) != c.kept {
			t.Errorf("%s: original %+v", c.line, got)
		}
	}
}
