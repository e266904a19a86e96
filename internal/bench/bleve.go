package main

import (
	"strings"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/token/lowercase"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"
	api "github.com/blevesearch/bleve_index_api"
)

// bleveEngine is Bleve as documented: default text fields (stored, with term
// vectors and doc values, in the composite field, where words are looked for),
// and its own requests for everything. Year is a keyword, which its facets
// count faster than ranges of dates.
type bleveEngine struct{ x bleve.Index }

// day is the form of dates in a document.
const day = "2006-01-02"

func bleveMapping() (mapping.IndexMapping, error) {
	m := bleve.NewIndexMapping()
	m.ScoringModel = api.BM25Scoring
	err := m.AddCustomAnalyzer("words", map[string]any{
		"type": custom.Name, "tokenizer": unicode.Name, "token_filters": []string{lowercase.Name},
	})
	m.DefaultAnalyzer = "words"
	topic, date := bleve.NewKeywordFieldMapping(), bleve.NewDateTimeFieldMapping()
	topic.IncludeInAll, date.IncludeInAll = false, false
	d := m.DefaultMapping
	d.AddFieldMappingsAt("title", bleve.NewTextFieldMapping())
	d.AddFieldMappingsAt("body", bleve.NewTextFieldMapping())
	d.AddFieldMappingsAt("topic", topic)
	d.AddFieldMappingsAt("year", topic)
	d.AddFieldMappingsAt("date", date)
	return m, err
}

// Build implements engine.
func (e *bleveEngine) Build(dir string, docs documents) error {
	m, err := bleveMapping()
	if err != nil {
		return err
	}
	x, err := bleve.New(dir+"/bleve", m)
	if err != nil {
		return err
	}
	err = inBatches(docs, 2, func(batch []document) error {
		b := x.NewBatch()
		for _, d := range batch {
			fields := map[string]any{"title": d.Title, "body": d.Body}
			if d.Topic != "" {
				fields["topic"] = d.Topic
			}
			if d.Date != "" {
				fields["date"], fields["year"] = d.Date+"T00:00:00Z", d.year()
			}
			if err := b.Index(d.ID, fields); err != nil {
				return err
			}
		}
		return x.Batch(b)
	})
	if err != nil {
		_ = x.Close()
		return err
	}
	return x.Close()
}

// Open implements engine.
func (e *bleveEngine) Open(dir string) (err error) {
	e.x, err = bleve.Open(dir + "/bleve")
	return err
}

// Close implements engine.
func (e *bleveEngine) Close() error { return e.x.Close() }

// Search implements engine.
func (e *bleveEngine) Search(t *task) (answer, error) {
	q, err := bleveQuery(t)
	if err != nil {
		return answer{}, err
	}
	req := bleve.NewSearchRequestOptions(q, page, 0, false)
	if t.Newest {
		req.SortBy([]string{"-date"})
	}
	if t.Facets {
		req.AddFacet("topic", bleve.NewFacetRequest("topic", values))
		req.AddFacet("year", bleve.NewFacetRequest("year", values))
	}
	if t.Full {
		req.Fields = []string{"title", "date", "topic"}
		req.Highlight = bleve.NewHighlight()
		req.Highlight.AddField("body")
	}
	r, err := e.x.Search(req)
	if err != nil {
		return answer{}, err
	}
	a := answer{Total: int(r.Total)}
	for _, h := range r.Hits {
		a.Hits = append(a.Hits, bleveHit(h))
	}
	if t.Facets {
		a.Topics, a.Years = bleveCounts(r.Facets["topic"]), bleveCounts(r.Facets["year"])
	}
	return a, nil
}

func bleveQuery(t *task) (query.Query, error) {
	var parts []query.Query
	switch t.Mode {
	case phrase:
		parts = append(parts, bleve.NewMatchPhraseQuery(t.text()))
	case begin:
		parts = append(parts, bleve.NewPrefixQuery(t.Words[0]))
	default:
		m := bleve.NewMatchQuery(t.text())
		if t.Mode == all {
			m.SetOperator(query.MatchQueryOperatorAnd)
		}
		parts = append(parts, m)
	}
	if t.Topic != "" {
		q := bleve.NewTermQuery(t.Topic)
		q.SetField("topic")
		parts = append(parts, q)
	}
	if t.From != "" {
		from, to, err := t.days()
		if err != nil {
			return nil, err
		}
		yes := true
		q := bleve.NewDateRangeInclusiveQuery(from, to, &yes, &yes)
		q.SetField("date")
		parts = append(parts, q)
	}
	if len(parts) == 1 {
		return parts[0], nil
	}
	return bleve.NewConjunctionQuery(parts...), nil
}

// days returns the range of dates of a task.
func (t *task) days() (from, to time.Time, err error) {
	if from, err = time.Parse(day, t.From); err == nil {
		to, err = time.Parse(day, t.To)
	}
	return from, to, err
}

func bleveHit(h *search.DocumentMatch) hit {
	text := func(field string) string {
		s, _ := h.Fields[field].(string)
		return s
	}
	date, _, _ := strings.Cut(text("date"), "T")
	return hit{ID: h.ID, Title: text("title"), Date: date, Topic: text("topic"),
		Snippet: strings.Join(h.Fragments["body"], " ")}
}

func bleveCounts(f *search.FacetResult) map[string]int {
	m := map[string]int{}
	for _, v := range f.Terms.Terms() {
		m[v.Term] = v.Count
	}
	return m
}
