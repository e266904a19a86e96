package find

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"vankien/index"
	"vankien/index/query"
	"vankien/internal/viet"
)

// Does the collection have these words, and who said them? Passages that have all of
// them are found as phrases, a phrase for each sentence, and there the engine's count
// is exact. Only when none has them are the nearest looked for: by phrases of three
// words, every second word beginning one, so that what is left of a sentence whose
// words were changed here and there still finds it; the documents with most of those
// are read and the passage is put beside their texts word by word. Words without any
// marks stand for every reading, as in a search.

// Bounds of a quotation that is checked.
const (
	MaxQuote     = 1000 // words
	maxPassages  = 10   // that an answer shows
	quoteReads   = 24   // documents that are read for the nearest
	quotePhrase  = 60   // words of a phrase that is asked for
	quoteRuns    = 42   // phrases of quoteRun words that are asked for
	quoteRun     = 3
	nearest      = 0.5 // least share of words that a near passage has in common
	leastCommon  = 3   // words
	aroundShown  = 160 // code points shown before and behind a passage
	quoteMinimum = 2   // words
)

// Verdict says whether a quotation is in the collection.
type Verdict string

// The verdicts.
const (
	QuoteExact Verdict = "exact" // word for word
	QuoteNear  Verdict = "near"  // something like it
	QuoteNone  Verdict = "none"
)

// QuoteView is the answer of /api/v1/quotes/check.
type QuoteView struct {
	Text      string        `json:"text"`
	Words     int           `json:"words"`
	Verdict   Verdict       `json:"verdict"`
	Documents int           `json:"documents"` // that have the words of each sentence as they are, as a search for them counts; 0 unless exact
	Passages  []PassageView `json:"passages"`  // exact ones by date, earliest first; near ones most like first

	Search string `json:"search,omitempty"` // the query that finds those documents; "" when it would be too long
}

// PassageView is a passage of a document that a quotation may be of.
type PassageView struct {
	ID         string          `json:"id"`
	URL        string          `json:"url"` // of its page, at the paragraph
	Document   SummaryView     `json:"document"`
	Field      index.Field     `json:"field"`
	Exact      bool            `json:"exact"`      // the same words, whatever stands between them
	Similarity float64         `json:"similarity"` // share of words that both have, 0 to 1
	Paragraph  int             `json:"paragraph,omitempty"`
	Before     string          `json:"before"`
	Text       string          `json:"text"` // as it is stored
	After      string          `json:"after"`
	Parts      []DifferingView `json:"parts"` // the quotation beside the passage

	AlsoAt int `json:"also_at_total,omitempty"` // documents that say the same as this one
}

// Difference says what a part of a quotation is to the passage.
type Difference string

// The differences.
const (
	PartSame     Difference = "same"
	PartMarks    Difference = "marks"     // other marks on the same letters
	PartReplaced Difference = "replaced"  // other words stand there
	PartOnlyHere Difference = "quotation" // the passage does not have it
	PartOnlyText Difference = "passage"   // the quotation leaves it out
)

// DifferingView is a run of words that are alike in the same way.
type DifferingView struct {
	Difference Difference `json:"difference"`
	Quotation  string     `json:"quotation,omitempty"`
	Passage    string     `json:"passage,omitempty"`
}

// CheckQuote looks for a quotation; the error of one that cannot be looked for is a
// *Refused.
func (s *Service) CheckQuote(ctx context.Context, text string) (*QuoteView, error) {
	q := newQuotation(withoutSource(viet.Compose(text)))
	if why := q.refused(); why != nil {
		return nil, why
	}
	v := &QuoteView{Text: q.text, Words: len(q.words), Verdict: QuoteNone, Passages: []PassageView{}}
	if err := s.exactly(ctx, q, v); err != nil || v.Verdict == QuoteExact {
		return v, err
	}
	err := s.nearly(ctx, q, v)
	return v, err
}

// withoutSource is what stands in quotation marks in a text that goes on with its source in
// brackets, as a passage is copied; else it is the text.
func withoutSource(text string) string {
	inside, opens := strings.CutPrefix(strings.TrimSpace(text), "“")
	at := strings.LastIndex(inside, "” (")
	if !opens || at < 0 || !strings.HasSuffix(strings.TrimRight(inside, " ."), ")") {
		return text
	}
	return inside[:at]
}

func (q *quotation) refused() error {
	var r Refused
	switch n := len(q.words); {
	case n < quoteMinimum:
		r.add("invalid_parameter", "text", Say("err.quote.short", quoteMinimum))
	case n > MaxQuote:
		r.add("invalid_parameter", "text", Say("err.quote.long", n, MaxQuote))
	}
	return r.orNil()
}

// exactly looks for documents that have the quotation word for word.
func (s *Service) exactly(ctx context.Context, q *quotation, v *QuoteView) error {
	node := q.phrases()
	res, err := s.engine.Search(ctx, index.Request{Query: node, Level: index.LevelAll, Sort: index.Oldest, IDsOnly: true, Limit: quoteReads})
	if err != nil || res.Total == 0 {
		return err
	}
	near, err := s.passages(ctx, q, res.Hits)
	if err != nil {
		return err
	}
	exact := slices.DeleteFunc(near, func(p PassageView) bool { return !p.Exact })
	if len(exact) == 0 {
		return nil
	}
	v.Verdict, v.Documents, v.Passages = QuoteExact, res.Total, s.foldPassages(exact)
	if text := node.String(); len(text) <= maxQuoteSearch && len(q.words) <= query.MaxTerms {
		v.Search = text
	}
	return nil
}

// maxQuoteSearch is the longest query that a page leads to, in bytes.
const maxQuoteSearch = 1500

// nearly looks for the passages that have most of the quotation.
func (s *Service) nearly(ctx context.Context, q *quotation, v *QuoteView) error {
	node := q.runs()
	if node == nil {
		return nil
	}
	res, err := s.engine.Search(ctx, index.Request{Query: node, Level: index.LevelAny, IDsOnly: true, Limit: quoteReads})
	if err != nil {
		return err
	}
	near, err := s.passages(ctx, q, res.Hits)
	if err != nil {
		return err
	}
	slices.SortStableFunc(near, func(a, b PassageView) int {
		return cmp.Or(cmp.Compare(b.Similarity, a.Similarity), cmp.Compare(dateLast(a.Document.Date), dateLast(b.Document.Date)))
	})
	if near = s.foldPassages(near); len(near) > 0 {
		v.Verdict, v.Passages = QuoteNear, near
	}
	return nil
}

// dateLast puts documents without a date behind all others.
func dateLast(date string) string { return cmp.Or(date, "~") }

// passages reads documents and returns of each the passage that is most like the
// quotation, if any is like it.
func (s *Service) passages(ctx context.Context, q *quotation, hits []index.Hit) ([]PassageView, error) {
	list := make([]PassageView, 0, len(hits))
	for _, h := range hits {
		d, err := s.engine.Get(ctx, h.ID)
		if errors.Is(err, index.ErrNotFound) { // removed since it was found
			continue
		}
		if err != nil {
			return nil, err
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if p, ok := q.in(&d); ok {
			list = append(list, p)
		}
	}
	return list, nil
}

// foldPassages leaves one passage of each group of documents that say the same, and
// at most maxPassages.
func (s *Service) foldPassages(list []PassageView) []PassageView {
	r, seen := s.Relations(), map[string]bool{}
	out := make([]PassageView, 0, min(len(list), maxPassages))
	for _, p := range list {
		g := group(r, p.ID)
		if seen[g] || len(out) == maxPassages {
			continue
		}
		seen[g] = true
		p.AlsoAt = max(0, len(r.Group(p.ID))-1)
		out = append(out, p)
	}
	return out
}

// phrases is the query for documents that have every sentence as it is.
func (q *quotation) phrases() query.Node {
	var nodes []query.Node
	for from := 0; from < len(q.words); {
		to := from + 1
		for to < len(q.words) && to-from < quotePhrase && q.words[to].Pos == q.words[to-1].Pos+1 {
			to++
		}
		nodes = append(nodes, q.phrase(from, to))
		from = to
	}
	return joinedBy(nodes, func(all []query.Node) query.Node { return query.And{Nodes: all} })
}

// runs is the query for documents that have something of it; nil when there is no
// run of words that could be asked for.
func (q *quotation) runs() query.Node {
	var at []int
	for i := 0; i+quoteRun <= len(q.words); i += quoteRun - 1 {
		if q.words[i+quoteRun-1].Pos == q.words[i].Pos+quoteRun-1 {
			at = append(at, i)
		}
	}
	var nodes []query.Node
	for k := range min(len(at), quoteRuns) {
		i := at[k*len(at)/min(len(at), quoteRuns)]
		nodes = append(nodes, q.phrase(i, i+quoteRun))
	}
	return joinedBy(nodes, func(all []query.Node) query.Node { return query.Or{Nodes: all} })
}

func joinedBy(nodes []query.Node, join func([]query.Node) query.Node) query.Node {
	slices.SortFunc(nodes, func(a, b query.Node) int { return strings.Compare(a.String(), b.String()) })
	nodes = slices.CompactFunc(nodes, func(a, b query.Node) bool { return a.String() == b.String() })
	switch len(nodes) {
	case 0:
		return nil
	case 1:
		return nodes[0]
	}
	return join(nodes)
}

// phrase asks for some words of the quotation in their order.
func (q *quotation) phrase(from, to int) query.Node {
	words := make([]string, 0, to-from)
	for _, w := range q.words[from:to] {
		words = append(words, q.text[w.Start:w.End])
	}
	return query.Phrase{Text: strings.Join(words, " ")}
}
