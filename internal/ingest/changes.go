package ingest

import (
	"context"
	"encoding/base64"
	"errors"
	"strings"
	"time"

	"vankien/index"
)

// What has changed since a place is the documents whose time of indexing comes after it
// and the deletions that do, in one order. Nothing later than the settled time is told:
// up to there all is seen, so a place that was reached has nothing before it that is yet
// to appear. Where other processes write, too, with clocks of their own, that time is
// some seconds back.
//
// Who begins has a place in the documents as they were then, whatever their times, and
// goes on from that moment.

// ClusterLag is how far back changes are told where other processes may write: longer
// than a batch takes, and clocks differ.
const ClusterLag = 10 * time.Second

// Changes tells what has changed in a collection.
type Changes struct {
	Index     Searcher
	Deletions *Deletions
	Settled   func() string // the time up to which everything is seen
	Lag       time.Duration // how much later other processes may show what they have given an earlier time
}

// Searcher is what telling of changes asks of an engine.
type Searcher interface {
	Search(context.Context, index.Request) (*index.Result, error)
	Diff(ctx context.Context, docs []index.Document) (absent, different []index.Document, err error)
}

// Changed is a document that was added or changed, or deleted.
type Changed struct {
	ID       string
	At       string          // in the form of index.Instant; "" for what was there before times were kept
	Document *index.Document // without its text; nil: it was deleted
}

// ErrTooOld is the error for a place from which it is no longer known what was deleted,
// or which is of another collection.
var ErrTooOld = errors.New("what was deleted since then is no longer known: begin anew without a place, and take what you have for gone that is not told")

// ErrNoPlace is the error for what is neither a place nor a time.
var ErrNoPlace = errors.New("it is neither a cursor that an answer gave nor a time such as " + index.InstantLayout)

// position is a place among changes.
type position struct{ At, ID string }

func (p position) before(o position) bool { return p.At < o.At || p.At == o.At && p.ID < o.ID }

// lastID comes after every id.
const lastID = "\xff"

// place is where a reader of changes is.
type place struct {
	log string // name of the record of deletions
	position
	begun bool   // it reads what there was at position
	after string // then: what comes after, as the engine says it
}

func (p place) String() string {
	kind := "c"
	if p.begun {
		kind = "b"
	}
	return base64.RawURLEncoding.EncodeToString([]byte(strings.Join([]string{kind, p.log, p.At, p.after, p.ID}, "\x00")))
}

func readPlace(s string) (place, error) {
	raw, err := base64.RawURLEncoding.DecodeString(s)
	parts := strings.SplitN(string(raw), "\x00", 5)
	if err != nil || len(parts) != 5 || parts[0] != "c" && parts[0] != "b" {
		return place{}, ErrNoPlace
	}
	if _, err := index.ParseInstant(parts[2]); err != nil {
		return place{}, ErrNoPlace
	}
	return place{parts[1], position{parts[2], parts[4]}, parts[0] == "b", parts[3]}, nil
}

// Now is the time up to which changes are told.
func (c *Changes) Now() string {
	settled := c.Settled()
	if c.Lag > 0 {
		settled = min(settled, index.Instant(time.Now().Add(-c.Lag)))
	}
	return settled
}

// Since returns at most limit changes after a place, in their order: since is what an
// earlier answer gave as next, a time in the form of index.Instant, or "" for everything
// from the beginning. more says that there are others by now. Next is a place even
// where nothing has changed. A document that changes again is told again, and only then.
func (c *Changes) Since(ctx context.Context, since string, limit int) (list []Changed, next string, more bool, err error) {
	p, err := c.placeOf(since)
	if err != nil {
		return nil, "", false, err
	}
	if p.begun {
		list, more, err = c.there(ctx, &p, limit)
	} else {
		list, more, err = c.changed(ctx, &p, limit)
	}
	return list, p.String(), more, err
}

// placeOf reads a place; ErrTooOld: the record of deletions does not reach back to it.
func (c *Changes) placeOf(since string) (p place, err error) {
	log, err := c.Deletions.log()
	if err != nil {
		return p, err
	}
	if since == "" {
		return place{log: log.Name, position: position{At: c.Now()}, begun: true}, nil
	}
	if _, err := index.ParseInstant(since); err == nil {
		if p = (place{log: log.Name, position: position{At: since}}); since < log.Begun {
			return p, ErrTooOld
		}
	} else if p, err = readPlace(since); err != nil {
		return p, err
	}
	if p.log != log.Name || p.At < log.Since {
		return p, ErrTooOld
	}
	return p, nil
}

// there tells of the documents that there were when the reader began.
func (c *Changes) there(ctx context.Context, p *place, limit int) (list []Changed, more bool, err error) {
	for len(list) < limit {
		res, err := c.Index.Search(ctx, index.Request{Sort: index.FirstIndexed, Limit: min(limit-len(list), index.MaxLimit), After: p.after})
		if err != nil {
			return nil, false, err
		}
		for i := range res.Hits {
			if d := &res.Hits[i].Document; d.Indexed <= p.At {
				list = append(list, Changed{d.ID, d.Indexed, d})
			}
		}
		if p.after = res.Next; p.after == "" {
			p.begun, p.ID = false, lastID
			return list, p.At < c.Now(), nil
		}
	}
	return list, true, nil
}

// changed tells of what has changed since.
func (c *Changes) changed(ctx context.Context, p *place, limit int) (list []Changed, more bool, err error) {
	to := c.Now()
	if to <= p.At && p.ID == lastID || to < p.At {
		return nil, false, nil
	}
	docs, err := c.documents(ctx, p.position, to, limit+1)
	if err != nil {
		return nil, false, err
	}
	gone, err := c.gone(ctx, p.position, to, limit+1)
	if err != nil {
		return nil, false, err
	}
	for len(list) < limit && len(docs)+len(gone) > 0 {
		from := &docs
		if len(docs) == 0 || len(gone) > 0 && gone[0].position().before(docs[0].position()) {
			from = &gone
		}
		list, *from = append(list, (*from)[0]), (*from)[1:]
	}
	if more = len(docs)+len(gone) > 0; more {
		p.position = list[len(list)-1].position()
	} else {
		p.position = position{to, lastID}
	}
	return list, more, nil
}

func (c *Changed) position() position { return position{c.At, c.ID} }

// documents returns at most n documents that were added or changed after a place.
func (c *Changes) documents(ctx context.Context, p position, to string, n int) (list []Changed, err error) {
	req := index.Request{Sort: index.FirstIndexed, Limit: min(n, index.MaxLimit), Filter: index.Filter{IndexedFrom: p.At, IndexedTo: to}}
	for {
		res, err := c.Index.Search(ctx, req)
		if err != nil {
			return nil, err
		}
		for i := range res.Hits {
			d := &res.Hits[i].Document
			if p.before(position{d.Indexed, d.ID}) && len(list) < n {
				list = append(list, Changed{d.ID, d.Indexed, d})
			}
		}
		if req.After = res.Next; req.After == "" || len(list) == n {
			return list, nil
		}
	}
}

// gone returns at most n deletions after a place, but for those of documents that are
// there: they were added again, or were not deleted after all.
func (c *Changes) gone(ctx context.Context, p position, to string, n int) (list []Changed, err error) {
	for {
		some, err := c.Deletions.after(p, to, n)
		if err != nil {
			return nil, err
		}
		there, err := c.present(ctx, some)
		if err != nil {
			return nil, err
		}
		for _, x := range some {
			if p = x; !there[x.ID] && len(list) < n {
				list = append(list, Changed{ID: x.ID, At: x.At})
			}
		}
		if len(some) < n || len(list) == n {
			return list, nil
		}
	}
}

func (c *Changes) present(ctx context.Context, list []position) (map[string]bool, error) {
	there := make(map[string]bool, len(list))
	stubs := make([]index.Document, len(list))
	for i, x := range list {
		stubs[i].ID, there[x.ID] = x.ID, true
	}
	absent, _, err := c.Index.Diff(ctx, stubs)
	for i := range absent {
		there[absent[i].ID] = false
	}
	return there, err
}
