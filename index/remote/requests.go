package remote

import (
	"net/http"
	"sync/atomic"
)

// What requests to the cluster are counted by.
var (
	requestKinds    = [...]string{"search", "read", "write"}
	requestOutcomes = [...]string{"answered", "refused", "unavailable"}
)

// Requests are those that this process has made of the cluster, by what they were and
// how they ended. A request that was sent several times counts once.
type Requests struct {
	Kind    string // search, read (of anything else), or write
	Outcome string // answered, refused (the cluster said no), or unavailable (it said nothing in time)
	N       uint64
}

// requests counts.
type requests struct {
	n       [len(requestKinds)][len(requestOutcomes)]atomic.Uint64
	repeats atomic.Uint64
}

// ended counts a call that ended.
func (r *requests) ended(q *call, err error) {
	outcome := 0
	switch {
	case err == nil:
	case isOutage(err):
		outcome = 2
	default:
		outcome = 1
	}
	r.n[q.kind()][outcome].Add(1)
}

// kind tells what a call is counted as: its place in requestKinds.
func (q *call) kind() int {
	switch {
	case q.searches():
		return 0
	case q.method == http.MethodGet, reads(q.method, q.path):
		return 1
	}
	return 2
}

// all returns the counts and how often a request was sent again.
func (r *requests) all() (list []Requests, repeats uint64) {
	for k, kind := range requestKinds {
		for o, outcome := range requestOutcomes {
			list = append(list, Requests{kind, outcome, r.n[k][o].Load()})
		}
	}
	return list, r.repeats.Load()
}

// Requests tells of the requests that were made of the cluster, and how often one was
// sent again.
func (x *Index) Requests() (list []Requests, repeats uint64) { return x.client.counted.all() }

// Requests is as that of an Index.
func (b *Beside) Requests() (list []Requests, repeats uint64) { return b.client.counted.all() }
