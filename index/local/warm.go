package local

import (
	"context"
	"strings"
	"sync"

	"vankien/index"
	"vankien/index/exec"
	"vankien/index/plan"
	"vankien/internal/viet"
)

// DefaultCache is the memory, in bytes, for what searches decode of the index,
// unless SetCache says otherwise.
const DefaultCache = 256 << 20

// SetCache bounds the memory, in bytes, for what searches decode of the index.
// With less than the collection's common words need, searches read them again
// and again, and answer the same.
func (x *Index) SetCache(bytes int64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.cache = bytes
	if x.store != nil {
		x.store.engine.SetLimit(bytes)
	}
}

// Cache tells what is held in memory of the index.
func (x *Index) Cache() index.CacheStats {
	st, err := x.current()
	if err != nil {
		return index.CacheStats{}
	}
	return index.CacheStats(st.engine.Stats())
}

// warmWords is how many of the commonest words are decoded ahead of searches,
// each as typed with its marks and without any.
const warmWords = 256

// warmer decodes what searches are likely to need, off their path: when the
// store is opened, and when merging has made new segments.
type warmer struct {
	signal chan struct{}
	stop   context.CancelFunc
	done   sync.WaitGroup
}

// startWarming keeps the engine of st warm until its store is closed.
func (x *Index) startWarming(st *store) {
	ctx, stop := context.WithCancel(context.Background())
	st.warmer.stop = stop
	st.warmer.done.Go(func() {
		for {
			_ = x.warm(ctx, st) // what cannot be read now, the search that needs it will report
			select {
			case <-st.warmer.signal:
			case <-ctx.Done():
				return
			}
		}
	})
}

// wake has the warmer look for new segments.
func (w *warmer) wake() {
	select {
	case w.signal <- struct{}{}:
	default:
	}
}

func (x *Index) warm(ctx context.Context, st *store) error {
	x.mu.Lock()
	is, err := st.reader()
	x.mu.Unlock()
	if err != nil {
		return err
	}
	s := newSnapshot(st, is)
	defer s.Close()
	return s.read(ctx, func(s *snapshot) error { return s.warm(ctx) })
}

// warm decodes what searches are likely to need of a state.
func (s *snapshot) warm(ctx context.Context) error {
	state, err := s.searchable(ctx)
	if err != nil {
		return err
	}
	columns := []string{fieldDate}
	for _, f := range index.FilterFields() {
		columns = append(columns, columnOf(f))
	}
	keys, err := state.Commonest(ctx, fieldText, warmWords, func(key string) bool {
		return strings.Contains(key, formMark)
	})
	if err != nil {
		return err
	}
	return state.Warm(ctx, columns, warmNodes(ctx, state, keys))
}

// warmNodes are the words of some keys as queries mean them.
func warmNodes(ctx context.Context, state *exec.Snapshot, keys []string) (nodes []*exec.Word) {
	l := lowerer{ctx: ctx, state: state}
	for _, k := range keys {
		fold, term, _ := strings.Cut(k, formMark)
		typed := []string{fold}
		if term != "" {
			typed = append(typed, term)
		}
		for _, t := range typed {
			f := plan.Typed(viet.Token{Term: t, Fold: fold, End: len(t)})
			nodes = append(nodes, l.word(fieldText, &f, 1))
		}
	}
	return nodes
}
