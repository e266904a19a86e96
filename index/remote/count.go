package remote

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"vankien/index/plan"
)

// A look into the collection is a journey to the cluster, and reading a query asks one
// question after the other: does this stand there, then what of that. So what asks is
// done as if nothing unknown stood anywhere, its questions are noted and answered all
// at once, and it is done again, until it asks nothing new. That is one journey mostly,
// two where an answer leads to another question.

// counts is the numbers of documents that some queries match, as far as they are
// known to a request. It is of one goroutine.
type counts struct {
	known map[string]int // by the query as it is sent
	asked []string       // not known yet, each once
}

// of returns the count of a query, or 0 and notes the question.
func (c *counts) of(q object) (int, error) {
	raw, err := json.Marshal(q)
	if err != nil {
		return 0, err
	}
	n, known := c.known[string(raw)]
	if !known {
		if c.known == nil {
			c.known = map[string]int{}
		}
		c.known[string(raw)] = 0 // until it is answered
		c.asked = append(c.asked, string(raw))
	}
	return n, nil
}

// settle does something until all counts that it asks for are known.
func (v *view) settle(ctx context.Context, do func() error) error {
	for {
		if err := do(); err != nil {
			return err
		}
		if len(v.counts.asked) == 0 {
			return nil
		}
		if err := v.answerAsked(ctx); err != nil {
			return err
		}
	}
}

// answerAsked looks up what was asked.
func (v *view) answerAsked(ctx context.Context) error {
	asked := v.counts.asked
	bodies := make([][]byte, len(asked))
	for i, q := range asked {
		bodies[i] = fmt.Appendf(nil, `{"size":0,"track_total_hits":true,"query":{"bool":{"filter":[%s]}}}`, q)
	}
	answers, err := v.searches(ctx, bodies)
	if err != nil {
		return fmt.Errorf("count: %w", err)
	}
	for i, q := range asked {
		v.counts.known[q] = answers[i].Hits.Total.Value
	}
	v.counts.asked = nil
	return nil
}

// Count implements plan.Collection: what is not known yet is 0, and settle asks it.
func (v *view) Count(_ context.Context, clauses ...plan.Clause) ([]int, error) {
	list := make([]int, len(clauses))
	for i, c := range clauses {
		q, err := v.matching(c)
		if err != nil {
			return nil, err
		}
		if list[i], err = v.counts.of(q); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// mostSearches bounds the searches of one journey.
const mostSearches = 500

// searched is the answer to a search.
type searched struct {
	whole
	Hits struct {
		Total struct {
			Value    int
			Relation string
		}
		Hits []struct {
			ID     string                        `json:"_id"`
			Source struct{ Doc json.RawMessage } `json:"_source"`
			Fields struct{ N []int }
			Sort   []json.RawMessage
		}
	}
	Aggregations map[string]json.RawMessage
}

// searches carries out searches of the collection, each over all of it.
func (x *Index) searches(ctx context.Context, bodies [][]byte) ([]searched, error) {
	return x.searchesAt(ctx, "/"+x.name, bodies)
}

// searchesAt carries out searches of an index, or of what they name themselves.
func (x *Index) searchesAt(ctx context.Context, path string, bodies [][]byte) ([]searched, error) {
	if len(bodies) > mostSearches {
		first, err := x.searchesAt(ctx, path, bodies[:mostSearches])
		if err != nil {
			return nil, err
		}
		rest, err := x.searchesAt(ctx, path, bodies[mostSearches:])
		return append(first, rest...), err
	}
	var b bytes.Buffer
	for _, body := range bodies {
		b.WriteString(`{"allow_partial_search_results":false}` + "\n")
		b.Write(body)
		b.WriteByte('\n')
	}
	var a struct{ Responses []searched }
	_, err := x.client.send(ctx, call{method: http.MethodPost, path: path + "/_msearch", body: b.Bytes(), repeat: true, accept: func(raw []byte) error {
		a.Responses = nil
		if err := json.Unmarshal(raw, &a); err != nil {
			return err
		}
		return checkAll(a.Responses, len(bodies))
	}})
	return a.Responses, err
}

// checkAll returns an error unless there are as many whole answers as questions.
func checkAll(answers []searched, asked int) error {
	if len(answers) != asked {
		return unavailable("the cluster answers %d of %d searches: try again", len(answers), asked)
	}
	for i := range answers {
		if err := answers[i].check(); err != nil {
			return tooLarge(err)
		}
		if r := answers[i].Hits.Total.Relation; r != "eq" {
			return errors.New("the cluster did not count all documents that match")
		}
	}
	return nil
}
