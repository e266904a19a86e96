package remote

import (
	"cmp"
	"context"
	"crypto/rand"
	"slices"
	"time"

	"vankien/index/lexicon"
)

// Bounds of merging.
const (
	manyParts  = 16 // parts from which on who writes merges some
	mergeAtMax = 32 // parts that are merged at once
	tendTime   = 2 * time.Minute
)

// tend merges parts in the background, unless that is under way. An error is for the
// next one to meet: the counts are right whether or not parts are merged.
func (x *Index) tend() {
	if !x.lexicons.tending.TryLock() {
		return
	}
	go func() {
		defer x.lexicons.tending.Unlock()
		ctx, cancel := context.WithTimeout(x.lexicons.ctx, tendTime)
		defer cancel()
		end, err := x.begin(ctx)
		if err != nil {
			return
		}
		defer end()
		for more := true; more && err == nil; {
			more, err = x.mergeParts(ctx)
		}
	}()
}

// mergeParts merges some parts if there are many, and reports whether it did.
func (x *Index) mergeParts(ctx context.Context) (merged bool, err error) {
	m, err := x.partMerge(ctx)
	if err != nil || m == nil {
		return false, err
	}
	if err := m.write(ctx); err != nil {
		return false, err
	}
	listed, err := m.publish(ctx)
	if err != nil || !listed {
		return false, err
	}
	x.forget()
	return true, m.clean(ctx)
}

// partMerge begins a merge; nil: there is nothing to merge.
func (x *Index) partMerge(ctx context.Context) (*partMerge, error) {
	s, err := x.state(ctx)
	if err != nil {
		return nil, err
	}
	found, err := x.lookAtParts(ctx)
	if err != nil {
		return nil, err
	}
	m := &partMerge{Index: x, generation: s.generation}
	m.counted, m.others, m.list = found.counted(s.generation)
	if m.some = toMerge(m.counted); len(m.some) < 2 {
		return nil, nil
	}
	return m, nil
}

// toMerge chooses parts: the smallest, and larger ones as long as all before are as
// large together. So each document is counted anew only when its part has doubled or
// so, and parts are as many as their sizes have doubled.
func toMerge(parts []part) []part {
	if len(parts) < manyParts {
		return nil
	}
	parts = slices.Clone(parts)
	slices.SortFunc(parts, func(a, b part) int { return cmp.Or(cmp.Compare(a.Size, b.Size), cmp.Compare(a.id, b.id)) })
	n, size := 0, int64(0)
	for n < len(parts) && n < mergeAtMax && (n < manyParts/2 || parts[n].Size <= size) {
		size += parts[n].Size
		n++
	}
	return parts[:n]
}

// partMerge is a merge under way. It may end at any step.
type partMerge struct {
	*Index
	generation string
	counted    []part
	others     []part // which do not count: what merges before left
	list       *part  // nil: none yet
	some       []part // that are merged
	id         string // of the merged one
}

// write writes the merged table, which does not count yet.
func (m *partMerge) write(ctx context.Context) error {
	tables, err := m.tables(ctx, m.some)
	if err != nil {
		return err
	}
	m.id = rand.Text()
	ops, err := m.opsOfTable(m.id, m.generation, kindMerged, lexicon.Merge(tables, m.opt.LexiconBytes/2))
	if err != nil {
		return err
	}
	return m.bulk(ctx, ops)
}

// publish makes the merged table count instead of what was merged, unless somebody
// else changed the list meanwhile.
func (m *partMerge) publish(ctx context.Context) (listed bool, err error) {
	d := &partDoc{Kind: kindList, Generation: m.generation, Merged: []string{m.id}}
	gone := map[string]bool{}
	for _, p := range m.some {
		gone[p.id] = true
		if p.Kind == kindPart {
			d.Covers = append(d.Covers, p.id)
		}
	}
	for _, p := range m.counted {
		if p.Kind == kindMerged && !gone[p.id] {
			d.Merged = append(d.Merged, p.id)
		}
	}
	for _, p := range m.others { // that are covered, and still there
		if p.Kind == kindPart {
			d.Covers = append(d.Covers, p.id)
		}
	}
	o, err := m.lexiconOp("create", listID(m.generation), d)
	if err != nil {
		return false, err
	}
	if m.list != nil {
		o.action, o.seq, o.term = "index", m.list.seq, m.list.term
	}
	if err := m.bulk(ctx, []*op{o}); err != nil || !o.refused {
		return err == nil, err
	}
	return m.isListed(ctx) // an attempt that had no answer may have been carried out
}

// isListed reports whether the list names the merged table. If it does not, that is
// removed.
func (m *partMerge) isListed(ctx context.Context) (bool, error) {
	found, err := m.lookAtParts(ctx)
	if err != nil {
		return false, err
	}
	counted, others, _ := found.counted(m.generation)
	mine := func(p part) bool { return p.id == m.id }
	if slices.ContainsFunc(counted, mine) {
		return true, nil
	}
	return false, m.remove(ctx, slices.DeleteFunc(others, func(p part) bool { return !mine(p) }))
}

// clean removes what does not count any more: what was merged, and what merges before
// left. A merge that is under way elsewhere comes too late now, as the list is another,
// so what it has written is left over, too.
func (m *partMerge) clean(ctx context.Context) error {
	m.lexicons.drop(m.some)
	return m.remove(ctx, append(m.some, m.others...))
}

// remove removes parts, the document by which one is known last, so that no piece is
// forgotten.
func (x *Index) remove(ctx context.Context, list []part) error {
	var ops []*op
	version := x.clock.next()
	for i := range list {
		for _, id := range append(list[i].pieces(), list[i].id) {
			ops = append(ops, &op{action: "delete", index: x.name + ".lexicon", id: id, version: version})
		}
	}
	return x.bulk(ctx, ops)
}
