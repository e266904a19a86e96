package main

import (
	"context"
	"time"

	"github.com/blugelabs/bluge"
	"github.com/blugelabs/bluge/search"
	"github.com/blugelabs/bluge/search/aggregations"
	"github.com/blugelabs/bluge/search/highlight"
)

// blugeEngine is bluge with its default analyzer, which cuts and lowers as
// Bleve's does, and a composite field, where words are looked for.
type blugeEngine struct{ r *bluge.Reader }

// everywhere is the composite field of title and body.
const everywhere = "_all"

// Build implements engine.
func (e *blugeEngine) Build(dir string, docs documents) error {
	w, err := bluge.OpenWriter(bluge.DefaultConfig(dir))
	if err != nil {
		return err
	}
	err = inBatches(docs, 2, func(batch []document) error {
		b := bluge.NewBatch()
		for _, d := range batch {
			doc, err := blugeDocument(d)
			if err != nil {
				return err
			}
			b.Update(doc.ID(), doc)
		}
		return w.Batch(b)
	})
	if err != nil {
		_ = w.Close()
		return err
	}
	return w.Close()
}

func blugeDocument(d document) (*bluge.Document, error) {
	text := func(name, v string) *bluge.TermField {
		return bluge.NewTextField(name, v).StoreValue().SearchTermPositions().HighlightMatches()
	}
	doc := bluge.NewDocument(d.ID).AddField(text("title", d.Title)).AddField(text("body", d.Body))
	if d.Topic != "" {
		doc.AddField(bluge.NewKeywordField("topic", d.Topic).StoreValue().Aggregatable())
	}
	if d.Date != "" {
		date, err := time.Parse(day, d.Date)
		if err != nil {
			return nil, err
		}
		doc.AddField(bluge.NewDateTimeField("date", date).StoreValue().Sortable())
		doc.AddField(bluge.NewKeywordField("year", d.year()).Aggregatable())
	}
	return doc.AddField(bluge.NewCompositeFieldIncluding(everywhere, []string{"title", "body"})), nil
}

// Open implements engine.
func (e *blugeEngine) Open(dir string) (err error) {
	e.r, err = bluge.OpenReader(bluge.DefaultConfig(dir))
	return err
}

// Close implements engine.
func (e *blugeEngine) Close() error { return e.r.Close() }

// Search implements engine.
func (e *blugeEngine) Search(t *task) (answer, error) {
	q, err := blugeQuery(t)
	if err != nil {
		return answer{}, err
	}
	req := bluge.NewTopNSearch(page, q).WithStandardAggregations()
	if t.Newest {
		req.SortBy([]string{"-date"})
	}
	if t.Facets {
		req.AddAggregation("topic", aggregations.NewTermsAggregation(search.Field("topic"), values))
		req.AddAggregation("year", aggregations.NewTermsAggregation(search.Field("year"), values))
	}
	if t.Full {
		req.IncludeLocations()
	}
	found, err := e.r.Search(context.Background(), req)
	if err != nil {
		return answer{}, err
	}
	a, err := blugeAnswer(found, t)
	if err != nil {
		return answer{}, err
	}
	counts := found.Aggregations()
	a.Total = int(counts.Count())
	if t.Facets {
		a.Topics, a.Years = blugeCounts(counts.Buckets("topic")), blugeCounts(counts.Buckets("year"))
	}
	return a, nil
}

func blugeQuery(t *task) (bluge.Query, error) {
	q := bluge.NewBooleanQuery()
	switch t.Mode {
	case phrase:
		q.AddMust(bluge.NewMatchPhraseQuery(t.text()).SetField(everywhere))
	case begin:
		q.AddMust(bluge.NewPrefixQuery(t.Words[0]).SetField(everywhere))
	case some:
		q.AddMust(bluge.NewMatchQuery(t.text()).SetField(everywhere))
	default:
		q.AddMust(bluge.NewMatchQuery(t.text()).SetField(everywhere).SetOperator(bluge.MatchQueryOperatorAnd))
	}
	if t.Topic != "" {
		q.AddMust(bluge.NewTermQuery(t.Topic).SetField("topic"))
	}
	if t.From != "" {
		from, to, err := t.days()
		if err != nil {
			return nil, err
		}
		q.AddMust(bluge.NewDateRangeInclusiveQuery(from, to, true, true).SetField("date"))
	}
	return q, nil
}

// blugeAnswer reads the hits.
func blugeAnswer(found search.DocumentMatchIterator, t *task) (a answer, err error) {
	marker := highlight.NewHTMLHighlighter()
	for {
		m, err := found.Next()
		if err != nil || m == nil {
			return a, err
		}
		var h hit
		err = m.VisitStoredFields(func(field string, value []byte) bool {
			switch {
			case field == "_id":
				h.ID = string(value)
			case !t.Full:
			case field == "title":
				h.Title = string(value)
			case field == "topic":
				h.Topic = string(value)
			case field == "date":
				if date, err := bluge.DecodeDateTime(value); err == nil {
					h.Date = date.UTC().Format(day)
				}
			case field == "body":
				h.Snippet = marker.BestFragment(m.Locations["body"], value)
			}
			return true
		})
		if err != nil {
			return a, err
		}
		a.Hits = append(a.Hits, h)
	}
}

func blugeCounts(buckets []*search.Bucket) map[string]int {
	m := map[string]int{}
	for _, b := range buckets {
		m[b.Name()] = int(b.Count())
	}
	return m
}
