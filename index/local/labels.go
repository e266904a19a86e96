package local

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"

	"github.com/blevesearch/bleve/v2"

	"vankien/index"
	"vankien/index/segment"
)

// Labels returns the labels of the collection's own topics by id. Callers do
// not change the map.
func (x *Index) Labels() map[string]string { return *x.labels.Load() }

// PutLabels adds labels of topics that belong to this collection; the label of
// an id already there is replaced. When it returns nil they are on disk. The
// documents that have the topics are put afterwards, so a label without any
// goes only when the collection is opened, or to make room for others, which
// those of the call itself never do: a caller names again what documents on
// their way have. With more than index.MaxLabels in use it returns an *index.FieldError, and nothing is
// stored.
func (x *Index) PutLabels(ctx context.Context, labels map[string]string) error {
	x.labelMu.Lock()
	defer x.labelMu.Unlock()
	all := maps.Clone(x.Labels())
	maps.Copy(all, labels)
	if maps.Equal(all, x.Labels()) {
		return nil
	}
	if len(all) > index.MaxLabels {
		if err := x.makeRoom(ctx, all, labels); err != nil {
			return fmt.Errorf("put labels: %w", err)
		}
	}
	raw, err := json.Marshal(all)
	if err != nil {
		return fmt.Errorf("put labels: %w", err)
	}
	if err := x.write(ctx, "put labels", &change{labels: raw}); err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.setLabels(all)
	return nil
}

// makeRoom removes from all what no document has and is not in keep.
func (x *Index) makeRoom(ctx context.Context, all, keep map[string]string) error {
	used, err := x.used(ctx, all)
	if err != nil {
		return err
	}
	return index.MakeRoom(all, keep, used)
}

// forgetUnused leaves out the labels of topics that no document has. They leave
// the disk with the next that are put. When that cannot be told, all stay.
func (x *Index) forgetUnused() {
	x.labelMu.Lock()
	defer x.labelMu.Unlock()
	all := maps.Clone(x.Labels())
	used, err := x.used(context.Background(), all)
	if err != nil {
		return
	}
	maps.DeleteFunc(all, func(id, _ string) bool { return !used[id] })
	x.mu.Lock()
	defer x.mu.Unlock()
	x.setLabels(all)
}

// used tells which topics documents have.
func (x *Index) used(ctx context.Context, topics map[string]string) (map[string]bool, error) {
	used := map[string]bool{}
	err := x.read(ctx, func(s *snapshot) error { return s.countTopics(topics, used) })
	return used, err
}

// countTopics notes in used which topics documents have.
func (s *snapshot) countTopics(topics map[string]string, used map[string]bool) error {
	for _, v := range s.segments {
		of, ok := segment.Of(v.Segment())
		if !ok {
			return fmt.Errorf("topics in use: a segment is a %T", v.Segment())
		}
		field := of.Field(string(index.FieldTopic))
		err := v.guard(func() error {
			for id := range topics {
				if list, found := of.Lookup(field, id); found && !used[id] {
					used[id] = v.hasLive(of, &list)
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("topics in use: %w", err)
		}
	}
	return nil
}

// hasLive reports whether a document of a list is not deleted.
func (s segmentView) hasLive(of *segment.Segment, list *segment.List) (live bool) {
	deleted := s.Deleted()
	if deleted == nil {
		return list.N > 0
	}
	for c := range of.Chunks() {
		p := list.Chunk(c)
		p.Each(func(d uint16, _ uint32) {
			live = live || !deleted.Contains(uint32(c)*segment.ChunkSize+uint32(d))
		})
	}
	return live
}

// setLabels makes labels those of the collection; they count among what is
// held in memory. Callers hold mu.
func (x *Index) setLabels(labels map[string]string) {
	const entry = 64 // of a map, with two strings
	bytes := int64(0)
	for id, label := range labels {
		bytes += entry + int64(len(id)+len(label))
	}
	if x.store != nil {
		x.store.engine.hold(bytes)
	}
	x.labels.Store(&labels)
}

func readLabels(b bleve.Index) (map[string]string, error) {
	labels := map[string]string{}
	raw, err := b.GetInternal([]byte(keyLabels))
	if err != nil || raw == nil {
		return labels, err
	}
	if err := json.Unmarshal(raw, &labels); err != nil {
		return nil, fmt.Errorf("labels of topics: %w", err)
	}
	return labels, nil
}
