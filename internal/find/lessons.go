package find

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"vankien/index"
	"vankien/internal/viet"
)

// People learn to search from examples, and an example that finds nothing teaches
// that the search is broken. So examples are made of what the collection has most of,
// each is tried, and of those of one kind the first that finds something is shown.
// What finds nothing in this collection is not taught.

// Lesson is a way to search, with an example that finds something.
type Lesson struct {
	Part  string // of the guide: words, fields, levels or filters
	Key   string // what it shows
	Set   url.Values
	Total int    // documents that it finds
	Means string // the query that is answered or offered instead, of a slip
}

// taught are the lessons of a collection of that many documents.
type taught struct {
	total   int
	lessons []Lesson
}

// maxTried bounds the examples of one kind that are tried.
const maxTried = 6

// Lessons returns the ways to search that find something in the collection. They are
// looked for again when the number of its documents has changed.
func (s *Service) Lessons(ctx context.Context) ([]Lesson, error) {
	have, err := s.sample(ctx)
	if err != nil {
		return nil, err
	}
	if t := s.taught.Load(); t != nil && t.total == have.total {
		return t.lessons, nil
	}
	t := &taught{total: have.total}
	for _, w := range examples {
		for _, set := range first(w.make(have), maxTried) {
			l := Lesson{Part: w.part, Key: w.key, Set: set}
			if err := s.try(ctx, &l); err != nil {
				return nil, err
			}
			if l.Total > 0 {
				t.lessons = append(t.lessons, l)
				break
			}
		}
	}
	s.taught.Store(t)
	return t.lessons, nil
}

// try finds out what an example finds; one that cannot be read finds nothing.
func (s *Service) try(ctx context.Context, l *Lesson) error {
	if l.Key == "slip" {
		return s.trySlip(ctx, l)
	}
	req, err := s.Request(l.Set)
	if err != nil {
		return nil
	}
	l.Total, err = s.Count(ctx, req)
	return err
}

// trySlip has an example of a slip find what is found for what was meant.
func (s *Service) trySlip(ctx context.Context, l *Lesson) error {
	v, err := s.Search(ctx, url.Values{"q": l.Set["q"], "limit": {"1"}, "snippets": {"0"}})
	if err != nil {
		return err
	}
	for _, x := range v.Suggestions {
		if !x.Loosens() && (x.Used || x.Total > v.Total) {
			l.Means, l.Total = x.Q, x.Total
			return nil
		}
	}
	return nil
}

// sample is what a collection has most of.
type sample struct {
	total                                     int
	topics                                    []string // labels, as they stand within a sentence
	topicIDs, kinds                           []string
	people, offices, places, signers, numbers []string
	years                                     []string
}

func (s *Service) sample(ctx context.Context) (*sample, error) {
	fields := []index.Field{index.FieldTopic, index.FieldKind, index.FieldSpeaker, index.FieldOrganisation, index.FieldPlace, index.FieldSigner, index.FieldNumber, index.FieldYear}
	v, err := s.Search(ctx, url.Values{"limit": {"0"}, "facets": {Join(fields)}})
	if err != nil {
		return nil, err
	}
	values := func(f index.Field) (all []string) {
		of := slices.Clone(v.Facets[f].Values)
		slices.SortStableFunc(of, func(a, b ValueView) int { return b.Count - a.Count })
		for _, x := range first(of, 2*maxTried) {
			all = append(all, x.Value)
		}
		return all
	}
	have := &sample{total: v.Total, kinds: values(index.FieldKind), people: values(index.FieldSpeaker), offices: values(index.FieldOrganisation),
		places: values(index.FieldPlace), signers: values(index.FieldSigner), numbers: values(index.FieldNumber), years: values(index.FieldYear)}
	for _, x := range first(v.Facets[index.FieldTopic].Values, 2*maxTried) {
		have.topicIDs = append(have.topicIDs, x.Value)
		if x.Label != x.Value {
			have.topics = append(have.topics, expressions(x.Label)...)
		}
	}
	return have, nil
}

// expressions are the parts of a label that are two to four syllables long, as they
// stand within a sentence.
func expressions(label string) (all []string) {
	for part := range strings.SplitSeq(label, ",") {
		part = strings.TrimSpace(part)
		if n := len(strings.Fields(part)); n < 2 || n > 4 {
			continue
		}
		r, n := utf8.DecodeRuneInString(part)
		all = append(all, string(unicode.ToLower(r))+part[n:])
	}
	return all
}

func first[T any](all []T, n int) []T { return all[:min(len(all), n)] }

// example makes examples of one kind of search from a sample, the best first.
type example struct {
	part, key string
	make      func(*sample) []url.Values
}

// queries are what q makes of each of some texts; "" is no query.
func queries(all []string, q func(string) string) (sets []url.Values) {
	for _, one := range all {
		if text := q(one); text != "" {
			sets = append(sets, url.Values{"q": {text}})
		}
	}
	return sets
}

func inQuotes(s string) string { return `"` + strings.ReplaceAll(s, `"`, "") + `"` }

// field is the way to look for values in one field.
func field(key, name string, of func(*sample) []string) example {
	return example{"fields", key, func(have *sample) []url.Values {
		return queries(of(have), func(s string) string { return name + ":" + inQuotes(s) })
	}}
}

// pairs makes queries of two topics each.
func pairs(q func(a, b string) string) func(*sample) []url.Values {
	return func(have *sample) (sets []url.Values) {
		for i := 0; i+1 < len(have.topics); i++ {
			sets = append(sets, url.Values{"q": {q(have.topics[i], have.topics[i+1])}})
		}
		return sets
	}
}

func ofTopics(q func(string) string) func(*sample) []url.Values {
	return func(have *sample) []url.Values { return queries(have.topics, q) }
}

// level is the way to ask for a level.
func level(name string) example {
	return example{"levels", name, func(have *sample) []url.Values {
		sets := pairs(func(a, b string) string { return a + " " + b })(have)
		for _, v := range sets {
			v.Set("match", name)
		}
		return sets
	}}
}

// years makes queries of the year that has most documents.
func years(q func(year int) string) func(*sample) []url.Values {
	return func(have *sample) []url.Values {
		return queries(have.years, func(s string) string {
			n, err := strconv.Atoi(s)
			if err != nil {
				return ""
			}
			return q(n)
		})
	}
}

var examples = []example{
	{"words", "words", ofTopics(func(s string) string { return s })},
	{"words", "marks", ofTopics(viet.Fold)},
	{"words", "name", func(have *sample) []url.Values { return queries(have.people, viet.Fold) }},
	{"words", "number", func(have *sample) []url.Values { return queries(have.numbers, func(s string) string { return s }) }},
	{"words", "phrase", ofTopics(inQuotes)},
	{"words", "plain", ofTopics(func(s string) string { return "+" + strings.Join(strings.Fields(s), " +") })},
	{"words", "or", pairs(func(a, b string) string { return inQuotes(a) + " OR " + inQuotes(b) })},
	{"words", "not", pairs(func(a, b string) string { return a + " -" + inQuotes(b) })},
	{"words", "near", pairs(func(a, b string) string { return inQuotes(a) + " NEAR/30 " + inQuotes(b) })},
	{"words", "prefix", ofTopics(beginning)},
	{"words", "exact", ofTopics(func(s string) string { return "=" + strings.Fields(s)[0] })},
	{"words", "slip", func(have *sample) []url.Values {
		return append(queries(first(have.topics, maxTried/2), slip), queries(have.topics, func(s string) string { return slip(viet.Fold(s)) })...)
	}},
	{"fields", "title", func(have *sample) []url.Values {
		return queries(have.topics, func(s string) string { return "tieude:" + inQuotes(s) })
	}},
	field("speaker", "nguoi", func(have *sample) []string { return have.people }),
	field("topic", "chude", func(have *sample) []string { return have.topics }),
	field("organisation", "coquan", func(have *sample) []string { return have.offices }),
	field("place", "noi", func(have *sample) []string { return have.places }),
	field("number", "so", func(have *sample) []string { return have.numbers }),
	field("signer", "nguoiky", func(have *sample) []string { return have.signers }),
	{"fields", "year", years(func(y int) string { return "ngay:" + strconv.Itoa(y) })},
	{"fields", "span", years(func(y int) string { return "ngay:" + strconv.Itoa(y-1) + ".." + strconv.Itoa(y) })},
	{"fields", "since", years(func(y int) string { return "ngay:01/07/" + strconv.Itoa(y) + ".." })},
	level("meant"), level("all"), level("any"),
	{"filters", "topic", filters("topic", func(have *sample) []string { return have.topicIDs })},
	{"filters", "speaker", filters("speaker", func(have *sample) []string { return have.people })},
	{"filters", "not_kind", filters("-kind", func(have *sample) []string { return have.kinds })},
}

// filters is the way to list what has one value, without a query.
func filters(name string, of func(*sample) []string) func(*sample) []url.Values {
	return func(have *sample) (sets []url.Values) {
		for _, value := range of(have) {
			sets = append(sets, url.Values{name: {value}})
		}
		return sets
	}
}

// beginning leaves the end of the last word open.
func beginning(s string) string {
	words := strings.Fields(s)
	last := []rune(words[len(words)-1])
	if len(last) < 3 {
		return ""
	}
	words[len(words)-1] = string(last[:len(last)-1]) + "*"
	return strings.Join(words[len(words)-1:], " ")
}

// slip exchanges the last two letters of the last word.
func slip(s string) string {
	r := []rune(s)
	n := len(r)
	if n < 2 || r[n-1] == r[n-2] || unicode.IsSpace(r[n-2]) {
		return ""
	}
	r[n-1], r[n-2] = r[n-2], r[n-1]
	return string(r)
}
