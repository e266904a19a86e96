package local

import (
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/indextest"
	"vankien/internal/viet"
)

// Values are drawn from real texts and looked for as people write them. What a
// text holds is told by regular expressions and sums here, which share nothing
// with the tokenizer.

// valueDocs are what a collection holds by value, with the documents of each.
type valueDocs struct {
	docs  map[string]map[string]bool // by value, then by id
	forms map[string][]string        // as written, by value
}

func newValueDocs() *valueDocs {
	return &valueDocs{map[string]map[string]bool{}, map[string][]string{}}
}

func (v *valueDocs) add(value, form, id string) {
	if v.docs[value] == nil {
		v.docs[value] = map[string]bool{}
	}
	v.docs[value][id] = true
	if !slices.Contains(v.forms[value], form) {
		v.forms[value] = append(v.forms[value], form)
	}
}

// draw returns some values at random.
func (v *valueDocs) draw(n int) []string {
	var all []string
	for x := range v.docs {
		all = append(all, x)
	}
	slices.Sort(all)
	rand.New(rand.NewPCG(7, 11)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:min(n, len(all))]
}

var (
	percents  = regexp.MustCompile(`(?:^|[^\d.,:/])(\d+(?:[.,]\d+)?)(?:\s?%|\s?phần trăm|(?:\s?[-–]\s?| đến | tới )\d+(?:[.,]\d+)?\s?(?:%|phần trăm))`)
	shareEnd  = regexp.MustCompile(`\d(?:\s?[-–]\s?)(\d+(?:[.,]\d+)?)\s?(?:%|phần trăm)`)
	money     = regexp.MustCompile(`(?i)(?:^|[^\d.,:/])(\d+(?:[.,]\d+)*)\s?((?:(?:nghìn|ngàn|triệu|trăm) )?(?:tỷ|tỉ)|(?:trăm )?triệu|tr)(?:[^\pL]|$)`)
	docNumber = regexp.MustCompile(`(?:^|[^\d/.\pL-])(\d{1,4})(?:\s?/\s?((?:19|20)\d\d))?\s?[-/–]\s?(NQ|NĐ|QĐ|CT|TT|KL|CĐ)\s?[-/–]\s?(TW|TƯ|CP|TTg|HĐND|UBND|B[A-ZĐ&]{1,6})(?:[^\pL\d]|$)`)
)

// decimal reads digits with the marks of Vietnamese numbers.
func decimal(s string, percent bool) *big.Rat {
	comma, dots := strings.Contains(s, ","), strings.Split(s, ".")
	thousands := !percent && len(dots) > 1 && !slices.ContainsFunc(dots[1:], func(g string) bool { return len(strings.Split(g, ",")[0]) != 3 })
	switch {
	case comma && strings.Count(s, ",") > 1:
		s = strings.ReplaceAll(s, ",", "")
	case comma || thousands:
		s = strings.ReplaceAll(strings.ReplaceAll(s, ".", ""), ",", ".")
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return nil
	}
	return r
}

func multiplier(words string) int64 {
	m := int64(1)
	for _, w := range strings.Fields(strings.ToLower(words)) {
		m *= map[string]int64{"trăm": 100, "nghìn": 1e3, "ngàn": 1e3, "triệu": 1e6, "tr": 1e6, "tỷ": 1e9, "tỉ": 1e9}[w]
	}
	return m
}

// readValueDocuments reads news and policy, and the values that stand there.
func readValueDocuments(t *testing.T) (docs []index.Document, shares, amounts, numbers *valueDocs) {
	shares, amounts, numbers = newValueDocs(), newValueDocs(), newValueDocs()
	for _, corpus := range []string{"news", "policy"} {
		for _, line := range indextest.Lines(t, "corpora/"+corpus+".jsonl.gz") {
			var d index.Document
			if err := json.Unmarshal(line, &d); err != nil {
				t.Fatal(err)
			}
			d = index.Document{ID: corpus + d.ID, Title: d.Title, Body: d.Body}
			docs = append(docs, d)
			text := viet.Compose(d.Title + "\n" + d.Body)
			for _, m := range percents.FindAllStringSubmatch(text, -1) {
				if r := decimal(m[1], true); r != nil {
					shares.add(r.RatString(), m[1]+"%", d.ID)
				}
			}
			for _, m := range shareEnd.FindAllStringSubmatch(text, -1) {
				if r := decimal(m[1], true); r != nil {
					shares.add(r.RatString(), m[1]+"%", d.ID)
				}
			}
			for _, m := range money.FindAllStringSubmatch(text, -1) {
				if r := decimal(m[1], false); r != nil {
					amounts.add(r.Mul(r, new(big.Rat).SetInt64(multiplier(m[2]))).RatString(), m[1]+" "+m[2], d.ID)
				}
			}
			for _, m := range docNumber.FindAllStringSubmatch(text, -1) {
				n := strings.TrimLeft(m[1], "0")
				if m[2] != "" {
					n += "/" + m[2]
				}
				numbers.add(fmt.Sprintf("%s %s %s", n, m[3], strings.ReplaceAll(m[4], "TƯ", "TW")), m[0], d.ID)
			}
		}
	}
	return docs, shares, amounts, numbers
}

// TestValues looks for fifty percentages and amounts, whose totals must be those
// of the texts within a tenth, and for fifty document numbers in five written
// forms each, which must come before all else.
func TestValues(t *testing.T) {
	docs, shares, amounts, numbers := readValueDocuments(t)
	x := collection(t)
	for from := 0; from < len(docs); from += 1000 {
		if err := x.Put(t.Context(), docs[from:min(from+1000, len(docs))]...); err != nil {
			t.Fatal(err)
		}
	}
	search := func(q string, limit int) *index.Result {
		return indextest.Search(t, x, index.Request{Query: indextest.Parse(t, q), Level: index.LevelMeant, Limit: limit})
	}
	right, tried := 0, 0
	for i, of := range []*valueDocs{shares, amounts} {
		for _, value := range of.draw(25) {
			tried++
			q, want := of.forms[value][0], len(of.docs[value])
			got := search(q, 1).Total
			if 10*max(got-want, want-got) <= want {
				right++
			} else {
				t.Logf("%s: %d documents, truth %d", q, got, want)
			}
			if i == 0 {
				if quoted := search(`"`+q+`"`, 1).Total; quoted != got {
					t.Errorf("%s: %d documents, in quotes %d", q, got, quoted)
				}
			}
		}
	}
	t.Logf("totals: %d of %d right", right, tried)
	if 10*right < 9*tried {
		t.Errorf("totals: %d of %d right", right, tried)
	}
	right, tried = 0, 0
	for _, value := range numbers.draw(50) {
		p := strings.Fields(value)
		n, kind, issuer := p[0], p[1], p[2]
		plain := func(s string) string { return strings.ToLower(strings.ReplaceAll(s, "Đ", "D")) }
		official := "/"
		if !strings.Contains(n, "/") {
			official = "-"
		}
		spaced := strings.ReplaceAll(n, "/", " ")
		for _, q := range []string{n + official + kind + "/" + issuer, n + plain(kind+issuer), n + "/" + kind + issuer,
			spaced + " " + strings.ToLower(kind+" "+issuer), spaced + " " + plain(kind+"-"+issuer)} {
			tried++
			truth := numbers.docs[value]
			found := search(q, min(10, len(truth)))
			wrong := len(found.Hits) < min(10, len(truth))
			for _, h := range found.Hits {
				wrong = wrong || !truth[h.ID]
			}
			if !wrong {
				right++
			} else {
				t.Logf("%s: %v of %d, truth %d", q, indextest.IDs(found), found.Total, len(truth))
			}
		}
	}
	t.Logf("document numbers: %d of %d first", right, tried)
	if 10*right < 9*tried {
		t.Errorf("document numbers: %d of %d first", right, tried)
	}
}
