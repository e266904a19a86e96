package plan_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vankien/index"
	"vankien/index/match"
	"vankien/index/plan"
	"vankien/index/query"
	"vankien/internal/viet"
	"vankien/internal/viet/name"
)

// texts is a collection of bodies.
type texts []string

func (x texts) Documents() int { return len(x) }

func (x texts) Lexicon() plan.Lexicon { return lexiconOf(x...) }

func (x texts) Count(ctx context.Context, clauses ...plan.Clause) ([]int, error) {
	counts := make([]int, len(clauses))
	for i, c := range clauses {
		m := match.New(c)
		for _, text := range x {
			found, err := m.In(ctx, string(index.FieldBody), viet.Compose(text))
			if err != nil {
				return nil, err
			}
			if len(found) > 0 {
				counts[i]++
			}
		}
	}
	return counts, nil
}

var names = plan.Names{Abbreviations: name.DefaultAbbreviations(), Places: name.DefaultPlaces()}

// read plans a query over a collection; nil if it is none.
func read(t testing.TB, of plan.Collection, q string, req index.Request) *plan.Plan {
	t.Helper()
	n, _, err := query.Parse(q)
	if err != nil {
		return nil
	}
	req.Query = n
	p, err := plan.Read(t.Context(), of, names, &req)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestRead(t *testing.T) {
	x := texts{"tỉnh Sơn La phát triển", "bức tường sơn là đẹp", "đại hội đảng bộ hòa bình", "phía bắc"}
	for _, c := range []struct{ q, want string }{
		// one word: its marks say which readings of it are meant
		{"", "everything"},
		{"đất", "đất?dat@1"},
		{"dat", "dat~dat@1"},
		{"Hoà", "hòa?hoa@1"},
		{"kĩ", "kĩ/kỹ?ki@1"},
		{"ki", "ki/ky~ki~ky@1"},
		{"=dat", "dat@1"},
		{"=đất", "đất@1"},
		{"đấ*", "đấ/đấ*@1"},
		{"=hoà*", "hòa/hoà*@1"},
		{"title:đất", "title:đất?dat@1"},

		// words side by side count for more together; plain ones that stand so beside marked ones are meant so
		{"đất nước", "(đất?dat@1 & nước?nuoc@2 +[đất?dat nước?nuoc])"},
		{"title:đất title:nước", "(title:đất?dat@1 & title:nước?nuoc@2)"},
		{"đấ* nước", "(đấ/đấ*@1 & nước?nuoc@2)"},
		{"đại hoi", "(đại?dai@1 & hoi~hoi@2 +[đại?dai hoi~hoi])"},
		{"Sơn La", "(sơn?son@1 & la@2 +[sơn?son la])"},
		{"a-b*", "[a~a b/b~b*]@1"},

		// phrases
		{`"đất nước"`, "[đất?dat nước?nuoc]@1"},
		{`"dat nuoc"`, "[dat~dat nuoc~nuoc]@1"},
		{`"đất nuoc"`, "[đất?dat nuoc]@1"},
		{`"a b"~3`, "[a~a b~b]~3@1"},
		{`="đất"`, "đất@1"},

		// operators: what is left out must be left out for certain
		{"đất OR nước", "(đất?dat@1 | nước?nuoc@2)"},
		{"-đất", "-đất@1"},
		{"-(dat OR title:nước)", "-(dat~dat@1 | title:nước@2)"},

		// values and dates restrict
		{`topic:"Đô thị"`, "topic:Đô thị/do-thi"},
		{"kind:bao-cao", "kind:report"},
		{"kind:x", "nothing"},
		{"topic:a topic:b đất", "((topic:a/a & topic:b/b) & đất?dat@1)"},
		{"date:2024..2025", "date:2024..2025"},

		// numbers, dates and names are read together, too
		{"18-NQ/TW", "{doc:18/nq/tw^8@1; number:doc:18/nq/tw^64@1; title:doc:18/nq/tw^24@1; \x03nq:18@1; title:\x03nq:18^24@1; [18~18 nq~nq tw~tw]@1}"},
		{"57 - NQ/TƯ", "{doc:57/nq/tw^8@1; number:doc:57/nq/tw^64@1; title:doc:57/nq/tw^24@1; \x03nq:57@1; title:\x03nq:57^24@1; [57~57 nq tư?tu]@1}"},
		{"57nqtw", "{doc:57/nq/tw^8@1; number:doc:57/nq/tw^64@1; title:doc:57/nq/tw^24@1; \x03nq:57@1; title:\x03nq:57^24@1; 57nqtw~57nqtw@1}"},
		{"nghị quyết 57", "{\x03nq:57@1; title:\x03nq:57^24@1; nq:57^0.125@1}"},
		{"title:18-NQ/TW", "{title:doc:18/nq/tw^8@1; title:\x03nq:18@1; title:[18~18 nq~nq tw~tw]@1}"},
		{`"18-NQ/TW"`, "{[18~18 nq~nq tw~tw]@1; doc:18/nq/tw^8@1; number:doc:18/nq/tw^64@1; title:doc:18/nq/tw^24@1}"},
		{"13/1/2025", "{13/1/2025~13/1/2025@1; d:2025-01-13@1}"},
		{"ngày 13/1/2025", "d:2025-01-13@1"},
		{"ngày 2/9", "{2/9@1; d:--09-02@1}"},
		{"2/9", "{2/9~2/9@1; d:--09-02@1}"},
		{"2025", "{2025~2025@1; d:2025@1}"},
		{"năm 2025", "d:2025@1"},
		{"quý 3/2025", "d:2025-Q3@1"},
		{"33 nghìn tỷ", "n:33000000000000@1"},
		{"thu 33.000 tỷ đồng", "(thu~thu@1 & n:33000000000000@2)"},
		{"15tr", "{15tr~15tr@1; n:15000000@1}"},
		{"6,03%", "p:6.03@1"},
		{"8 %", "p:8@1"},
		{"8 phần trăm", "p:8@1"},
		{`"8%"`, "p:8@1"},
		{`"33.000 tỷ"`, "{[33.000 tỷ/tỉ?ty]@1; n:33000000000000^0.5@1}"},
		{`"33.000 tỷ đồng"`, "[33.000 tỷ/tỉ?ty đồng?dong]@1"},
		{`"năm 2025"`, "[năm?nam 2025]@1"},
		{`"tăng 8%"`, "([tăng?tang 8]@1 & p:8@1)"},
		{"khóa 15", "{[khóa?khoa 15~15]@1; o:khoa/15@1}"},
		{"đại hội XIV", "{[đại?dai hội?hoi xiv~xiv]@1; o:dai-hoi/14@1}"},
		{"8 giờ 30", "{[8~8 giờ?gio 30~30]@1; t:8:30@1}"},
		{"UBND", "{ubnd~ubnd@1; [ủy ban nhân dân]^0.8@1}"},
		{"=UBND", "ubnd@1"},
		{"kinh UBND xã", "(kinh~kinh@1 & {ubnd~ubnd@2; [ủy ban nhân dân]^0.8@2} & xã?xa@3 +[kinh~kinh ubnd~ubnd] +[ubnd~ubnd xã?xa])"},
		{"bac ninh", "{(bac~bac@1 & ninh~ninh@2 +[bac~bac ninh~ninh] +[bắc ninh]^0.95@1); [bắc ninh]^0.95@1}"},
		{"bawcs", "bắc?bac@1"},
		{"+bawcs", "bawcs~bawcs@1"},
		{"bawcx", "bawcx~bawcx@1"},
		{"=bawcs", "bawcs@1"},
	} {
		if got := show(read(t, x, c.q, index.Request{}).All); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.q, got, c.want)
		}
	}
}

// TestReadOtherwise reads with other settings of marks, and where one word is
// enough: what excludes or restricts does so still.
func TestReadOtherwise(t *testing.T) {
	any, exact, fold := index.Request{Level: index.LevelAny}, index.Request{Accents: index.AccentsExact}, index.Request{Accents: index.AccentsFold}
	for _, c := range []struct {
		q    string
		req  index.Request
		want string
	}{
		{"đất nước", any, "(đất?dat@1 | nước?nuoc@2 +[đất?dat nước?nuoc])"},
		{"dat -nuoc kind:report", any, "(-nuoc~nuoc@2 & kind:report & (dat~dat@1))"},
		{"đất date:2024", any, "(date:2024..2024 & (đất?dat@1))"},
		{"-đất", any, "-đất@1"},
		{"UBND xã", any, "({ubnd~ubnd@1; [ủy ban nhân dân]^0.8@1} | xã?xa@2 +[ubnd~ubnd xã?xa])"},
		{"đất nuoc UBND", exact, "(đất@1 & nuoc@2 & ubnd@3 +[đất nuoc] +[nuoc ubnd])"},
		{`"đất nuoc"`, exact, "[đất nuoc]@1"},
		{"đất nước", fold, "(đất~dat@1 & nước~nuoc@2 +[đất~dat nước~nuoc])"},
		{"=đất", fold, "đất@1"},
	} {
		if got := show(at(read(t, texts{}, c.q, c.req), c.req.Level)); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.q, got, c.want)
		}
	}
}

func TestWarnings(t *testing.T) {
	x := texts{"phía bắc"}
	for _, c := range []struct {
		q    string
		want []index.Warning
	}{
		{"BCT", []index.Warning{{Code: index.WarnAmbiguous, Offset: -1, Args: []string{"BCT", "bộ chính trị", "bộ công thương"}}}},
		{"bộ chính trị", nil},
		{"tỉnh Thái Bình", []index.Warning{{Code: index.WarnFormerPlace, Offset: -1, Args: []string{"Thái Bình", "Hưng Yên", "2025-07-01"}}}},
		{"bawcs bawcs", []index.Warning{{Code: index.WarnTyping, Offset: -1, Args: []string{"bawcs", "bắc"}}}},
		{"bắc", nil},
		{"kind:x kind:x", []index.Warning{{Code: index.WarnUnknownKind, Offset: -1, Args: []string{"x"}}}},
		{"cites:57 viendan:18-NQ/TW*", []index.Warning{{Code: index.WarnNoNumber, Offset: -1, Args: []string{"57"}}, {Code: index.WarnNoPrefix, Offset: -1, Args: []string{"cites", "18-NQ/TW"}}}},
		{"topic:do*", []index.Warning{{Code: index.WarnNoPrefix, Offset: -1, Args: []string{"topic", "do"}}}},
	} {
		if got := read(t, x, c.q, index.Request{}).Warnings; !cmp.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.q, got, c.want)
		}
	}
}

// TestNodesOfOthers plans trees that Parse would not make.
func TestNodesOfOthers(t *testing.T) {
	many := strings.TrimSuffix(strings.Repeat("a-", query.MaxTerms+1), "-")
	for _, c := range []struct {
		n    query.Node
		code index.Code
	}{
		{query.Word{Text: many}, index.WarnLongPart},
		{query.Phrase{Text: strings.Repeat("a ", plan.MaxNear+1), Slop: 1}, index.WarnLongPart},
		{query.Word{Text: "…"}, index.WarnNoWordInPart},
		{query.Phrase{Text: "…"}, index.WarnNoWordInPart},
	} {
		p, err := plan.Read(t.Context(), texts{}, names, &index.Request{Query: c.n})
		if err != nil || len(p.Warnings) != 1 || p.Warnings[0].Code != c.code {
			t.Errorf("%v: %+v, %v", c.n, p, err)
		}
	}
}

// broken is a collection that cannot be looked into.
type broken struct{ err error }

func (broken) Documents() int { return 1 }

func (b broken) Lexicon() plan.Lexicon { return brokenLexicon{lexiconOf("phía bắc"), b.err} }

// brokenLexicon has words that cannot be looked up.
type brokenLexicon struct {
	*lexicon
	err error
}

func (b brokenLexicon) Readings(string) ([]plan.Reading, error) { return nil, b.err }

func (b broken) Count(context.Context, ...plan.Clause) ([]int, error) { return nil, b.err }

func TestErrorsOfTheCollection(t *testing.T) {
	for _, q := range []string{"bawcs", "Sơn La", "a OR (b bawcs)"} {
		n, _, err := query.Parse(q)
		if err != nil {
			t.Fatal(err)
		}
		p, err := plan.Read(t.Context(), broken{index.ErrUnavailable}, names, &index.Request{Query: n})
		if p != nil || !errors.Is(err, index.ErrUnavailable) {
			t.Errorf("%s: %v, %v", q, p, err)
		}
	}
}
