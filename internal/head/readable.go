package head

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vankien/internal/viet"
	"vankien/internal/viet/name"
)

// A title in capitals is hard to read, and says less than one with proper names
// in capitals only. Which words those are the text knows, since it names what it
// is about again in sentences. So a word of a title is spelled as the text spells
// it most often between the same neighbours, else beside one of them; a word that
// stands nowhere beside them is a place of the gazetteer or a name that all know,
// else it is as the text has it by itself, else in small letters. Numbers and
// abbreviations that the text does not have otherwise stay.

// maxSpelled is how much of a text is asked for its spelling, in bytes.
const maxSpelled = 64 << 10

// capitalized are names that take capitals wherever they stand.
var capitalized = []string{"Chính phủ", "Quốc hội", "Việt Nam", "Hồ Chí Minh", "Thủ tướng Chính phủ", "Ủy ban nhân dân", "Hội đồng nhân dân"}

// readable returns a title as sentences have it, if it is in capitals.
func readable(title, body string) string {
	if !isCaps(title) {
		return title
	}
	words := strings.Fields(title)
	s := spellingsOf(words, window(body, maxSpelled))
	known := knownNames(words)
	out := make([]string, len(words))
	for i, w := range words {
		before, core, after := bare(w)
		form := cmp.Or(known[i].always, s.beside(words, i), known[i].mostly, s.most(wordKey(w)), small(core))
		out[i] = before + form + after
	}
	out[0] = capitalize(out[0])
	return strings.Join(out, " ")
}

// bare parts the signs around a word from it.
func bare(w string) (before, core, after string) {
	isSign := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	core = strings.TrimLeftFunc(w, isSign)
	before = w[:len(w)-len(core)]
	trimmed := strings.TrimRightFunc(core, isSign)
	return before, trimmed, core[len(trimmed):]
}

func wordKey(w string) string {
	_, core, _ := bare(w)
	return strings.ToLower(core)
}

// small returns a word in small letters, unless it is no Vietnamese word.
func small(w string) string {
	lower := strings.ToLower(w)
	if len(w) == 1 && lower != "y" {
		return w // nhóm A, hạng I
	}
	if _, ok := viet.ParseSyllable(lower); ok || viet.Marked(w) && !strings.ContainsAny(w, "/0123456789") {
		return lower
	}
	return w
}

// spellings counts how a text spells words: by themselves, and with a neighbour
// or both. A context is the keys of words with a mark at the word that it tells of.
type spellings map[string]map[string]int

// spellingsOf reads the lines of a text that are not in capitals themselves. A
// word that begins a sentence tells nothing.
func spellingsOf(title []string, body string) spellings {
	wanted := map[string]bool{"": true}
	for _, w := range title {
		wanted[wordKey(w)] = true
	}
	s := spellings{}
	for line := range strings.Lines(body) {
		words := strings.Fields(line)
		if isCaps(line) {
			continue
		}
		for i, w := range words {
			k := wordKey(w)
			if k == "" || !wanted[k] || i == 0 || endsSentence(words[i-1]) {
				continue
			}
			_, form, _ := bare(w)
			if isCaps(form) && form != small(form) && utf8.RuneCountInString(form) > 1 {
				continue // within a heading
			}
			s.add(k, form)
			for _, context := range contexts(words, i) {
				s.add(context, form)
			}
		}
	}
	return s
}

func (s spellings) add(context, form string) {
	if s[context] == nil {
		s[context] = map[string]int{}
	}
	s[context][form]++
}

func endsSentence(w string) bool {
	return strings.ContainsAny(w[len(w)-1:], ".:;!?\"-+") || strings.HasSuffix(w, "“") || strings.HasSuffix(w, "–")
}

// contexts are a word with both neighbours, with the one before, with the one after.
func contexts(words []string, i int) [3]string {
	at := func(j int) string {
		if j < 0 || j >= len(words) {
			return ""
		}
		return wordKey(words[j])
	}
	before, after := at(i-1), at(i+1)
	return [3]string{before + " [" + at(i) + "] " + after, before + " [" + at(i) + "]", "[" + at(i) + "] " + after}
}

// beside returns the most frequent spelling of a word between its neighbours, or
// beside one of them; "" if they stand nowhere together.
func (s spellings) beside(words []string, i int) string {
	c := contexts(words, i)
	if form := s.most(c[0]); form != "" {
		return form
	}
	return s.most(c[1], c[2])
}

// most returns the most frequent spelling in some contexts, of equals that in
// small letters.
func (s spellings) most(contexts ...string) (best string) {
	sum := map[string]int{}
	for _, c := range contexts {
		for form, n := range s[c] {
			sum[form] += n
		}
	}
	forms := make([]string, 0, len(sum))
	for form := range sum {
		forms = append(forms, form)
	}
	if len(forms) == 0 {
		return ""
	}
	return slices.MaxFunc(forms, func(a, b string) int {
		return cmp.Or(cmp.Compare(sum[a], sum[b]), strings.Compare(a, b))
	})
}

// knownName is how a word of a known name is written: whatever the text has, or
// where it does not have the word beside the others.
type knownName struct{ always, mostly string }

// knownNames returns what is known of each word of a title.
func knownNames(words []string) []knownName {
	known, cores := make([]knownName, len(words)), make([]string, len(words))
	for i, w := range words {
		_, core, _ := bare(w)
		cores[i] = capitalize(strings.ToLower(core))
	}
	for _, m := range name.DefaultPlaces().Find(cores) {
		for i := m.From; i < m.To; i++ {
			known[i].mostly = cores[i]
		}
	}
	if n := lawWords(cores); n > 0 && n < len(cores) {
		known[n].always = cores[n]
	}
	for i := range cores {
		for _, d := range divisions {
			if parts := strings.Fields(d); matchesAt(cores, i, parts) {
				for j := range parts {
					known[i+j].mostly = strings.ToLower(cores[i+j])
				}
			}
		}
		for _, phrase := range capitalized {
			if parts := strings.Fields(phrase); matchesAt(cores, i, parts) {
				for j, p := range parts {
					known[i+j].always = p
				}
			}
		}
	}
	return known
}

// lawWords returns how many words name a law as such, where what it is about
// follows, which takes a capital: Luật Đất đai, but Luật sửa đổi, bổ sung ….
func lawWords(words []string) int {
	for _, kind := range []string{"bộ luật", "luật", "pháp lệnh"} {
		parts := strings.Fields(kind)
		if n := len(parts); matchesAt(words, 0, parts) && !matchesAny(words, n, []string{"sửa đổi", "bổ sung", "về", "số", "của"}) {
			return n
		}
	}
	return 0
}
