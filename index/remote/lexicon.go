package remote

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"vankien/index"
	"vankien/index/lexicon"
)

// What is known of the words of a collection is counted by those who write, part by
// part, and read by all. A part that a process has read it keeps, as it does not
// change, so that it fetches only those that are new.

// lexicons keeps the lexicon of the newest state.
type lexicons struct {
	turn   chan struct{} // who has it fetches parts
	mu     sync.Mutex
	tables map[string]*lexicon.Table // by the id of their part
	ids    []string                  // of the parts of last
	last   *lexicon.Lexicon

	tending sync.Mutex
	ctx     context.Context // of merging in the background
	end     context.CancelFunc
}

func newLexicons() *lexicons {
	l := &lexicons{turn: make(chan struct{}, 1), tables: map[string]*lexicon.Table{}}
	l.ctx, l.end = context.WithCancel(context.Background())
	return l
}

// errMerged says that a part is not there any more: another one has what it had.
var errMerged = errors.New("a part of the lexicon was merged meanwhile")

// listings is how often parts are listed anew that were merged meanwhile.
const listings = 5

// lexicon returns what is known of the words of the collection, as old as its state.
func (x *Index) lexicon(ctx context.Context) (*lexicon.Lexicon, error) {
	for range listings {
		s, err := x.state(ctx)
		if err != nil {
			return nil, err
		}
		known, err := x.lexiconOf(ctx, s.parts)
		if !errors.Is(err, errMerged) {
			return known, err
		}
		x.forget()
	}
	return nil, unavailable("the lexicon of the collection changes faster than it can be read: try again")
}

// lexiconOf returns the sum of parts.
func (x *Index) lexiconOf(ctx context.Context, parts []part) (*lexicon.Lexicon, error) {
	ids := make([]string, len(parts))
	for i := range parts {
		ids[i] = parts[i].id
	}
	if known := x.lexicons.made(ids); known != nil {
		return known, nil
	}
	select {
	case x.lexicons.turn <- struct{}{}:
		defer func() { <-x.lexicons.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if known := x.lexicons.made(ids); known != nil {
		return known, nil
	}
	tables, err := x.tables(ctx, parts)
	if err != nil {
		return nil, err
	}
	bytes := int64(0)
	for _, t := range tables {
		bytes += t.Bytes()
	}
	x.held.Store(bytes)
	return x.lexicons.make(ids, tables), nil
}

// made returns the lexicon of some parts, or nil.
func (l *lexicons) made(ids []string) *lexicon.Lexicon {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.last != nil && slices.Equal(l.ids, ids) {
		return l.last
	}
	return nil
}

// make adds tables up, and keeps no others from here on.
func (l *lexicons) make(ids []string, tables []*lexicon.Table) *lexicon.Lexicon {
	l.mu.Lock()
	defer l.mu.Unlock()
	list := make([]lexicon.Part, len(tables))
	l.tables = make(map[string]*lexicon.Table, len(tables))
	for i, t := range tables {
		list[i], l.tables[ids[i]] = t, t
	}
	l.ids, l.last = ids, lexicon.New(list, l.last)
	return l.last
}

// maxTables bounds the tables that are kept by a process that writes and never reads.
const maxTables = 4 * manyParts

// keep keeps a table that was made here, so that it need not be fetched.
func (l *lexicons) keep(id string, t *lexicon.Table) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.tables) >= maxTables {
		clear(l.tables)
	}
	l.tables[id] = t
}

// drop drops tables of parts that do not count any more.
func (l *lexicons) drop(parts []part) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := range parts {
		delete(l.tables, parts[i].id)
	}
}

// tables returns the tables of parts, of which those that are not kept are fetched.
func (x *Index) tables(ctx context.Context, parts []part) ([]*lexicon.Table, error) {
	out := make([]*lexicon.Table, len(parts))
	var missing []int
	x.lexicons.mu.Lock()
	for i := range parts {
		if out[i] = x.lexicons.tables[parts[i].id]; out[i] == nil {
			missing = append(missing, i)
		}
	}
	x.lexicons.mu.Unlock()
	for len(missing) > 0 {
		n, size := 0, int64(0)
		for n < len(missing) && n < maxGet && (n == 0 || size+parts[missing[n]].Size <= maxBulkBytes) {
			size += parts[missing[n]].Size
			n++
		}
		some := make([]part, n)
		for k, i := range missing[:n] {
			some[k] = parts[i]
		}
		tables, err := x.fetchTables(ctx, some)
		if err != nil {
			return nil, err
		}
		for k, i := range missing[:n] {
			out[i] = tables[k]
		}
		missing = missing[n:]
	}
	return out, nil
}

// readTable reads the table of a part. Parts are so many as their sizes double, so if
// none takes more than half of the memory that there is for them, all fit; of a larger
// one, which somebody with more memory merged, the rarest is left out.
func (x *Index) readTable(p *part, data []byte) (*lexicon.Table, error) {
	t, err := lexicon.Decode(data)
	if err != nil {
		return nil, fmt.Errorf("part %s of the lexicon cannot be read, reindex the collection: %w: %w", p.id, index.ErrIncompatible, err)
	}
	if most := x.opt.LexiconBytes / 2; t.Bytes() > most {
		t = lexicon.Merge([]*lexicon.Table{t}, most)
	}
	return t, nil
}
