package remote

import (
	"context"
	"errors"
	"net/http"
	"time"

	"vankien/index"
)

// rebuildLease is the lease of who rebuilds a collection. As long as there is a record
// of it, there may be something to tidy up.
const rebuildLease = "reindex"

// alone does something that one process at a time may do with the indices of the
// collection. work tells whether it has tidied up; else the lease stays as it is, for
// the next who opens the collection. While another process is at it, the error is an
// index.ErrUnavailable that names it.
func (x *Index) alone(ctx context.Context, work func(context.Context) (tidied bool, err error)) error {
	l := x.beside().Lease(rebuildLease, x.times.lease)
	by, err := l.take(ctx)
	if err != nil {
		return err
	}
	if by != "" {
		return &failure{kind: index.ErrUnavailable, text: "the collection is being rebuilt by " + by + ": wait until that is done"}
	}
	holding, stop := context.WithCancel(ctx)
	defer stop()
	held, release, err := l.Hold(holding, nil)
	if err != nil {
		return err
	}
	tidied, err := work(held)
	if tidied {
		release()
	}
	return err
}

// take takes the lease as soon as nobody has it. While somebody renews it, by tells who.
func (l *Lease) take(ctx context.Context) (by string, err error) {
	for looked := false; ; looked = true {
		before := l.seen.Seq
		held, by, err := l.Try()
		if err != nil || held || looked && l.seen.Seq != before {
			return by, err
		}
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-time.After(l.time / 10):
		}
	}
}

// mend tidies up after a process that ended while it rebuilt the collection.
func (x *Index) mend(ctx context.Context) error {
	record, err := x.beside().getOne(besideID(partLease, rebuildLease))
	if err != nil || !record.Found {
		return err
	}
	err = x.alone(ctx, func(ctx context.Context) (bool, error) {
		err := x.tidy(ctx)
		return err == nil, err
	})
	if errors.Is(err, index.ErrUnavailable) {
		return nil // somebody is at it, or the next who opens the collection will be
	}
	return err
}

func (x *Index) mendLater(ctx context.Context) { _ = x.mend(ctx) }

// tidy removes what does not belong to the collection and lets writes in.
func (x *Index) tidy(ctx context.Context) error {
	at, err := x.behind(ctx)
	if err != nil {
		return err
	}
	var found map[string]definition
	if err := x.client.json(ctx, http.MethodGet, "/"+x.name+"-*", nil, &found); err != nil {
		return err
	}
	for name, d := range found {
		if name == at.name || !isNumbered(name, x.name) || d.Mappings.Meta.Analysis == "" {
			continue
		}
		if err := x.client.change(ctx, http.MethodDelete, "/"+name, nil); err != nil && !isMissing(err) {
			return err
		}
	}
	if err := x.removeParts(ctx, "must_not", at.Mappings.Meta.Generation); err != nil {
		return err
	}
	return x.client.change(ctx, http.MethodPut, "/"+at.name+"/_settings", object{"index.blocks.write": nil})
}
