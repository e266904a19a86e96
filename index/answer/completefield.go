package answer

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"vankien/index"
	"vankien/index/content"
	"vankien/index/lexicon"
	"vankien/index/plan"
	"vankien/index/query"
	"vankien/internal/viet"
)

// Bounds of what is looked at for completions of fields.
const (
	begunForms   = 32 // words that the last one may become
	titlesLooked = 24 // titles that have the words, of which those are chosen that begin with them, or have them side by side
	titlesPassed = 72 // that have them, too, and are no titles to offer
)

// inField asks for the words of the beginning in a field, the last one as what it
// may become; nil: no document has them.
func (c *completer[H]) inField(field index.Field) ([]plan.Word, error) {
	var of []plan.Word
	for _, w := range c.typed {
		f := plan.Form{Terms: []string{w.term}}
		if !w.marked() {
			f.Folds = []string{w.fold}
		}
		of = append(of, inField(field, f))
	}
	if c.last.term == "" {
		return of, nil
	}
	keys, err := c.begun(string(field), begunForms)
	if err != nil || len(keys) == 0 {
		return nil, err
	}
	var f plan.Form
	for _, k := range keys {
		term, _ := content.WordOf(k.Key)
		f.Terms = append(f.Terms, term)
	}
	return append(of, inField(field, f)), nil
}

func inField(field index.Field, f plan.Form) plan.Word {
	return plan.Word{Fields: []string{string(field)}, Form: f, Boost: 1}
}

// speakers completes names of speakers, of which any words may have been typed.
func (c *completer[H]) speakers() error {
	n := c.wants(index.CompleteSpeaker)
	if n == 0 {
		return nil
	}
	words, err := c.inField(index.FieldSpeaker)
	if err != nil || words == nil {
		return err
	}
	match := plan.And{}
	for _, w := range words {
		match.Of = append(match.Of, w)
	}
	found, err := c.state.Find(c.ctx, &Query{Match: match, Filter: &index.Filter{}, Facets: []index.Field{index.FieldSpeaker}, Values: n})
	if err != nil {
		return err
	}
	for _, v := range found[0].Facets[index.FieldSpeaker].Values {
		c.addField(index.CompleteSpeaker, query.Speaker, v.Value)
	}
	return nil
}

// addField adds the value of a field. Its query is read back, so that it can be
// typed: quotation marks go, and a very long one is cut.
func (c *completer[H]) addField(k index.CompletionKind, field query.Field, value string) {
	q, _, err := query.Parse(query.Phrase{Field: field, Text: value}.String())
	if err == nil {
		c.add(k, strings.Join(strings.Fields(value), " "), 0, q, 1)
	}
}

// titles completes titles that have the words side by side, those that begin with
// them first, later ones before earlier ones; if nothing else is found, titles that
// have them anywhere.
func (c *completer[H]) titles() error {
	if c.wants(index.CompleteTitle) == 0 || len(c.typed) == 0 && len(c.last.fold) < 2 {
		return nil
	}
	words, err := c.inField(index.FieldTitle)
	if err != nil || words == nil {
		return err
	}
	titles, err := c.ownTitles(words)
	if err != nil {
		return err
	}
	rank := map[string]int{}
	for _, t := range titles {
		rank[t] = c.placeIn(t)
	}
	slices.SortStableFunc(titles, func(a, b string) int { return cmp.Compare(rank[a], rank[b]) })
	for _, t := range titles {
		if rank[t] == scattered && len(c.found) > 0 {
			break
		}
		c.addField(index.CompleteTitle, query.Title, t)
	}
	return nil
}

// ownTitles returns titles that have the words, those written last first. A first
// sentence that stands in for a title is none.
func (c *completer[H]) ownTitles(words []plan.Word) (list []string, err error) {
	doubtful := func(e index.Evidence) bool { return e.Field == "title" && e.Confidence <= index.Even }
	err = c.state.Some(c.ctx, Look{words, titlesLooked + titlesPassed, func(d *index.Document) bool {
		if !slices.Contains(list, d.Title) && !slices.ContainsFunc(d.Guesses(), doubtful) {
			list = append(list, d.Title)
		}
		return len(list) < titlesLooked
	}})
	return list, err
}

// Where the words of a beginning stand in a title.
const (
	atBeginning = iota
	together
	scattered
)

// placeIn tells where the words of the beginning stand in a title.
func (c *completer[H]) placeIn(title string) int {
	words := viet.Words(nil, title[:min(len(title), 4*index.MaxBegunBytes)])
	for i := range len(words) - len(c.typed) {
		if c.standsAt(words[i:]) {
			if i == 0 {
				return atBeginning
			}
			return together
		}
	}
	return scattered
}

func (c *completer[H]) standsAt(words []viet.Token) bool {
	for i, w := range c.typed {
		if words[i].Fold != w.fold {
			return false
		}
	}
	return strings.HasPrefix(words[len(c.typed)].Fold, c.last.fold)
}

// numbers completes numbers of documents: by how they begin, in whatever way that
// is written, and by type and number.
func (c *completer[H]) numbers() error {
	if c.wants(index.CompleteNumber) == 0 || !strings.ContainsFunc(c.of.Text, unicode.IsDigit) {
		return nil
	}
	keys, err := c.numberKeys()
	if err != nil {
		return err
	}
	var looks []Look
	add := func(d *index.Document) bool {
		if d.Number != "" {
			c.addField(index.CompleteNumber, query.Number, d.Number)
		}
		return true
	}
	for _, k := range keys {
		looks = append(looks, Look{[]plan.Word{inField(index.FieldNumber, plan.Form{Terms: []string{k.Key}})}, 1, add})
	}
	if len(keys) == 0 {
		words, err := c.inField(index.FieldNumber)
		if err != nil || words == nil {
			return err
		}
		looks = []Look{{words, titlesLooked, add}}
	}
	return c.state.Some(c.ctx, looks...)
}

// documentNumber begins the keys of numbers (rule D01).
const documentNumber = "doc:"

// numberKeys returns the keys of numbers that begin so.
func (c *completer[H]) numberKeys() ([]lexicon.Held, error) {
	most := 2 * c.wants(index.CompleteNumber)
	typed := strings.TrimLeft(squeezed(c.of.Text), "0")
	if n := leadingDigits(strings.TrimLeft(c.of.Text, " 0")); n != "" {
		begins := documentNumber + n
		whole := typed != n || strings.ContainsAny(c.of.Text, "-/") // no digit follows
		return c.known.Begun(c.ctx, string(index.FieldNumber), begins, most, func(key string) bool {
			return (!whole || leadingDigits(key[len(begins):]) == "") && beginsSqueezed(key[len(documentNumber):], typed)
		})
	}
	for _, t := range viet.Tokenize(nil, c.of.Text) {
		if t.Kind == viet.DocAlias && t.End == len(strings.TrimRight(c.of.Text, " -/")) {
			return c.known.Begun(c.ctx, string(index.FieldNumber), t.Term, most, nil)
		}
	}
	return nil, nil
}

func leadingDigits(s string) string {
	return s[:len(s)-len(strings.TrimLeft(s, "0123456789"))]
}

// beginsSqueezed reports whether what is left of a key without what separates the
// parts of a number begins so.
func beginsSqueezed(key, typed string) bool {
	for i := 0; typed != ""; i++ {
		switch {
		case i == len(key):
			return false
		case key[i] == typed[0]:
			typed = typed[1:]
		case key[i] != '/' && key[i] != '.':
			return false
		}
	}
	return true
}

// squeezed is a text as its letters and digits, without marks.
func squeezed(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, viet.Fold(s))
}
