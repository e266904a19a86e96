package indextest

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/query"
	"vankien/internal/viet"
)

// completed are documents in which words, names, titles and numbers go on.
func completed() (docs []index.Document) {
	for i := range 6 {
		docs = append(docs, index.Document{ID: fmt.Sprint("text", i), Title: "Chuyển đổi số ở xã", Date: "2024",
			Body: "Tỉnh đẩy mạnh chuyển đổi số. Theo ông Nguyễn Phú Trọng, chuyển đổi số là việc chung; xã đã chuyển đổi số."})
	}
	return append(docs,
		index.Document{ID: "s1", Title: "Diễn văn khai mạc", Speaker: "Trần Văn Bình", Body: "Kính thưa các đại biểu."},
		index.Document{ID: "s2", Title: "Diễn văn bế mạc", Speaker: "Trần Văn Bình", Body: "Xin cảm ơn."},
		index.Document{ID: "n1", Title: "Nghị quyết về khoa học", Number: "57-NQ/TW", Body: "Căn cứ Điều lệ."},
		index.Document{ID: "n2", Title: "Nghị định về đầu tư", Number: "57/2024/NĐ-CP", Body: "Căn cứ Luật."},
		index.Document{ID: "g1", Title: "Nạo vét kênh là việc chung.", Body: "Nạo vét kênh là việc chung.", Evidence: []index.Evidence{{Field: "title", Confidence: index.Even, Where: "first sentence"}}},
		index.Document{ID: "g2", Title: "Nạo vét kênh Đông", Evidence: []index.Evidence{{Field: "title", Confidence: 0.85, Where: "head"}}},
		index.Document{ID: "g3", Title: "Nạo vét kênh Tây", Evidence: []index.Evidence{{Field: "title", Confidence: 0.5}}, Corrections: []index.Correction{{Field: "title", Value: []string{"Nạo vét kênh Tây"}, At: "2026-01-02T03:04:05Z"}}},
		index.Document{ID: "n3", Title: "Thông tư về phí", Number: "157/2024/TT-BTC", Body: "Căn cứ Nghị định."})
}

// tell writes completions as a table of their kinds, texts and counts.
func tell(list []index.Completion) string {
	var lines []string
	for _, c := range list {
		lines = append(lines, fmt.Sprintf("%s %s %d", c.Kind, c.Text, c.Count))
	}
	return strings.Join(lines, "; ")
}

func complete(t testing.TB, x index.Engine, b index.Beginning) []index.Completion {
	t.Helper()
	list, err := x.Complete(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// completions asks for what certainly goes on in one way.
func completions(t *testing.T, open opener) {
	x := open(completed()...)
	for _, c := range []struct {
		text, want string // want is among the completions; "-" before it: it is not
	}{
		{"chuyen doi s", "compound chuyển đổi số 6"},
		{"chuyển đổi s", "compound chuyển đổi số 6"},
		{"CHUYEN DOI S", "compound chuyển đổi số 6"},
		{"chuyen doi ", "compound chuyển đổi số 6"},
		{"chuyến đổi s", "-compound chuyển đổi số 6"},
		{"chuy", "word chuyển 6"},
		{"chuyể", "word chuyển 6"},
		{"chuyế", "-word chuyển 6"},
		{"chuye", "title Chuyển đổi số ở xã 6"},
		{"nguyen phu", "name Nguyễn Phú Trọng 6"},
		{"ông Nguyễn Phú t", "name ông Nguyễn Phú Trọng 6"},
		{"doi so o", "title Chuyển đổi số ở xã 6"},
		{"tran", "speaker Trần Văn Bình 2"},
		{"binh", "speaker Trần Văn Bình 2"},
		{"van b", "speaker Trần Văn Bình 2"},
		{"văn trần", "speaker Trần Văn Bình 2"},
		{"bính", "-speaker Trần Văn Bình 2"},
		{"57", "number 57-NQ/TW 1"},
		{"57", "number 57/2024/NĐ-CP 1"},
		{"57", "-number 157/2024/TT-BTC 1"},
		{"57-", "number 57-NQ/TW 1"},
		{"57nq", "number 57-NQ/TW 1"},
		{"57nq", "-number 57/2024/NĐ-CP 1"},
		{"57/2024/ndc", "number 57/2024/NĐ-CP 1"},
		{"5", "number 57-NQ/TW 1"},
		{"nghi quyet 57", "number 57-NQ/TW 1"},
		{"nao vet", "title Nạo vét kênh Đông 1"},
		{"nao vet", "title Nạo vét kênh Tây 1"},
		{"nao vet", "-title Nạo vét kênh là việc chung. 1"},
		{"nghị định 57", "-number 57-NQ/TW 1"},
	} {
		got := strings.Split(tell(complete(t, x, index.Beginning{Text: c.text})), "; ")
		want, not := strings.CutPrefix(c.want, "-")
		if slices.Contains(got, want) == not {
			t.Errorf("%q: %q, want %s", c.text, got, c.want)
		}
	}
	for _, text := range []string{"", " ", "…", "zzz", "chuyen doi so zzz"} {
		if got := complete(t, x, index.Beginning{Text: text}); len(got) > 0 {
			t.Errorf("%q: %s", text, tell(got))
		}
	}
}

// kindsOfCompletions asks for some kinds only, and within other words.
func kindsOfCompletions(t *testing.T, open opener) {
	x := open(completed()...)
	for _, c := range []struct {
		b    index.Beginning
		want string
	}{
		{index.Beginning{Text: "chuy", Kinds: []index.CompletionKind{index.CompleteWord}, Limit: 1}, "word chuyển 6"},
		{index.Beginning{Text: "die", Kinds: []index.CompletionKind{index.CompleteTitle}}, "title Diễn văn bế mạc 1; title Diễn văn khai mạc 1"},
		{index.Beginning{Text: "tran", Within: Parse(t, "khai"), Kinds: []index.CompletionKind{index.CompleteSpeaker}}, "speaker Trần Văn Bình 1"},
		{index.Beginning{Text: "tran", Within: Parse(t, "nothing"), Kinds: []index.CompletionKind{index.CompleteSpeaker}}, ""},
		{index.Beginning{Text: "tran", Kinds: []index.CompletionKind{index.CompleteNumber}}, ""},
	} {
		if got := tell(complete(t, x, c.b)); got != c.want {
			t.Errorf("%q of %v: %s, want %s", c.b.Text, c.b.Kinds, got, c.want)
		}
	}
	if _, err := x.Delete(t.Context(), "s1", "n1"); err != nil {
		t.Fatal(err)
	}
	if got := tell(complete(t, x, index.Beginning{Text: "tran", Kinds: []index.CompletionKind{index.CompleteSpeaker}})); got != "speaker Trần Văn Bình 1" {
		t.Errorf("after a deletion: %s", got)
	}
	if got := tell(complete(t, x, index.Beginning{Text: "57nq"})); got != "" {
		t.Errorf("of a document that is gone: %s", got)
	}
}

func completionErrors(t *testing.T, open opener) {
	x := open(speeches...)
	for _, b := range []index.Beginning{
		{Text: "n", Limit: -1}, {Text: "n", Limit: index.MaxCompletions + 1}, {Text: "n", Kinds: []index.CompletionKind{"topic"}},
		{Text: strings.Repeat("n", index.MaxBegunBytes+1)},
	} {
		var bad *index.RequestError
		if _, err := x.Complete(t.Context(), b); !errors.As(err, &bad) {
			t.Errorf("%.20q, %v, %d: %v", b.Text, b.Kinds, b.Limit, err)
		}
	}
}

// completionsAreCounted draws beginnings: whatever they become finds as many
// documents as it says, and begins as was typed.
func completionsAreCounted(t *testing.T, open opener) {
	w := NewWorld(7)
	x := open()
	for range 4 {
		var docs []index.Document
		for range 60 {
			docs = append(docs, w.document(100))
		}
		if err := x.Put(t.Context(), docs...); err != nil {
			t.Fatal(err)
		}
		if _, err := x.Delete(t.Context(), fmt.Sprint(w.IntN(100)), fmt.Sprint(w.IntN(100))); err != nil {
			t.Fatal(err)
		}
		for range 60 {
			text := []rune(pick(w, "", w.words(3)+" ") + w.Word())
			b := index.Beginning{Text: string(text[:len(text)-w.IntN(2)]), Limit: pick(w, 0, 0, 3)}
			if w.IntN(4) == 0 {
				b.Within = Parse(t, w.Word())
			}
			checkCompletions(t, x, b, complete(t, x, b))
		}
	}
}

func checkCompletions(t *testing.T, x index.Engine, b index.Beginning, list []index.Completion) {
	t.Helper()
	seen, told := map[string]bool{}, math.MaxInt
	most := cmp.Or(b.Limit, index.MaxCompletions)
	if len(list) > most {
		t.Errorf("%q: %d completions, want %d at most", b.Text, len(list), most)
	}
	for _, c := range list {
		q := c.Query
		if b.Within != nil {
			q = query.And{Nodes: []query.Node{b.Within, q}}
		}
		if total := Search(t, x, index.Request{Query: q, Limit: index.NoHits}).Total; total != c.Count && c.Count != index.Untold || total == 0 {
			t.Errorf("%q: %s %q is said to find %d, and finds %d", b.Text, c.Kind, c.Text, c.Count, total)
		}
		if again := Parse(t, c.Query.String()); !reflect.DeepEqual(again, c.Query) {
			t.Errorf("%q: %v is read back as %v", b.Text, c.Query, again)
		}
		whole := viet.Term(b.Text[:c.From] + c.Text)
		if seen[whole] || c.Count > told {
			t.Errorf("%q: %s: twice, or out of order", b.Text, tell(list))
		}
		seen[whole] = true
		if c.Count != index.Untold {
			told = c.Count
		}
		typed := viet.Words(nil, b.Text)
		last := typed[len(typed)-1].Fold
		if c.Kind != index.CompleteNumber && !slices.ContainsFunc(viet.Words(nil, whole), func(w viet.Token) bool { return strings.HasPrefix(w.Fold, last) }) {
			t.Errorf("%q: %q has no word that begins so", b.Text, c.Text)
		}
	}
}
