package remote

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"time"

	"vankien/index"
)

// stateTime is how old numbers of the collection may be, and stateTries how long they
// are asked for. They say how scores weigh, how a query is read and what topics are
// called; which documents match, how many, and what they count is always asked anew.
const (
	stateTime  = time.Second
	stateTries = 10 * time.Second
)

// state is what is known of the collection at one time. It is not changed.
type state struct {
	index      string // that has the documents
	generation string // of this index and no other
	copies     int    // that each shard should have
	documents  int
	length     float64           // sum of the lengths of the documents
	parts      []part            // of the lexicon, that count
	labels     map[string]string // of the collection's own topics
}

// states keeps the newest state. One goroutine asks for it, whoever else needs it
// waits.
type states struct {
	mu     sync.Mutex
	last   *state
	asked  time.Time // when what last has was asked for
	asking *asking
}

// asking is a state that is asked for.
type asking struct {
	done  chan struct{}
	until time.Time
	state *state
	err   error
}

// state returns what is known of the collection, at most stateTime old and not older
// than the last call of forget.
func (x *Index) state(ctx context.Context) (*state, error) {
	until := time.Now().Add(stateTries)
	if d, ok := ctx.Deadline(); ok && d.Before(until) {
		until = d
	}
	for {
		last, a := x.lastState(ctx, until)
		if last != nil {
			return last, nil
		}
		select {
		case <-a.done:
			if a.err == nil || !a.until.Before(until) || !errors.Is(a.err, index.ErrUnavailable) {
				return a.state, a.err
			}
		case <-ctx.Done():
			return nil, x.lateState(ctx, a)
		}
	}
}

// lateTime is how long after its deadline a caller waits to learn why it got no state.
const lateTime = 100 * time.Millisecond

// lateState is the error of who waited for a state until its time was over: what keeps
// the cluster from answering, if that is known, as it is when what asks for the state
// ends, which it does at about that time.
func (x *Index) lateState(ctx context.Context, a *asking) error {
	if ctx.Err() != context.DeadlineExceeded {
		return ctx.Err()
	}
	if _, why := x.client.outage.state(); why == nil {
		select {
		case <-a.done:
		case <-time.After(lateTime):
		}
	}
	if _, why := x.client.outage.state(); why != nil {
		return &failure{kind: index.ErrUnavailable, text: why.Error(), cause: ctx.Err()}
	}
	return ctx.Err()
}

// lastState returns the state that is there, or else the one that is asked for.
func (x *Index) lastState(ctx context.Context, until time.Time) (*state, *asking) {
	s := &x.states
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last != nil && time.Since(s.asked) < stateTime {
		return s.last, nil
	}
	if s.asking == nil {
		s.asking = &asking{done: make(chan struct{}), until: until}
		go x.ask(context.WithoutCancel(ctx), s.asking)
	}
	return nil, s.asking
}

// forget makes the next call of state ask anew: this process has written.
func (x *Index) forget() {
	x.states.mu.Lock()
	defer x.states.mu.Unlock()
	x.states.last, x.states.asking = nil, nil
}

func (x *Index) ask(ctx context.Context, a *asking) {
	began := time.Now()
	ctx, cancel := context.WithDeadline(ctx, a.until)
	defer cancel()
	a.state, a.err = x.askState(ctx)
	s := &x.states
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.asking == a { // else it was forgotten meanwhile
		s.asking = nil
		if a.err == nil {
			s.last, s.asked = a.state, began
		}
	}
	close(a.done)
}

// askState asks for the numbers and for the index that has them at once.
func (x *Index) askState(ctx context.Context) (*state, error) {
	s := &state{}
	located := make(chan error, 1)
	go func() { located <- x.askIndex(ctx, s) }()
	n := &numbers{}
	err := n.ask(ctx, x)
	if bad := <-located; bad != nil {
		return nil, bad
	}
	if err != nil {
		return nil, err
	}
	s.documents, s.length, s.labels = n.documents, n.length, n.labels
	s.parts, _, _ = n.parts.counted(s.generation)
	return s, nil
}

// askIndex finds the index behind the name. Another process may have rebuilt it for a
// later program.
func (x *Index) askIndex(ctx context.Context, s *state) error {
	var found map[string]definition
	path := "/" + x.name + "?local=true&filter_path=*.mappings._meta,*.settings.index.number_of_replicas"
	if err := x.client.json(ctx, http.MethodGet, path, nil, &found); err != nil {
		return err
	}
	at, err := x.locate(found)
	if err != nil {
		return err
	}
	m := at.Mappings.Meta
	if m.Analysis != AnalysisVersion {
		return incompatible("collection %s is now one of another version of the analysis: start this program anew in that version (it has %q, this program needs %q)", x.name, m.Analysis, AnalysisVersion)
	}
	s.index, s.generation, s.copies = at.name, m.Generation, at.replicas()+1
	return nil
}

// numbers are what searches tell of a state.
type numbers struct {
	documents int
	length    float64
	parts     parts
	labels    map[string]string
}

func (n *numbers) ask(ctx context.Context, x *Index) error {
	body := lines(
		object{"index": x.name, "allow_partial_search_results": false},
		object{"size": 0, "track_total_hits": true, "aggs": object{"n": object{"sum": object{"field": "n"}}}},
		object{"index": x.name + ".lexicon", "allow_partial_search_results": false},
		partsSearch(),
		object{"index": x.name + ".meta", "allow_partial_search_results": false},
		object{"size": 1, "query": object{"ids": object{"values": []string{labelsID}}}},
	)
	_, err := x.client.send(ctx, call{method: http.MethodPost, path: "/_msearch", body: body, repeat: true, accept: n.read})
	return err
}

// labelsID is the record of NAME.meta that has the labels, by topic.
const labelsID = "labels"

func (n *numbers) read(raw []byte) error {
	var a struct{ Responses []json.RawMessage }
	if err := json.Unmarshal(raw, &a); err != nil {
		return err
	}
	var docs struct {
		whole
		Hits         struct{ Total struct{ Value int } }
		Aggregations struct{ N struct{ Value float64 } }
	}
	var words partsFound
	var labels struct {
		whole
		Hits struct {
			Hits []struct {
				Source struct{ Value map[string]string } `json:"_source"`
			}
		}
	}
	if len(a.Responses) != 3 {
		return unavailable("the cluster answers %d of 3 searches: try again", len(a.Responses))
	}
	for i, to := range []any{&docs, &words, &labels} {
		if err := json.Unmarshal(a.Responses[i], to); err != nil {
			return err
		}
	}
	for _, w := range []*whole{&docs.whole, &words.whole, &labels.whole} {
		if err := w.check(); err != nil {
			return err
		}
	}
	n.documents, n.length = docs.Hits.Total.Value, docs.Aggregations.N.Value
	n.parts, n.labels = words.parts(), map[string]string{}
	for _, h := range labels.Hits.Hits {
		n.labels = h.Source.Value
	}
	return nil
}
