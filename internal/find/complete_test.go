package find

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/indextest"
	"vankien/index/local"
	"vankien/internal/topics"
)

func TestReadTyped(t *testing.T) {
	for _, c := range []struct{ q, before, text, more string }{
		{"chuyen doi s", "", "chuyen doi s", ""},
		{"", "", "", ""},
		{`"chuyen doi s`, "", "chuyen doi s", "quoted"},
		{`"đất đai" gia`, `"đất đai"`, " gia", ""},
		{`title:"chuyen d`, "", "chuyen d", "title quoted"},
		{`a b title:chu`, "a b ", "chu", "title"},
		{`nguoi:"Trần Văn Bình" gia`, `nguoi:"Trần Văn Bình"`, " gia", ""},
		{"title:xã gia", "title:xã", " gia", ""},
		{"noi:ha", "", "ha", "place closed"},
		{"giáo dục OR y t", "giáo dục OR", " y t", "either"},
		{"(cảng OR biển) du l", "(cảng OR biển)", " du l", ""},
		{"cảng | bi", "cảng |", " bi", "either"},
		{"môi trường -bi", "môi trường -bi", "", "closed"},
		{"môi trường -biển kh", "môi trường -biển", " kh", ""},
		{"NOT bi", "NOT", " bi", "closed"},
		{"kinh tế, xã h", "kinh tế,", " xã h", ""},
		{"57-NQ/T", "", "57-NQ/T", ""},
		{"=hoa", "=hoa", "", "closed"},
	} {
		got := readTyped(c.q)
		more := []string{}
		if got.field != "" {
			more = append(more, string(got.field))
		}
		for _, x := range []struct {
			is   bool
			name string
		}{{got.quoted, "quoted"}, {got.either, "either"}, {got.closed, "closed"}} {
			if x.is {
				more = append(more, x.name)
			}
		}
		if got.before != c.before || got.text != c.text || strings.Join(more, " ") != c.more {
			t.Errorf("%q: before %q, text %q, %v", c.q, got.before, got.text, more)
		}
	}
	if got := readTyped(strings.Repeat("dài ", 200) + "cuố"); !strings.HasSuffix(got.text, " cuố") || len(got.text) > 256 || len(got.before)+len(got.text) != len(strings.Repeat("dài ", 200)+"cuố") {
		t.Errorf("a long query: %d bytes and %q", len(got.before), got.text)
	}
}

// completed searches documents in which words go on, with topics of two languages.
func completed(t *testing.T) *Service {
	t.Helper()
	var docs []index.Document
	for i := range 4 {
		docs = append(docs, index.Document{ID: fmt.Sprint(i), Body: "Ở xã, việc chuyển đổi số đi từng bước; người dân quen với chuyển đổi số, mạng xã hội."})
	}
	docs = append(docs, index.Document{ID: "s", Speaker: "Trần Văn Bình", Title: "Diễn văn", Body: "Kính thưa."},
		index.Document{ID: "n", Number: "57-NQ/TW", Body: "Tiền sử dụng đất trong 4 chuyến, 4 chặng; 57 người.", Topics: []string{"dat-dai"}})
	tax, err := topics.Load(strings.NewReader("version: 1\ntopics:\n  - {id: dat-dai, labels: {vi: Đất đai, en: Land}}\n  - {id: y-te, labels: {vi: Y tế}}\n"))
	if err != nil {
		t.Fatal(err)
	}
	return New(indextest.Open(t, local.OpenMemory, docs...), tax)
}

func TestComplete(t *testing.T) {
	s := completed(t)
	for _, c := range []struct{ q, types, want string }{
		{"chuyen doi s", "", "compound chuyển đổi số 4 chuyển đổi số"},
		{"chuyeenr ddooir s", "", "compound chuyển đổi số 4 chuyển đổi số"},
		{"chuye6n3 d9o6i3 s", "", "compound chuyển đổi số 4 chuyển đổi số"},
		{`"chuyen doi s`, "", `compound chuyển đổi số 4 "chuyển đổi số"`},
		{`xã chuyen doi s`, "", `compound chuyển đổi số 4 xã chuyển đổi số`},
		{`"mạng" OR chuyen doi s`, "", `compound chuyển đổi số 4 "mạng" OR chuyển đổi số`},
		{`"nghỉ hè" chuyen doi s`, "", ``},
		{"bin", "speaker", `speaker Trần Văn Bình 1 speaker:"Trần Văn Bình"`},
		{"nguoi:tr", "", `speaker Trần Văn Bình 1 speaker:"Trần Văn Bình"`},
		{"nguoi:tr", "title", ""},
		{"dat d", "topic", `topic Đất đai 1 topic:"Đất đai"`},
		{"đai", "topic", `topic Đất đai 1 topic:"Đất đai"`},
		{"lan", "topic", `topic Land 1 topic:"Land"`},
		{"dắt", "topic", ""},
		{`"thưa" dat`, "topic", ``},
		{`"tiền" dat`, "topic", `topic Đất đai 1 "tiền" topic:"Đất đai"`},
		{"57nq", "", `number 57-NQ/TW 1 number:"57-NQ/TW"`},
		{"4 chuy", "", "chuyến"}, {"4-chuy", "", ""}, {"57-ngư", "", ""},
		{"noi:b", "", ""}, {"-chuy", "", ""}, {"", "", ""}, {"ngay:x chuy", "", ""},
	} {
		v, err := s.Complete(t.Context(), url.Values{"q": {c.q}, "types": {c.types}})
		if err != nil {
			t.Fatal(err)
		}
		got := []string{}
		for _, x := range v.Completions {
			got = append(got, fmt.Sprint(x.Kind, " ", x.Text, " ", x.Count, " ", x.Q))
		}
		if c.want == "" && len(got) > 0 || !strings.Contains(strings.Join(got, "\n"), c.want) {
			t.Errorf("%q of %q: %q, want %q", c.q, c.types, got, c.want)
		}
	}
	if _, err := s.Complete(t.Context(), url.Values{"types": {"word,nope"}}); err == nil || !strings.Contains(err.Error(), "types=nope") {
		t.Errorf("of an unknown kind: %v", err)
	}
}

func TestWithTopics(t *testing.T) {
	of := func(counts ...int) (list []CompletionView) {
		for _, n := range counts {
			list = append(list, CompletionView{Count: n})
		}
		return list
	}
	for _, c := range []struct{ list, topics, want []CompletionView }{
		{of(), of(2, 1), of(2, 1)},
		{of(0, 9, 0, 3), of(5, 4, 1), of(0, 9, 0, 5, 4, 3, 1)},
		{of(9, 3), of(), of(9, 3)},
	} {
		if got := withTopics(c.list, c.topics); !slices.Equal(got, c.want) {
			t.Errorf("%v with topics %v: %v, want %v", c.list, c.topics, got, c.want)
		}
	}
	equal := []CompletionView{{Kind: "topic", Count: 4}, {Kind: "word", Count: 4}}
	if got := withTopics(equal[1:2:2], equal[:1]); !slices.Equal(got, equal) {
		t.Errorf("equals: %v, want %v", got, equal)
	}
}
