package client

import (
	"context"
	"io"
	"iter"
	"net/http"
	"net/url"
)

// Search answers a page of what a query finds.
func (c *Client) Search(ctx context.Context, q Query) (*Result, error) {
	return get[Result](ctx, c, "/api/v1/search", q.values())
}

// walkPage is how many hits Walk asks for at once unless a query says otherwise.
const walkPage = 100

// Walk yields everything that a query finds, in its order, page after page and without
// a bound. It ends with the first error. Where one goes on later is the Cursor of a
// query: Result.NextCursor of Search.
func (c *Client) Walk(ctx context.Context, q Query) iter.Seq2[*Hit, error] {
	return func(yield func(*Hit, error) bool) {
		q := q
		if q.PerPage == 0 {
			q.PerPage = walkPage
		}
		for {
			res, err := c.Search(ctx, q)
			if err != nil {
				yield(nil, err)
				return
			}
			for i := range res.Hits {
				if !yield(&res.Hits[i], nil) {
					return
				}
			}
			if q.Cursor = res.NextCursor; q.Cursor == "" {
				return
			}
			q.Page = 0
		}
	}
}

// Histogram counts over time what a query finds, and what others do beside it, at most
// five. The interval is year, quarter, month or period, the measure documents, matches
// or per_million; "" is the first.
func (c *Client) Histogram(ctx context.Context, q Query, interval, measure string, beside ...string) (*Histogram, error) {
	v := with(q.values(), "interval", interval, "measure", measure)
	if len(beside) > 0 {
		v["q"] = append([]string{q.Q}, beside...)
	}
	return get[Histogram](ctx, c, "/api/v1/histogram", v)
}

// KWIC answers a page of the matches of a query, each in its line, with some words on
// either side: 0 means as many as the server likes.
func (c *Client) KWIC(ctx context.Context, q Query, left, right int) (*Concordance, error) {
	return get[Concordance](ctx, c, "/api/v1/kwic", with(q.values(), "left", number(left), "right", number(right)))
}

// Export streams all that a query finds as a file: csv, jsonl, xlsx, docx, bibtex, ris,
// csl, kwic or tsv. The caller closes it. A connection that breaks is an error of reading.
func (c *Client) Export(ctx context.Context, q Query, format string) (io.ReadCloser, error) {
	answer, err := c.send(ctx, http.MethodGet, "/api/v1/export", with(q.values(), "format", format), nil)
	if err != nil {
		return nil, err
	}
	return answer.Body, nil
}

// CheckQuote tells whether the collection has a quotation, and where.
func (c *Client) CheckQuote(ctx context.Context, text string) (*QuoteCheck, error) {
	out, _, err := ask[QuoteCheck](ctx, c, http.MethodPost, "/api/v1/quotes/check", nil, map[string]string{"text": text})
	return out, err
}

// Resolve tells which documents have a number, written in any way: 18-NQ/TW.
func (c *Client) Resolve(ctx context.Context, number string) (*Resolved, error) {
	return get[Resolved](ctx, c, "/api/v1/resolve", url.Values{"number": {number}})
}

// Cites tells which numbers the text of a document names.
func (c *Client) Cites(ctx context.Context, id string) (*Cites, error) {
	return get[Cites](ctx, c, documentPath(id, "cites"), nil)
}

// CitedBy answers a page of the documents that cite one; of a query it takes only what
// says how they are listed.
func (c *Client) CitedBy(ctx context.Context, id string, q Query) (*CitedBy, error) {
	return get[CitedBy](ctx, c, documentPath(id, "cited-by"), q.values())
}
