// Package alert tells holders of keys of documents that a saved search finds anew, by a
// request to an address of theirs.
//
// An alert has a place in the order of indexing. What matches and comes after it, up to
// what is settled, is put into a delivery, which is stored before it is sent and has its
// id for ever; when it has arrived the place moves on. So each match is sent at least
// once, whatever ends the process, and what waits is one delivery for each alert, however
// long its receiver is away: the collection itself is the queue.
package alert

import (
	"cmp"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"
	"time"
)

// Bounds of alerts.
const (
	MaxOfOwner  = 100       // alerts of one holder of a key
	MaxName     = 200       // bytes
	MaxSearch   = 8 << 10   // bytes of the parameters of a search
	MaxURL      = 2 << 10   // bytes
	maxBody     = 256 << 10 // bytes of a delivery, unless one document is larger
	maxMatches  = 100       // of a delivery
	maxFailures = 12        // in turn, before an alert is paused: some five hours
)

// part names the records of alerts in the store. What waits to arrive is one of its own
// beside its alert: all alerts are read every few seconds, and that only to be sent.
const part = "alerts"

func alertKey(id string) string { return "alert/" + id }
func bodyKey(id string) string  { return "body/" + id }

// Store keeps records by part and key; ingest.JournalStore says what it promises.
type Store interface {
	Get(part string, keys ...string) (map[string][]byte, error)
	Range(part, prefix, from string, most int, f func(key string, value []byte) bool) error
	Apply(changes map[string]map[string][]byte) error
}

// Errors of alerts.
var (
	ErrNotFound = errors.New("there is no such alert")
	ErrTooMany  = fmt.Errorf("there are %d alerts of this key already: delete some", MaxOfOwner)
)

// Alert is a saved search whose new documents are told of.
type Alert struct {
	ID      string `json:"id"`
	Owner   string `json:"owner"` // name of the key
	Name    string `json:"name"`
	Search  string `json:"search"`        // parameters, as an address has them
	URL     string `json:"url,omitempty"` // where deliveries go; "": it has a feed only
	Secret  string `json:"secret"`        // that deliveries are signed with
	Token   string `json:"token"`         // that opens its feed
	Created string `json:"created"`

	Place     Place     `json:"place"`
	Pending   *delivery `json:"pending,omitempty"`
	Failures  int       `json:"failures,omitempty"` // in turn
	Error     string    `json:"error,omitempty"`    // of the last attempt
	Paused    bool      `json:"paused,omitempty"`
	Delivered string    `json:"delivered,omitempty"` // time of the last delivery
}

// Place is one in the order of indexing.
type Place struct{ At, ID string }

// delivery is what waits to arrive.
type delivery struct {
	ID   string    `json:"id"`
	To   Place     `json:"to"` // where the alert is when it has arrived
	Next time.Time `json:"next"`
	body []byte    // of one that is not stored yet
}

// Options of alerts.
type Options struct {
	Hosts   []string // HOST or HOST:PORT that may be told without TLS and wherever they are
	Version string   // of the program, which receivers are told
}

// Alerts are those of a collection. They are safe for use from many goroutines.
type Alerts struct {
	open  func() (Store, error)
	guard guard
	opt   Options

	mu    sync.Mutex // held while an alert is changed
	store Store
}

// New returns the alerts in a store, which is opened when it is needed.
func New(open func() (Store, error), opt Options) *Alerts {
	return &Alerts{open: open, guard: guard{opt.Hosts}, opt: opt}
}

// records returns the store. Callers hold mu.
func (a *Alerts) records() (Store, error) {
	var err error
	if a.store == nil {
		a.store, err = a.open()
	}
	return a.store, err
}

// CheckURL says why an address is not told of anything; nil: it is.
func (a *Alerts) CheckURL(address string) error { return a.guard.check(address) }

// Add makes an alert of what is new from a time on.
func (a *Alerts) Add(owner, name, search, address, now string) (*Alert, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	all, err := a.list()
	if err != nil {
		return nil, err
	}
	if have := slices.DeleteFunc(all, func(x Alert) bool { return x.Owner != owner }); len(have) >= MaxOfOwner {
		return nil, ErrTooMany
	}
	x := &Alert{ID: rand.Text(), Owner: owner, Name: name, Search: search, URL: address, Secret: rand.Text(), Token: rand.Text(), Created: now,
		Place: Place{At: now, ID: lastID}}
	return x, a.put(x)
}

// lastID comes after every id.
const lastID = "\U0010ffff"

// put stores an alert. Callers hold mu.
func (a *Alerts) put(x *Alert) error {
	s, err := a.records()
	if err != nil {
		return err
	}
	raw, err := json.Marshal(x)
	if err != nil {
		return err
	}
	records := map[string][]byte{alertKey(x.ID): raw}
	switch {
	case x.Pending == nil:
		records[bodyKey(x.ID)] = nil
	case x.Pending.body != nil:
		records[bodyKey(x.ID)] = x.Pending.body
	}
	return s.Apply(map[string]map[string][]byte{part: records})
}

// body returns what waits to arrive, nil for nothing.
func (a *Alerts) body(id string) ([]byte, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	s, err := a.records()
	if err != nil {
		return nil, err
	}
	have, err := s.Get(part, bodyKey(id))
	return have[bodyKey(id)], err
}

// all returns every alert, oldest first.
func (a *Alerts) all() ([]Alert, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.list()
}

// list is all. Callers hold mu.
func (a *Alerts) list() (list []Alert, err error) {
	s, err := a.records()
	if err != nil {
		return nil, err
	}
	err = s.Range(part, alertKey(""), "", math.MaxInt, func(_ string, value []byte) bool {
		var x Alert
		if json.Unmarshal(value, &x) == nil {
			list = append(list, x)
		}
		return true
	})
	slices.SortFunc(list, func(x, y Alert) int { return cmp.Or(cmp.Compare(x.Created, y.Created), cmp.Compare(x.ID, y.ID)) })
	return list, err
}

// Of returns the alerts of a holder of a key, oldest first.
func (a *Alerts) Of(owner string) ([]Alert, error) {
	list, err := a.all()
	return slices.DeleteFunc(list, func(x Alert) bool { return x.Owner != owner }), err
}

// ByToken returns the alert whose feed a token opens, or ErrNotFound.
func (a *Alerts) ByToken(token string) (*Alert, error) {
	list, err := a.all()
	if err != nil {
		return nil, err
	}
	for i := range list {
		if subtle.ConstantTimeCompare([]byte(list[i].Token), []byte(token)) == 1 {
			return &list[i], nil
		}
	}
	return nil, ErrNotFound
}

// Remove deletes an alert of an owner, or returns ErrNotFound.
func (a *Alerts) Remove(owner, id string) error {
	return a.change(id, func(x *Alert) bool { return x.Owner == owner }, func(x *Alert) *Alert { return nil })
}

// Resume has an alert that was paused tried again, or returns ErrNotFound.
func (a *Alerts) Resume(owner, id string) error {
	return a.change(id, func(x *Alert) bool { return x.Owner == owner }, func(x *Alert) *Alert {
		if x.Paused, x.Failures, x.Error = false, 0, ""; x.Pending != nil {
			x.Pending.Next = time.Time{}
		}
		return x
	})
}

// change replaces an alert for which is holds by what to makes of it, nil for nothing.
// ErrNotFound: it is gone.
func (a *Alerts) change(id string, is func(*Alert) bool, to func(*Alert) *Alert) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	s, err := a.records()
	if err != nil {
		return err
	}
	have, err := s.Get(part, alertKey(id))
	if err != nil {
		return err
	}
	var x Alert
	if raw := have[alertKey(id)]; raw == nil || json.Unmarshal(raw, &x) != nil || !is(&x) {
		return ErrNotFound
	}
	if now := to(&x); now != nil {
		return a.put(now)
	}
	return s.Apply(map[string]map[string][]byte{part: {alertKey(id): nil, bodyKey(id): nil}})
}
