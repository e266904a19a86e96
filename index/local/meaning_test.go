package local

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"vankien/index"
)

// meant is a query and what people mean by it.
type meant struct {
	query string

	// The documents that are meant hold beside side by side, or what written
	// describes, in lower case; must is a text that all of those hold.
	beside  []string
	written string
	must    string

	truth   int    // how many are meant
	total   int    // how many are found where that is more than 10 % off, see why
	top     int    // so many of the first hits are meant
	offered string // what is suggested
	why     string
}

// The queries of this table once had totals far from what they mean, or the
// documents that are meant far down.
var meanings = []meant{
	{query: "nguyen phu trong", beside: []string{"nguyen phu trong"}, truth: 15, top: all},
	{query: "chuyen doi so", beside: []string{"chuyen doi so"}, truth: 240, top: all},
	{query: "chuyển đổi số", beside: []string{"chuyển đổi số"}, truth: 237, top: all},
	{query: "Nguyễn Văn Thể", beside: []string{"Nguyễn Văn Thể"}, truth: 4, top: all},
	{query: "Bộ Kế hoạch và Đầu tư", beside: []string{"Bộ Kế hoạch và Đầu tư"}, truth: 25, top: all},
	{query: "dau khi", beside: []string{"dau khi"}, truth: 92, top: all},
	{query: "hoa lan", beside: []string{"hoa lan"}, truth: 13, top: all},
	{query: "nghị quyết 57", written: `(^|\D)57[-–]nq/tw`, must: "57", truth: 28, top: all},
	{query: "57NQ/TW", written: `(^|\D)57[-–]nq/tw`, must: "57", truth: 28, top: all},
	{query: "57nqtw", written: `(^|\D)57[-–]nq/tw`, must: "57", truth: 28, top: all},
	{query: "18nqtw", written: `(^|\D)18[-–]nq/tw`, must: "18", truth: 5, top: 4,
		total: 12, why: "nghị quyết 18 stands for it, too, behind it but for a title of it"},
	{query: "18 nq tw", written: `(^|\D)18[-–]nq/tw`, must: "18", truth: 5, top: 4,
		total: 12, why: "nghị quyết 18 stands for it, too, behind it but for a title of it"},
	{query: "101/2024/NĐCP", written: `(^|\D)101/2024/nđ ?[-–] ?cp`, must: "101/2024", truth: 9, top: all},
	{query: "33 2025 nđ cp", written: `(^|\D)33/2025/nđ ?[-–] ?cp`, must: "33/2025", truth: 8, top: all},
	{query: "3%", written: `(^|[^\d.,])0?3([.,]0)?( ?[-–] ?[\d.,]+)?( ?%| phần trăm)`, must: "3", truth: 60, top: all},
	{query: `"8%"`, written: `(^|[^\d.,])8(,0+)? ?%`, must: "%", truth: 43, top: all},
	{query: "quý 3/2025", written: `quý\s(3|iii)([/-]|\snăm\s)2025`, must: "quý", truth: 6, top: all},
	{query: "10.000 tỷ", written: `(^|[^\d.,])10(\.000| nghìn| ngàn) t[ỷỉ]($|[^\pL])`, must: "10", truth: 10, top: all},
	{query: "covid19", written: `covid[- –]?19`, must: "covid", truth: 900, top: all},
	{query: "chuyển đồi số", beside: []string{"chuyển đổi số"}, truth: 237, offered: "chuyển đổi số",
		total: 16, why: "these words are found, each for itself; what is found is not replaced"},
	{query: "donal trump", beside: []string{"donald trump"}, truth: 75, top: all, offered: "donald trump"},
	{query: "S -300", written: `s ?[-–] ?300($|\D)`, must: "300", truth: 4, top: all},
	{query: "học phí trường đại học tăng bao nhiêu?", beside: []string{"học phí", "đại học"}, truth: 53, total: unseen, top: 3},
}

// all asks for as many documents at the top as are meant, up to ten; unseen says
// that a total is not looked at.
const all, unseen = -1, -1

// of returns the documents that are meant.
func (m *meant) of(x *rawTexts) (docs []int) {
	if m.beside != nil {
		return x.beside(m.beside...)
	}
	re := regexp.MustCompile(m.written)
	for d, text := range x.texts {
		if near(text, m.must, re) {
			docs = append(docs, d)
		}
	}
	return docs
}

// near reports whether a text matches re about one of the places of must.
func near(text, must string, re *regexp.Regexp) bool {
	for at := 0; ; at += len(must) {
		i := strings.Index(text[at:], must)
		if i < 0 {
			return false
		}
		at += i
		from, before := max(0, at-20), ""
		if from > 0 {
			before = "0" // no start of a number or word
		}
		if re.MatchString(before + text[from:min(len(text), at+50)]) {
			return true
		}
	}
}

// TestMeaning asks a collection of news and official texts as people do and holds
// what is found against the raw texts.
func TestMeaning(t *testing.T) {
	raw := readRaw(t, "news", "policy")
	x := collection(t)
	for docs := range slices.Chunk(raw.docs, 1000) {
		if err := x.Put(t.Context(), docs...); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("table", func(t *testing.T) {
		for _, m := range meanings {
			t.Run(m.query, func(t *testing.T) { m.check(t, x, raw) })
		}
	})
	t.Run("newest", func(t *testing.T) { newestIsMeant(t, x, raw) })
	units := raw.units()
	t.Run("units", func(t *testing.T) { unitsAreFound(t, x, units) })
	t.Run("apart", func(t *testing.T) { unitsApart(t, x, units) })
	t.Run("false joins", func(t *testing.T) { falseJoins(t, x) })
	t.Run("slips", func(t *testing.T) { slips(t, x, raw) })
	t.Run("marks", func(t *testing.T) { marks(t, x, units) })
}

// check compares the total and the first hits with what is meant.
func (m *meant) check(t *testing.T, x *Index, raw *rawTexts) {
	docs := m.of(raw)
	if len(docs) != m.truth {
		t.Errorf("%d documents hold it, the table says %d", len(docs), m.truth)
	}
	res, list := asked(t, x, m.query, index.LevelAuto, 10)
	if m.offered != "" && !slices.Contains(offered(res, index.SuggestSpelling), m.offered) {
		t.Errorf("%q is not offered", m.offered)
	}
	good := 0
	for good < len(list) && slices.ContainsFunc(docs, func(d int) bool { return raw.docs[d].ID == list[good] }) {
		good++
	}
	t.Logf("truth %d, total %d, meant at the top %d", len(docs), res.Total, good)
	if want := cmp.Or(m.total, m.truth); want != unseen && !within(res.Total, want) {
		t.Errorf("total %d, want %d %s", res.Total, want, m.why)
	}
	want := m.top
	if want == all {
		want = min(len(docs), 10)
	}
	if good < want {
		t.Errorf("only %d of the first hits are meant, want %d", good, want)
	}
}

// within reports whether a total is at most a tenth away from the truth.
func within(total, truth int) bool {
	return 10*total >= 9*truth && 10*total <= 11*truth
}

// newestIsMeant checks that order by date does not bring up what only holds the
// words.
func newestIsMeant(t *testing.T, x *Index, raw *rawTexts) {
	want := map[string]bool{}
	for _, d := range raw.beside("nguyen phu trong") {
		want[raw.docs[d].ID] = true
	}
	res := search(t, x, index.Request{Query: parse(t, "nguyen phu trong"), Level: index.LevelAuto, Sort: index.Newest})
	for _, h := range res.Hits {
		if !want[h.ID] {
			t.Errorf("%s holds no such name", h.ID)
		}
	}
	if !within(len(res.Hits), len(want)) {
		t.Errorf("%d hits of %d", len(res.Hits), len(want))
	}
}

// tally counts how many of some are right.
type tally struct{ right, of int }

func (s *tally) add(right bool) {
	s.of++
	if right {
		s.right++
	}
}

func (s tally) percent() float64 { return 100 * float64(s.right) / float64(max(s.of, 1)) }

func (s tally) String() string { return fmt.Sprintf("%d of %d (%.1f %%)", s.right, s.of, s.percent()) }

// atLeast fails the test when less than so many of a hundred are right.
func (s tally) atLeast(t *testing.T, what string, percent float64) {
	t.Helper()
	t.Log(what, s)
	if s.of == 0 || s.percent() < percent {
		t.Errorf("%s: %v, want %.0f %%", what, s, percent)
	}
}
