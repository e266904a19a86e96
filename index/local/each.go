package local

import (
	"context"
	"crypto/rand"
	"fmt"
	"iter"

	"vankien/index"
)

// keyState holds the name of the state that the last change of documents made.
const keyState = "vankien.state"

// newState returns a name that no other state has.
func newState() []byte { return []byte(rand.Text()) }

// State names the documents of the present state: as long as it stays the same, so
// do they, also when the index is closed and opened. Without a change of documents
// since the index was built it is "".
func (x *Index) State(ctx context.Context) (name string, err error) {
	err = x.read(ctx, func(s *snapshot) error {
		raw, err := s.GetInternal([]byte(keyState))
		name = string(raw)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("read the state: %w", err)
	}
	return name, nil
}

// Each calls f with every document of the present state, in no particular order,
// until it returns an error, and returns that. Writes go on meanwhile and are not
// seen. After another error what f was given may be wrong.
func (x *Index) Each(ctx context.Context, f func(index.Document) error) error {
	return x.read(ctx, func(s *snapshot) error {
		for _, seg := range s.segments {
			for local := range seg.live() {
				if err := ctx.Err(); err != nil {
					return fmt.Errorf("read all documents: %w", err)
				}
				d, err := seg.load(local)
				if err != nil {
					return err
				}
				if err := f(d); err != nil {
					return err
				}
			}
		}
		return ctx.Err()
	})
}

// live yields the documents of the segment that were not replaced or removed.
func (s segmentView) live() iter.Seq[uint64] {
	return func(yield func(uint64) bool) {
		for it := s.DocNumbersLive().Iterator(); it.HasNext(); {
			if !yield(uint64(it.Next())) {
				return
			}
		}
	}
}
