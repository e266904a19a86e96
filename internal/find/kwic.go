package find

import (
	"context"
	"errors"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"vankien/index"
)

// A concordance has a line for each place that a query matches, with the words around
// it. How many lines there are is counted by lists (index.Engine.Tally). Which ones a
// page has depends on the order:
//
//   - By position or date lines come as documents do, so texts are read until the page
//     is full.
//   - By the words beside the match, or by speaker, every line must be seen. Of those
//     only as many are kept as stand up to the end of the page.
//   - Neighbours are counted over all lines, so they cost the same; whoever asks for an
//     order that sees all lines gets them, too.

// The orders of lines.
const (
	byPosition = "position" // documents as a search lists them, lines as they stand there
	byLeft     = "left"     // by the words before the match, the nearest first
	byRight    = "right"
	byDate     = "date"
	bySpeaker  = "speaker"
)

// Bounds of a concordance.
const (
	maxContextWords = 30
	linesShown      = 50
	maxLinesShown   = 200
)

// KWIC is a search whose places are asked for line by line.
type KWIC struct {
	*Search
	Left, Right int    // words on each side
	Order       string // one of the orders

	page, size int
	neighbours bool
}

// ownKWICParams are those that a concordance has beside the parameters of a search.
var ownKWICParams = []string{"left", "right", "neighbours"}

// KWICParams returns what the address of a concordance may carry: what says which
// documents are found, the order and page of its lines, and what is its own.
func KWICParams() []string {
	return slices.Concat(MatchParams(), []string{"sort", "page", "per_page"}, ownKWICParams)
}

// ReadKWIC reads the parameters of a concordance and does not look at others; the
// error is a *Refused.
func (s *Service) ReadKWIC(raw url.Values, lang Language) (*KWIC, error) {
	v := &Params{Values: raw}
	k := &KWIC{Order: v.Choice("sort", byPosition, byLeft, byRight, byDate, bySpeaker),
		Left: v.Number("left", contextWords, 1, maxContextWords), Right: v.Number("right", contextWords, 1, maxContextWords),
		page: v.Number("page", 1, 1, 1<<24), size: v.Number("per_page", linesShown, 1, maxLinesShown)}
	k.neighbours = v.Choice("neighbours", "auto", "count") == "count" || k.seesAll()
	if k.page*k.size > index.MaxWindow {
		v.Refuse("offset_too_large", "page", Say("err.window", (k.page-1)*k.size, k.size, index.MaxWindow))
	}
	if strings.TrimSpace(raw.Get("q")) == "" {
		v.Refuse("invalid_parameter", "q", Say("err.kwic.q"))
	}
	if err := v.Err(); err != nil {
		return nil, err
	}
	own := maps.Clone(raw)
	for _, name := range append([]string{"sort", "page", "per_page"}, ownKWICParams...) {
		delete(own, name)
	}
	own.Set("limit", "1")
	if k.Order != byPosition {
		own.Set("sort", "date")
	}
	var err error
	k.Search, err = s.Read(own, lang)
	return k, err
}

// seesAll reports whether the order depends on every line.
func (k *KWIC) seesAll() bool { return k.Order != byPosition && k.Order != byDate }

// KWICView is a page of a concordance.
type KWICView struct {
	Query      QueryView       `json:"query"` // that which is answered
	Total      int             `json:"total"` // lines; exact
	Documents  int             `json:"documents"`
	Page       int             `json:"page"`
	PerPage    int             `json:"per_page"`
	Pages      int             `json:"pages"` // that can be asked for
	TookMS     float64         `json:"took_ms"`
	Lines      []*LineView     `json:"lines"`
	Neighbours *NeighboursView `json:"neighbours,omitempty"` // where they were asked for or all lines were seen
}

// LineView is a match with the words around it in its paragraph.
type LineView struct {
	ID       string      `json:"id"`
	URL      string      `json:"url"` // leads to the place
	Document SummaryView `json:"document"`
	Field    string      `json:"field"`
	Page     int         `json:"page,omitempty"` // of the original
	Left     string      `json:"left"`
	Match    string      `json:"match"`
	Right    string      `json:"right"`
	Anchor   int         `json:"paragraph,omitempty"` // of the body
}

// KWIC answers a concordance.
func (s *Service) KWIC(ctx context.Context, k *KWIC) (*KWICView, error) {
	began := time.Now()
	req, _, err := whole(ctx, s.engine, k.Request)
	if err != nil {
		return nil, err
	}
	sums, err := s.engine.Tally(ctx, req, index.FieldKind, true)
	if err != nil {
		return nil, err
	}
	v := &KWICView{Query: QueryView{k.Q, k.Accents}, Total: sums.Total.Mentions, Documents: sums.Total.Documents, Page: k.page, PerPage: k.size}
	if req.Query != nil && k.Request.Query != nil && k.Request.Query.String() != req.Query.String() {
		v.Query.Q = req.Query.String()
	}
	v.Pages = min((v.Total+k.size-1)/k.size, index.MaxWindow/k.size)
	c := newConcordance(k, v.Query.Q)
	if err := c.read(ctx, s.engine, req); err != nil {
		return nil, err
	}
	v.Lines, v.Neighbours = c.page(), c.near.view()
	v.TookMS = Milliseconds(time.Since(began))
	return v, nil
}

// errFull ends a walk whose page is full.
var errFull = errors.New("the page is full")

// read sees as many lines as the page needs.
func (c *concordance) read(ctx context.Context, engine Engine, req index.Request) error {
	err := engine.Walk(ctx, req, index.WantMarks, func(x *index.Walked) error {
		c.document(x)
		if err := eachLine(x, c.Left, c.Right, c.line); err != nil {
			return err
		}
		if c.seen >= c.to && !c.neighbours {
			return errFull
		}
		return nil
	})
	if errors.Is(err, errFull) {
		return nil
	}
	return err
}
