package remote_test

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vankien/index"
	"vankien/internal/find"
	"vankien/internal/load"
	"vankien/internal/viet"
)

// drawer makes requests from real texts: queries of every kind of clause, out of
// words that stand in one document, so that most of them find something, and of
// everything else that an address can ask for. It draws the same from the same
// documents.
type drawer struct {
	*rand.Rand
	docs   []index.Document
	values map[index.Field][]string
}

func newDrawer(docs []index.Document) *drawer {
	w := &drawer{rand.New(rand.NewPCG(12, 5)), docs, map[index.Field][]string{index.FieldGuessed: {"date", "signer"}, index.FieldCorrected: {"place"}}}
	seen := map[string]bool{}
	for i := range docs {
		for _, f := range find.ValueFields() {
			for _, v := range valuesOf(&docs[i], f) {
				if key := string(f) + "\x00" + v; !seen[key] {
					seen[key] = true
					w.values[f] = append(w.values[f], v)
				}
			}
		}
	}
	return w
}

func valuesOf(d *index.Document, f index.Field) []string {
	if f == index.FieldTopic {
		return d.Topics
	}
	return d.Values(string(f))
}

// class is a kind of query. Its draw gives "" where the text d does not have it.
type class struct {
	name string
	draw func(w *drawer, d *index.Document) string
}

// leaves can stand beside others in a query, wholes cannot.
var leaves = []class{
	{"word", func(w *drawer, d *index.Document) string { return w.run(d, 1) }},
	{"words", func(w *drawer, d *index.Document) string { return w.run(d, 2+w.IntN(4)) }},
	{"scattered", func(w *drawer, d *index.Document) string { return w.scattered(d, 2+w.IntN(3), " ") }},
	{"or", func(w *drawer, d *index.Document) string { return w.scattered(d, 2+w.IntN(3), pick(w, " OR ", " | ")) }},
	{"not", func(w *drawer, d *index.Document) string {
		return w.run(d, 1) + pick(w, " -", " NOT ", " -=", ` -"`) + w.run(d, 1)
	}},
	{"unmarked", func(w *drawer, d *index.Document) string { return viet.Fold(w.run(d, 1+w.IntN(6))) }},
	{"half marked", func(w *drawer, d *index.Document) string { return w.each(w.run(d, 2+w.IntN(4)), 2, viet.Fold) }},
	{"exact", func(w *drawer, d *index.Document) string {
		return "=" + w.run(d, 1) + pick(w, "", " "+w.run(d, 1), ` ="`+w.run(d, 2)+`"`)
	}},
	{"plain", func(w *drawer, d *index.Document) string {
		return "+" + w.run(d, 1) + " " + pick(w, "", "+") + viet.Fold(w.run(d, 1))
	}},
	{"prefix", func(w *drawer, d *index.Document) string {
		return pick(w, "", w.run(d, 1)+" ") + w.cut(w.run(d, 1), 1+w.IntN(3)) + "*"
	}},
	{"short prefix", func(w *drawer, d *index.Document) string { return w.begins(w.run(d, 1), 2) + "*" }},
	{"phrase", func(w *drawer, d *index.Document) string { return `"` + w.run(d, 2+w.IntN(4)) + `"` }},
	{"long phrase", func(w *drawer, d *index.Document) string {
		return `"` + pick(w, w.run, func(d *index.Document, n int) string { return viet.Fold(w.run(d, n)) })(d, 6+w.IntN(15)) + `"`
	}},
	{"phrase as written", (*drawer).stretch},
	{"unmarked phrase", func(w *drawer, d *index.Document) string { return `"` + viet.Fold(w.run(d, 2+w.IntN(3))) + `"` }},
	{"near", func(w *drawer, d *index.Document) string { return w.near(d, w.scattered(d, 2+w.IntN(2), " ")) }},
	{"near neighbours", func(w *drawer, d *index.Document) string {
		return w.near(d, w.each(w.run(d, 2+w.IntN(2)), 3, viet.Fold))
	}},
	{"near operator", func(w *drawer, d *index.Document) string {
		return w.run(d, 1) + " NEAR" + pick(w, "", "/3", "/20") + ` "` + w.run(d, 2) + `"`
	}},
	{"field", (*drawer).field},
	{"date", (*drawer).date},
	{"number", func(w *drawer, d *index.Document) string { return w.matched(d, numbers) }},
	{"document number", (*drawer).documentNumber},
	{"abbreviation", func(w *drawer, d *index.Document) string {
		return w.matched(d, abbreviations) + pick(w, "", " "+w.run(d, 1))
	}},
	{"name", (*drawer).name},
	{"question", (*drawer).question},
	{"slip", func(w *drawer, d *index.Document) string { return w.slip(w.run(d, 1+w.IntN(4))) }},
	{"typing", func(w *drawer, d *index.Document) string { return w.each(w.run(d, 1+w.IntN(3)), 1, telex) }},
	{"glued", func(w *drawer, d *index.Document) string {
		return strings.Replace(w.run(d, 2+w.IntN(2)), " ", pick(w, "", "-", ",", ". ", "/"), 1)
	}},
	{"repeated", func(w *drawer, d *index.Document) string { r := w.run(d, 1+w.IntN(2)); return r + " " + r }},
}

var wholes = []class{
	{"tree", func(w *drawer, d *index.Document) string { return w.tree(d, 2) }},
	{"long run", func(w *drawer, d *index.Document) string { return w.run(d, 7+w.IntN(15)) }},
	{"broken", func(w *drawer, d *index.Document) string {
		return pick(w, "(", `"`, "-", "OR ", "a:", "title:", "~", "*", "^", "@", "!", "|") + w.run(d, 2) + pick(w, "", ")", `"~`, " OR", " -", "|2")
	}},
	{"nothing", func(*drawer, *index.Document) string { return "" }},
}

// drawn returns n requests, as many of each class.
func (w *drawer) drawn(n int) (list []load.Query) {
	classes := slices.Concat(leaves, wholes)
	for i := range n {
		c := classes[i%len(classes)]
		q, d := "", (*index.Document)(nil)
		for tries := 0; tries < 50 && strings.TrimSpace(q) == ""; tries++ {
			d = &w.docs[w.IntN(len(w.docs))]
			q = c.draw(w, d)
		}
		if w.IntN(5) == 0 {
			q = strings.ToUpper(q)
		}
		list = append(list, load.Query{Class: c.name, Params: w.address(q, d)})
	}
	return list
}

// address asks q at some level, in some order, for some page, and now and then with
// filters, some of which hold for d.
func (w *drawer) address(q string, d *index.Document) url.Values {
	v := url.Values{"q": {q}}
	w.maybe(2, v, "match", "all", "any", "meant", "auto")
	w.maybe(3, v, "sort", "relevance", "-date", "date", "title")
	w.maybe(4, v, "accents", "exact", "fold", "auto")
	w.maybe(2, v, "snippets", "0", "1", "5")
	w.maybe(5, v, "snippet_chars", "40", "120", "1000")
	if w.IntN(3) == 0 {
		w.maybe(1, v, "limit", "1", "10", "50", "100")
		w.maybe(2, v, "offset", "1", "10", "50", "1000", "9900")
	} else {
		w.maybe(4, v, "page", "1", "2", "5")
	}
	w.maybe(2, v, "facets", "topic,year", "topic,kind,speaker,organisation,place,signer,number,guessed,corrected,year", "number", "year")
	if w.IntN(3) == 0 {
		w.filter(v, d)
	}
	return v
}

// maybe gives a parameter one of some values, once in n times.
func (w *drawer) maybe(n int, v url.Values, name string, values ...string) {
	if w.IntN(n) == 0 {
		v.Set(name, pick(w, values...))
	}
}

// filter asks for one or two values of some fields, or for others.
func (w *drawer) filter(v url.Values, d *index.Document) {
	for range 1 + w.IntN(2) {
		f := pick(w, find.ValueFields()...)
		if len(w.values[f]) == 0 {
			continue
		}
		name := pick(w, "", "", "-") + string(f)
		v[name] = append(v[name], pick(w, w.values[f]...))
		if own := valuesOf(d, f); len(own) > 0 {
			v[name] = append(v[name], pick(w, own...))
		}
	}
	if len(d.Date) >= 4 && w.IntN(2) == 0 {
		w.maybe(2, v, "from", d.Date[:4], d.Date, "1990")
		w.maybe(2, v, "to", d.Date[:4], d.Date, "2030-06")
	}
}

func pick[T any](w *drawer, list ...T) T { return list[w.IntN(len(list))] }

// words returns the words of d, its title among them.
func (w *drawer) words(d *index.Document) (words []viet.Token, text string) {
	text = d.Title + "\n" + d.Body
	if w.IntN(4) == 0 && d.Title != "" {
		text = d.Title
	} else if at := w.IntN(len(text)); len(text) > 3000 { // else long texts take long
		text = strings.ToValidUTF8(text[min(at, len(text)-3000):][:3000], "")
	}
	return viet.Words(nil, text), text
}

// run is n words side by side as they are written, with blanks between them.
func (w *drawer) run(d *index.Document, n int) string {
	words, text := w.words(d)
	if len(words) <= n {
		return ""
	}
	at := w.IntN(len(words) - n)
	list := make([]string, n)
	for i := range list {
		list[i] = text[words[at+i].Start:words[at+i].End]
	}
	return strings.Join(list, " ")
}

// scattered is n words of d, from anywhere.
func (w *drawer) scattered(d *index.Document, n int, between string) string {
	var list []string
	for range n {
		list = append(list, w.run(d, 1))
	}
	return strings.Join(list, between)
}

// stretch is a piece of text with all its signs, in quotation marks.
func (w *drawer) stretch(d *index.Document) string {
	words, text := w.words(d)
	if len(words) < 6 {
		return ""
	}
	at := w.IntN(len(words) - 5)
	return `"` + strings.ReplaceAll(text[words[at].Start:words[at+1+w.IntN(4)].End], `"`, "") + `"` + pick(w, "", "", "~2")
}

// each changes each word of s with a chance of one in n.
func (w *drawer) each(s string, n int, change func(string) string) string {
	list := strings.Fields(s)
	for i := range list {
		if w.IntN(n) == 0 {
			list[i] = change(list[i])
		}
	}
	return strings.Join(list, " ")
}

// cut returns s without its last n letters, two at least staying.
func (w *drawer) cut(s string, n int) string { return w.begins(s, utf8.RuneCountInString(s)-n) }

func (w *drawer) begins(s string, n int) string {
	letters := []rune(s)
	return string(letters[:min(len(letters), max(2, n))])
}

func (w *drawer) near(_ *index.Document, words string) string {
	return fmt.Sprintf("%q~%d", words, pick(w, 1, 2, 3, 5, 10, 50, 100))
}

func (w *drawer) tree(d *index.Document, depth int) string {
	if depth == 0 || depth == 1 && w.IntN(2) == 0 {
		return pick(w, leaves...).draw(w, d)
	}
	return "(" + w.tree(d, depth-1) + ")" + pick(w, " ", " AND ", " OR ", " OR ", " -", " NOT ") + "(" + w.tree(d, depth-1) + ")"
}

// field asks for a value of a field, or a word or phrase in it.
func (w *drawer) field(d *index.Document) string {
	name := pick(w, "title", "speaker", "topic", "kind", "organisation", "place", "number", "signer", "tieude", "noi", "chude")
	of := map[string]string{"tieude": "title", "noi": "place", "chude": "topic"}[name]
	value := d.Title
	if f := index.Field(max(of, name)); f != index.FieldTitle {
		if len(w.values[f]) == 0 {
			return ""
		}
		value = pick(w, w.values[f]...)
	}
	words := strings.Fields(strings.ReplaceAll(value, `"`, ""))
	if len(words) == 0 {
		return ""
	}
	at := w.IntN(len(words))
	word, some := words[at], strings.Join(words[at:min(len(words), at+3)], " ")
	return name + ":" + pick(w, word, word, viet.Fold(word), "="+word, w.cut(word, 1)+"*", `"`+some+`"`, `"`+some+`"~4`, "("+some+")", "-"+word) + pick(w, "", " "+w.run(d, 1))
}

// date asks for the day, month or year of d in one of the ways of writing them.
func (w *drawer) date(d *index.Document) string {
	if len(d.Date) != len("2025-01-13") {
		return ""
	}
	y, m, day := d.Date[:4], d.Date[5:7], d.Date[8:]
	short := strings.TrimPrefix(m, "0")
	return pick(w, "date:"+d.Date, "date:"+y, "ngay:"+y+"-"+m, "date:"+y+"..", "date:.."+y+"-"+m, "date:"+y+"-"+m+".."+d.Date, "date:"+day+"/"+m+"/"+y,
		day+"/"+short+"/"+y, day+"/"+short, short+"/"+y, "ngày "+day+" tháng "+short+" năm "+y, "tháng "+short, "năm "+y, y, "quý 3/"+y, w.run(d, 1)+" "+y,
		w.run(d, 1)+" -date:"+y)
}

var (
	numbers         = regexp.MustCompile(`\d[\d.,/]*(?: ?%| (?:tỷ|triệu|nghìn|đồng)\S*)?`)
	documentNumbers = regexp.MustCompile(`\d+(?:/\d{4})?[-/][A-ZĐ]{1,6}\d*(?:[-/][A-ZĐ]{1,6})*`)
	abbreviations   = regexp.MustCompile(`[A-ZĐ]{2,6}(?:[-&.][A-ZĐ]{1,5})*`)
	names           = regexp.MustCompile(`\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+){1,5}`)
)

// matched is a piece of the text of d.
func (w *drawer) matched(d *index.Document, what *regexp.Regexp) string {
	_, text := w.words(d)
	if list := what.FindAllString(text, 60); len(list) > 0 {
		return pick(w, list...)
	}
	return ""
}

// documentNumber is one of those that d names, in one of the ways of typing it.
func (w *drawer) documentNumber(d *index.Document) string {
	n := w.matched(d, documentNumbers)
	if n == "" {
		return ""
	}
	bare := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return ' '
	}, n)
	kind := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, n)
	return pick(w, n, n, bare, strings.ReplaceAll(bare, " ", ""), viet.Fold(bare), kind, "nghị quyết "+strings.Fields(bare)[0], `"`+n+`"`, "number:"+n)
}

// name is one that d names, or a part of it, or in another order.
func (w *drawer) name(d *index.Document) string {
	n := w.matched(d, names)
	parts := strings.Fields(n)
	if len(parts) < 2 {
		return ""
	}
	last := parts[len(parts)-1]
	return pick(w, n, strings.ToLower(n), viet.Fold(n), last+" "+strings.Join(parts[:len(parts)-1], " "), strings.Join(parts[1:], " "),
		parts[0]+" "+last, pick(w, "ông ", "bà ", "đồng chí ", "Chủ tịch ")+n, w.begins(n, 1)+". "+last, `"`+n+`"`)
}

func (w *drawer) question(d *index.Document) string {
	r := w.run(d, 2+w.IntN(3))
	return pick(w, r+" là gì?", r+" là bao nhiêu", "ai là "+r, "vì sao "+r, "như thế nào là "+r, "có phải "+r+" không", r+" ở đâu", "khi nào "+r, viet.Fold(r+" là gì"))
}

// slip changes, drops, doubles or swaps one letter of s.
func (w *drawer) slip(s string) string {
	letters := []rune(s)
	if len(letters) < 4 {
		return ""
	}
	at := 1 + w.IntN(len(letters)-2)
	switch w.IntN(4) {
	case 0:
		letters[at] = []rune("aeioutnhgkđâưọ")[w.IntN(14)]
	case 1:
		letters = append(letters[:at], letters[at+1:]...)
	case 2:
		letters = append(letters[:at+1], letters[at:]...)
	default:
		letters[at], letters[at+1] = letters[at+1], letters[at]
	}
	return string(letters)
}

// telex writes a word with the keys of that input method, each mark directly
// behind its letter.
func telex(word string) string {
	keys := strings.NewReplacer("đ", "dd", "ă", "aw", "â", "aa", "ê", "ee", "ô", "oo", "ơ", "ow", "ư", "uw",
		"á", "as", "à", "af", "ả", "ar", "ã", "ax", "ạ", "aj", "ế", "ees", "ề", "eef", "ể", "eer", "ệ", "eej", "ố", "oos", "ồ", "oof", "ộ", "ooj",
		"ấ", "aas", "ầ", "aaf", "ậ", "aaj", "ớ", "ows", "ờ", "owf", "ợ", "owj", "ứ", "uws", "ừ", "uwf", "ự", "uwj", "í", "is", "ì", "if", "ị", "ij",
		"ó", "os", "ò", "of", "ọ", "oj", "ú", "us", "ù", "uf", "ụ", "uj")
	return keys.Replace(strings.ToLower(word))
}

// beginnings returns n requests for completions: texts cut within a word.
func (w *drawer) beginnings(n int) (list []load.Query) {
	for len(list) < n {
		d := &w.docs[w.IntN(len(w.docs))]
		r := []rune(w.run(d, 1+w.IntN(4)))
		if len(r) < 2 {
			continue
		}
		q := string(r[:1+w.IntN(len(r)-1)])
		if w.IntN(3) == 0 {
			q = viet.Fold(q)
		}
		list = append(list, load.Query{Class: "complete", Params: url.Values{"q": {q}}})
	}
	return list
}
