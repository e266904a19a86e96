package index

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"vankien/index/query"
	"vankien/internal/viet"
)

// The oracle answers a request by reading every document: it shares neither
// the tokenizer nor the plan with the index.

// oracleWord is a word as the oracle sees it. bare says that its paragraph, or
// the whole text for a short paragraph, is written without marks.
type oracleWord struct {
	term, fold string
	pos        int
	paragraph  int
	bare       bool
}

var newToOld = strings.NewReplacer("oà", "òa", "oá", "óa", "uỷ", "ủy")

func oracleWords(text string) (words []oracleWord) {
	pos, gap, paragraph := 0, 0, 0
	var w strings.Builder
	flush := func() {
		if w.Len() == 0 {
			return
		}
		term := newToOld.Replace(norm.NFC.String(strings.ToLower(w.String())))
		words = append(words, oracleWord{term: term, fold: oracleFold(term), pos: pos + gap, paragraph: paragraph})
		pos += gap + 1
		gap = 0
		w.Reset()
	}
	runes := []rune(norm.NFC.String(text))
	for i, r := range runes {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			w.WriteRune(r)
			continue
		}
		flush()
		if r == '\n' {
			paragraph++
		}
		if r == '.' && i+1 < len(runes) && unicode.IsSpace(runes[i+1]) || r == '\n' && i > 0 && runes[i-1] == '\n' {
			gap = 10
		}
	}
	flush()
	markBare(words)
	return words
}

// markBare decides which words stand in bare passages.
func markBare(words []oracleWord) {
	isBare := func(in func(*oracleWord) bool) (syllables int, bare bool) {
		marked := 0
		for i := range words {
			if w := &words[i]; in(w) && w.term != "18" && w.term != "nq" && w.term != "tw" {
				syllables++
				if w.term != w.fold {
					marked++
				}
			}
		}
		return syllables, syllables > 0 && 4*marked < syllables
	}
	_, whole := isBare(func(*oracleWord) bool { return true })
	for i := range words {
		n, bare := isBare(func(w *oracleWord) bool { return w.paragraph == words[i].paragraph })
		if n < 4 {
			bare = whole
		}
		words[i].bare = bare
	}
}

func oracleFold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		if r == 'đ' {
			r = 'd'
		}
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// oracleMode is how a query word is meant: as it stands, or with any marks.
type oracleMode struct{ exact, open, prefix, noBare bool }

// oracleForm reports whether a word of a text answers a word of a query.
func oracleForm(q oracleWord, m oracleMode, w oracleWord) bool {
	if m.prefix {
		return strings.HasPrefix(w.term, q.term) || m.open && strings.HasPrefix(w.fold, q.fold)
	}
	return w.term == q.term || m.open && w.fold == q.fold ||
		!m.exact && !m.noBare && q.term != q.fold && w.bare && w.term == q.fold
}

// oracleModes decides how the words of one phrase are meant.
func oracleModes(want []oracleWord, exact, prefix bool, a Accents) []oracleMode {
	marked := slices.ContainsFunc(want, func(w oracleWord) bool { return w.term != w.fold })
	modes := make([]oracleMode, len(want))
	for k, w := range want {
		m := oracleMode{exact: exact || a == AccentsExact, prefix: prefix && k == len(want)-1}
		m.open = !m.exact && (a == AccentsFold || w.term == w.fold && !marked)
		modes[k] = m
	}
	return modes
}

// oracleText reports whether the words of a query stand in a text: side by
// side, or with a slop in any order within so many other words.
func oracleText(text string, want []oracleWord, modes []oracleMode, slop int) bool {
	have := oracleWords(text)
	form := func(k, i int) bool { return oracleForm(want[k], modes[k], have[i]) }
	for i := range have {
		if slop > 0 && len(want) > 1 {
			if oracleNear(have, i, len(want), slop, nil, form) {
				return true
			}
			continue
		}
		ok := i+len(want) <= len(have)
		for k := 0; ok && k < len(want); k++ {
			ok = have[i+k].pos-have[i].pos == want[k].pos-want[0].pos && form(k, i+k)
		}
		if ok {
			return true
		}
	}
	return false
}

// oracleNear tries every choice of distinct words from first on.
func oracleNear(have []oracleWord, first, n, slop int, used []int, form func(k, i int) bool) bool {
	if len(used) == n {
		return true
	}
	for i := first; i < len(have) && have[i].pos-have[first].pos < n+slop; i++ {
		if !slices.Contains(used, i) && form(len(used), i) && oracleNear(have, first, n, slop, append(used, i), form) {
			return true
		}
	}
	return false
}

// oracle evaluates a tree; docs are all documents, which decide how a plain
// word beside marked ones is meant.
type oracle struct {
	docs    map[string]Document
	accents Accents
	negated bool
}

func oracleFields(f query.Field, d *Document) []string {
	if f == query.Title {
		return []string{d.Title}
	}
	return []string{d.Title, d.Abstract, d.Body, d.Number}
}

func (o oracle) text(f query.Field, d *Document, want []oracleWord, modes []oracleMode, slop int) bool {
	for k := range modes {
		modes[k].noBare = o.negated
	}
	return slices.ContainsFunc(oracleFields(f, d), func(s string) bool { return oracleText(s, want, modes, slop) })
}

func (o oracle) match(n query.Node, d *Document) bool {
	switch n := n.(type) {
	case query.Word:
		return o.words([]query.Word{n}, d)
	case query.Phrase:
		want := oracleWords(n.Text)
		return o.text(n.Field, d, want, oracleModes(want, n.Exact, false, o.accents), n.Slop)
	case query.Dates:
		return oracleDate(d.Date, n.From, n.To)
	case query.And:
		for i := 0; i < len(n.Nodes); {
			run := wordRun(n.Nodes[i:])
			if len(run) > 0 && !o.words(run, d) || len(run) == 0 && !o.match(n.Nodes[i], d) {
				return false
			}
			i += max(1, len(run))
		}
		return true
	case query.Or:
		return slices.ContainsFunc(n.Nodes, func(c query.Node) bool { return o.match(c, d) })
	case query.Not:
		o.negated = true
		return !o.match(n.Node, d)
	}
	return true
}

// words matches a run of words, each for itself.
func (o oracle) words(run []query.Word, d *Document) bool {
	if run[0].Field == query.Topic {
		return !slices.ContainsFunc(run, func(w query.Word) bool { return !slices.Contains(d.Topics, w.Text) })
	}
	var units [][]oracleWord
	anyMarked := false
	for _, w := range run {
		u := oracleWords(w.Text)
		units = append(units, u)
		anyMarked = anyMarked || slices.ContainsFunc(u, func(w oracleWord) bool { return w.term != w.fold })
	}
	for i, w := range run {
		modes := oracleModes(units[i], w.Exact, w.Prefix, o.accents)
		if len(modes) == 1 && modes[0].open && !w.Prefix && o.accents == AccentsAuto && anyMarked &&
			(o.plainBeside(w.Field, units, i-1, i) || o.plainBeside(w.Field, units, i, i+1)) {
			modes[0].open = false
		}
		if !o.text(w.Field, d, units[i], modes, 0) {
			return false
		}
	}
	return true
}

// plainBeside reports whether two neighbouring single words, one of them with
// marks, stand side by side as typed in any document.
func (o oracle) plainBeside(f query.Field, units [][]oracleWord, i, j int) bool {
	if i < 0 || j >= len(units) || len(units[i]) != 1 && len(units[j]) != 1 {
		return false
	}
	marked := func(u []oracleWord) bool { return len(u) == 1 && u[0].term != u[0].fold }
	if !marked(units[i]) && !marked(units[j]) {
		return false
	}
	want := []oracleWord{units[i][0], units[j][0]}
	want[0].pos, want[1].pos = 0, 1
	for _, d := range o.docs {
		if o.text(f, &d, want, []oracleMode{{exact: true}, {exact: true}}, 0) {
			return true
		}
	}
	return false
}

// oracleDate compares dates as text: a short date covers all that it begins.
func oracleDate(date, from, to string) bool {
	return date != "" && (date >= from || strings.HasPrefix(from, date)) &&
		(to == "" || date <= to || strings.HasPrefix(date, to))
}

func oraclePasses(f *Filter, d *Document, except Field) bool {
	in := func(values []string, of []string) bool {
		return slices.ContainsFunc(values, func(v string) bool { return slices.Contains(of, v) })
	}
	for field, values := range map[Field][]string{FieldTopic: d.Topics, FieldKind: {d.Kind}} {
		if field != except && (len(f.Any[field]) > 0 && !in(values, f.Any[field]) || in(values, f.None[field])) {
			return false
		}
	}
	return f.From == "" && f.To == "" || oracleDate(d.Date, f.From, f.To)
}

// world makes random documents and requests from few words, so that they meet.
type world struct{ *rand.Rand }

func pick[T any](w world, list ...T) T { return list[w.IntN(len(list))] }

func (w world) words(n int) string {
	var b strings.Builder
	for range 1 + w.IntN(n) {
		b.WriteString(pick(w, "bắc", "Bac", "bác", "nam", "NAM", "hoà", "hòa", "hoa", "đo", "do", "độ", "uỷ", "ủy", "thi", "Thị", "18"))
		b.WriteString(pick(w, " ", " ", " ", ", ", ". ", "-", "\n", "\n\n"))
	}
	return strings.TrimSpace(b.String())
}

func (w world) date() string {
	return pick(w, "", "1957", "1969-12-31", "2024", "2024-02", "2024-02-29", "2024-03-01", "2025-01-13", "2025-01", "2025-12-31")
}

func (w world) document() Document {
	d := Document{ID: fmt.Sprint(w.IntN(120)), Kind: pick(w, KindSpeech, KindReport, KindOther), Date: w.date(), Title: w.words(4), Body: w.words(25)}
	if w.IntN(2) == 0 {
		d.Abstract = norm.NFD.String(w.words(8))
	}
	if w.IntN(3) == 0 {
		d.Number = pick(w, "18-NQ/TW", "Bắc 18")
	}
	for _, t := range []string{"a", "b", "c"} {
		if w.IntN(3) == 0 {
			d.Topics = append(d.Topics, t)
		}
	}
	return d
}

func (w world) query(depth int) string {
	switch k := w.IntN(11); {
	case depth > 0 && k < 3:
		return w.query(depth-1) + pick(w, " ", " OR ", " -") + "(" + w.query(depth-1) + ")"
	case k == 3:
		return `"` + w.words(3) + `"`
	case k == 4:
		return `"` + w.words(3) + `"~` + fmt.Sprint(1+w.IntN(4))
	case k == 5:
		return "=" + w.words(1)
	case k == 6:
		return pick(w, "ba*", "bắ*", "th*", "na*", "hò*", "đo*")
	case k == 7:
		return "title:" + w.words(1)
	case k == 8:
		return "topic:" + pick(w, "a", "b")
	case k == 9:
		return "date:" + pick(w, "2024", "2024-02-29..2025-01", "..1969", "1960..2024-02")
	}
	return w.words(2)
}

func (w world) filter() Filter {
	var f Filter
	if w.IntN(3) == 0 {
		f.Any = map[Field][]string{pick(w, FieldTopic, FieldKind): {pick(w, "a", "b", KindReport), pick(w, "c", KindSpeech)}}
	}
	if w.IntN(4) == 0 {
		f.None = map[Field][]string{FieldTopic: {pick(w, "a", "b")}}
	}
	if w.IntN(3) == 0 {
		f.From = pick(w, "", "1957-05", "2024-02-29", "2025")
		f.To = pick(w, "", "2025-01-10", "2025")
	}
	return f
}

// TestOracle compares totals, hits and facets with the oracle's while
// documents come, change and go.
func TestOracle(t *testing.T) {
	x := collection(t)
	docs := map[string]Document{}
	w := world{rand.New(rand.NewPCG(1, 2))}
	for range 30 {
		var batch []Document
		for range 1 + w.IntN(12) {
			d := w.document()
			batch, docs[d.ID] = append(batch, d), d
		}
		if err := x.Put(t.Context(), batch...); err != nil {
			t.Fatal(err)
		}
		gone := fmt.Sprint(w.IntN(120))
		if _, err := x.Delete(t.Context(), gone); err != nil {
			t.Fatal(err)
		}
		delete(docs, gone)
		for range 40 {
			compareWithOracle(t, x, docs, w)
		}
	}
}

func compareWithOracle(t *testing.T, x *Index, docs map[string]Document, w world) {
	t.Helper()
	q := w.query(2)
	req := Request{Query: parse(t, q), Accents: pick(w, AccentsAuto, AccentsAuto, AccentsExact, AccentsFold), Filter: w.filter(),
		Sort: pick(w, Relevance, Newest, Oldest, ByTitle), Limit: MaxLimit, Facets: []Field{FieldTopic, FieldKind, FieldYear}}
	res := search(t, x, req)
	var want []string
	o := oracle{docs: docs, accents: req.Accents}
	facets := map[Field]map[string]int{FieldTopic: {}, FieldKind: {}, FieldYear: {}}
	missing := map[Field]int{}
	for id, d := range docs {
		if !o.match(req.Query, &d) {
			continue
		}
		if oraclePasses(&req.Filter, &d, "") {
			want = append(want, id)
		}
		year := []string{}
		if d.Date != "" {
			year = append(year, d.Date[:4])
		}
		for f, values := range map[Field][]string{FieldTopic: d.Topics, FieldKind: {d.Kind}, FieldYear: year} {
			if !oraclePasses(&req.Filter, &d, f) {
				continue
			}
			if len(values) == 0 {
				missing[f]++
			}
			for _, v := range values {
				facets[f][v]++
			}
		}
	}
	slices.Sort(want)
	if got := sorted(res); res.Total != len(want) || len(want) <= MaxLimit && got != strings.Join(want, " ") {
		t.Fatalf("%s\n%+v\n got %d: %s\nwant %d: %s", q, req, res.Total, got, len(want), strings.Join(want, " "))
	}
	checkOrder(t, q, req.Sort, res.Hits)
	for f, counts := range facets {
		got := map[string]int{}
		for _, v := range res.Facets[f].Values {
			got[v.Value] = v.Count
		}
		if fmt.Sprint(got) != fmt.Sprint(counts) || res.Facets[f].Missing != missing[f] {
			t.Fatalf("%s\n%+v\nfacet %s: got %v and %d missing, want %v and %d", q, req.Filter, f, got, res.Facets[f].Missing, counts, missing[f])
		}
	}
}

// checkOrder checks that hits follow the order asked for, equals by id.
func checkOrder(t *testing.T, q string, sort Sort, hits []Hit) {
	t.Helper()
	for i := range hits {
		if math.IsNaN(hits[i].Score) {
			t.Fatalf("%s: score of %s is no number", q, hits[i].ID)
		}
		if i == 0 {
			continue
		}
		a, b := &hits[i-1], &hits[i]
		c := 0
		switch first := func(d string) string { return (d + "-01-01")[:10] }; {
		case sort == Relevance:
			c = cmp.Compare(b.Score, a.Score)
		case sort == ByTitle:
			c = strings.Compare(viet.SortKey(a.Document.Title), viet.SortKey(b.Document.Title))
		case a.Document.Date == "" || b.Document.Date == "":
			c = cmp.Compare(len(b.Document.Date), len(a.Document.Date))
			if a.Document.Date != b.Document.Date && c > 0 {
				t.Fatalf("%s: %s without a date comes before %s", q, a.ID, b.ID)
			}
		case sort == Newest:
			c = strings.Compare(first(b.Document.Date), first(a.Document.Date))
		case sort == Oldest:
			c = strings.Compare(first(a.Document.Date), first(b.Document.Date))
		}
		if c > 0 || c == 0 && a.ID >= b.ID {
			t.Fatalf("%s, order %d: %s (%v) before %s (%v)", q, sort, a.ID, a.Document.Date, b.ID, b.Document.Date)
		}
	}
}
