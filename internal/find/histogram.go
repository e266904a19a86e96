package find

import (
	"context"
	"net/url"
	"slices"
	"sync"

	"vankien/index"
	"vankien/internal/period"
)

// The measures of a histogram.
const (
	Documents  = "documents"   // that are found
	Matches    = "matches"     // marks in the documents that are found
	PerMillion = "per_million" // marks in a million words of all documents that pass the filters, found or not
)

// Measures returns the names of what can be measured over time, the usual one first.
func Measures() []string { return []string{Documents, Matches, PerMillion} }

// MaxSeries bounds the queries of one histogram, maxBuckets the parts of time of each.
const (
	MaxSeries  = 5
	maxBuckets = 5000
)

// HistogramParams returns what the address of a histogram may carry; q several times.
func HistogramParams() []string {
	return slices.Concat([]string{"q", "q"}, FilterParams(), []string{"from", "to", "sort", "accents", "match", "interval", "measure"})
}

// Histogram is what a set of parameters asks for: how much of each query there is over
// time.
type Histogram struct {
	Searches []*Search // one for each query, at least one
	Interval string
	Periods  *period.Set // of the interval "period"; else nil
	Measure  string

	division *division
}

// HistogramView is the JSON of /api/v1/histogram. All series have the same buckets,
// those between the first and the last that has a document of any of them; those
// without any are there, too.
type HistogramView struct {
	Interval string       `json:"interval"`
	Periods  string       `json:"periods,omitempty"`
	Measure  string       `json:"measure"`
	Series   []SeriesView `json:"series"`
}

// SeriesView is how much there is of one query. Buckets and missing add up to total.
type SeriesView struct {
	Q       string       `json:"q"`
	Total   int          `json:"total"`
	Missing int          `json:"missing"`
	Undated int          `json:"undated"` // of missing: without a date
	Coarse  int          `json:"coarse"`  // whose date spans several buckets
	Outside int          `json:"outside"` // whose date is in no period
	Buckets []BucketView `json:"buckets"`
}

// BucketView is how much there is in one part of time.
type BucketView struct {
	Bucket
	Count      int      `json:"count"`                 // of documents or matches
	Words      *int     `json:"words,omitempty"`       // of all documents that pass the filters, with per_million
	PerMillion *float64 `json:"per_million,omitempty"` // not there when there are no words
}

// ReadHistogram reads the parameters of a histogram; the error is a *Refused.
func (s *Service) ReadHistogram(raw url.Values, lang Language) (*Histogram, error) {
	v := &Params{Values: raw}
	h := &Histogram{Measure: v.Choice("measure", Measures()...), division: v.division(s.Periods())}
	h.Interval, h.Periods = h.division.interval, h.division.set
	queries := slices.DeleteFunc(slices.Clone(raw["q"]), func(q string) bool { return q == "" })
	if len(queries) > MaxSeries {
		v.Refuse("invalid_parameter", "q", Say("err.queries", len(queries), MaxSeries))
	}
	if err := v.Err(); err != nil {
		return nil, err
	}
	if len(queries) == 0 {
		queries = []string{""}
	}
	for _, q := range queries {
		one := url.Values{}
		for name, values := range raw {
			one[name] = values
		}
		one["q"] = []string{q}
		a, err := s.Read(one, lang)
		if err != nil {
			return nil, err
		}
		h.Searches = append(h.Searches, a)
	}
	return h, nil
}

// Histogram asks the engine: all series at the same time.
func (s *Service) Histogram(ctx context.Context, h *Histogram) (*HistogramView, error) {
	tallies, words, err := s.tallies(ctx, h)
	if err != nil {
		return nil, err
	}
	v := &HistogramView{Interval: h.Interval, Measure: h.Measure}
	if h.Periods != nil {
		v.Periods = h.Periods.ID
	}
	sums := make([]*timeline, len(tallies))
	var all timeline
	for i, t := range tallies {
		sums[i] = h.division.timeline(t)
		all.widen(sums[i])
	}
	if n := all.last - all.first + 1; len(all.at) > 0 && n > maxBuckets {
		return nil, refused("interval", Say("err.buckets", n, maxBuckets))
	}
	base := h.division.timeline(words)
	for i, x := range sums {
		v.Series = append(v.Series, h.series(h.Searches[i].Q, x, &all, base))
	}
	return v, nil
}

// refused is the fault of one parameter.
func refused(name string, why Message) error {
	v := &Params{}
	v.Refuse("invalid_parameter", name, why)
	return v.Err()
}

// tallies counts by dates: each query, and with PerMillion the words of whatever passes
// the filters, which all have in common.
func (s *Service) tallies(ctx context.Context, h *Histogram) (list []*index.Tally, words *index.Tally, err error) {
	n := len(h.Searches)
	reqs := make([]index.Request, n)
	for i, a := range h.Searches {
		reqs[i] = a.Request
	}
	if h.Measure == PerMillion {
		reqs = append(reqs, index.Request{Filter: h.Searches[0].Request.Filter})
	}
	list, errs := make([]*index.Tally, len(reqs)), make([]error, len(reqs))
	var wait sync.WaitGroup
	for i := range reqs {
		wait.Go(func() {
			list[i], errs[i] = s.engine.Tally(ctx, reqs[i], index.FieldDate, h.Measure != Documents && i < n)
		})
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, nil, err
		}
	}
	if len(list) > n {
		words = list[n]
	}
	return list[:n], words, nil
}

// timeline is what a tally has in each bucket, by its number.
type timeline struct {
	at          map[int]index.Sums
	first, last int
	total       index.Sums
	missing     [outside + 1]index.Sums
}

func (d *division) timeline(t *index.Tally) *timeline {
	x := &timeline{at: map[int]index.Sums{}}
	if t == nil {
		return x
	}
	x.total, x.missing[undated] = t.Total, t.Missing
	for _, v := range t.Values {
		n, at := d.place(v.Value)
		if at != inBucket {
			x.missing[at].Add(v.Sums)
			continue
		}
		sums, known := x.at[n]
		if !known {
			x.widenTo(n)
		}
		sums.Add(v.Sums)
		x.at[n] = sums
	}
	return x
}

// widenTo makes a bucket a part of the line.
func (x *timeline) widenTo(n int) {
	if len(x.at) == 0 {
		x.at, x.first, x.last = map[int]index.Sums{n: {}}, n, n
	}
	x.at[n] = index.Sums{}
	x.first, x.last = min(x.first, n), max(x.last, n)
}

// widen makes the buckets of another line a part of this one.
func (x *timeline) widen(o *timeline) {
	if len(o.at) > 0 {
		x.widenTo(o.first)
		x.widenTo(o.last)
	}
}

// series shows a line in the buckets that all have.
func (h *Histogram) series(q string, x, all, base *timeline) SeriesView {
	count := func(s index.Sums) int {
		if h.Measure == Documents {
			return s.Documents
		}
		return s.Mentions
	}
	v := SeriesView{Q: q, Total: count(x.total), Undated: count(x.missing[undated]), Coarse: count(x.missing[coarse]), Outside: count(x.missing[outside]), Buckets: []BucketView{}}
	v.Missing = v.Undated + v.Coarse + v.Outside
	if len(all.at) == 0 {
		return v
	}
	for n := all.first; n <= all.last; n++ {
		b := BucketView{Bucket: h.division.bucket(n), Count: count(x.at[n])}
		if h.Measure == PerMillion {
			words := base.at[n].Words
			if b.Words = &words; words > 0 {
				rate := float64(b.Count) / float64(words) * 1e6
				b.PerMillion = &rate
			}
		}
		v.Buckets = append(v.Buckets, b)
	}
	return v
}
