package remote

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"vankien/index"
)

// labelsWait is how long Labels waits for the cluster.
const labelsWait = 3 * time.Second

// Labels implements index.Engine. While the cluster does not answer they are those that
// were known last.
func (x *Index) Labels() map[string]string {
	ctx, cancel := context.WithTimeout(context.Background(), labelsWait)
	defer cancel()
	if end, err := x.begin(ctx); err == nil {
		defer end()
		if s, err := x.state(ctx); err == nil {
			x.labels.Store(&s.labels)
		}
	}
	if known := x.labels.Load(); known != nil {
		return *known
	}
	return map[string]string{}
}

// PutLabels implements index.Engine. Of several processes that add labels at once
// each finds those of the others there.
func (x *Index) PutLabels(ctx context.Context, labels map[string]string) error {
	return x.change(ctx, "put labels", func(ctx context.Context) error {
		for {
			at, err := x.storedLabels(ctx)
			if err != nil {
				return err
			}
			all := maps.Clone(at.Source.Value)
			if all == nil {
				all = map[string]string{}
			}
			maps.Copy(all, labels)
			if maps.Equal(all, at.Source.Value) {
				return nil
			}
			if len(all) > index.MaxLabels {
				if err := x.makeRoom(ctx, all, labels); err != nil {
					return err
				}
			}
			if done, err := x.storeLabels(ctx, at, all); done || err != nil {
				return err
			}
		}
	})
}

// labelRecord is the record of the labels.
type labelRecord = fetched[storedLabels]

type storedLabels struct {
	Value map[string]string `json:"value"`
}

func (x *Index) storedLabels(ctx context.Context) (*labelRecord, error) {
	list, err := fetch[storedLabels](ctx, x.client, x.name+".meta", "true", []string{labelsID})
	if err != nil {
		return nil, err
	}
	return &list[0], nil
}

// storeLabels reports whether it stored labels in the place of what is there; else
// somebody was faster, or it was done by an attempt that had no answer.
func (x *Index) storeLabels(ctx context.Context, at *labelRecord, all map[string]string) (done bool, err error) {
	line, err := json.Marshal(storedLabels{all})
	if err != nil {
		return false, err
	}
	o := &op{action: "create", index: x.name + ".meta", id: labelsID, line: line}
	if at.Found {
		o.action, o.seq, o.term = "index", at.Seq, at.Term
	}
	err = x.bulk(ctx, []*op{o})
	return err == nil && !o.refused, err
}

// makeRoom removes from all what no document has and is not in keep.
func (x *Index) makeRoom(ctx context.Context, all, keep map[string]string) error {
	used, err := x.usedTopics(ctx, all)
	if err != nil {
		return err
	}
	return index.MakeRoom(all, keep, used)
}

// maxTopics is how many topics are looked for at once.
const maxTopics = 10_000

// usedTopics tells which of some topics documents have.
func (x *Index) usedTopics(ctx context.Context, topics map[string]string) (map[string]bool, error) {
	used := map[string]bool{}
	for part := range slices.Chunk(slices.Collect(maps.Keys(topics)), maxTopics) {
		type answer struct {
			whole
			Aggregations struct {
				Used struct{ Buckets []struct{ Key string } }
			}
		}
		a, err := ask[answer](ctx, x.client, searchPath(x.name, ""), object{"size": 0, "track_total_hits": false, "aggs": object{
			"used": object{"terms": object{"field": string(index.FieldTopic), "include": part, "size": len(part)}}}})
		if err != nil {
			return nil, fmt.Errorf("topics in use: %w", err)
		}
		for _, b := range a.Aggregations.Used.Buckets {
			used[b.Key] = true
		}
	}
	return used, nil
}
