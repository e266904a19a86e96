package remote

import (
	"cmp"
	"context"
	"slices"
)

// Which parts count is told by one document, the list, and by the parts themselves,
// which lie in one shard: one look sees both as they are at one time.
//
//   - A part counts as soon as it is there, unless the list says that a merged one
//     covers it.
//   - A merged table counts as long as the list names it.
//
// So merging takes effect in one step, the writing of the list, which goes by what the
// list was. Of two processes that merge at once one comes too late; whatever is left
// behind by one that ends in between is not counted, and removed by the next.

// parts are what a look finds: what has a generation.
type parts struct {
	list []part
	all  bool // the look found all there are
}

// maxParts bounds the parts of a look: those of a collection are merged long before.
const maxParts = 10_000

// partsSearch asks for all parts and lists.
func partsSearch() object {
	return object{"size": maxParts, "track_total_hits": true, "seq_no_primary_term": true, "sort": []string{"_doc"},
		"query": object{"exists": object{"field": "generation"}}}
}

// partsFound is the answer to it.
type partsFound struct {
	whole
	Hits struct {
		Total struct{ Value int }
		Hits  []fetched[partDoc]
	}
}

func (f *partsFound) parts() parts {
	p := parts{all: f.Hits.Total.Value <= len(f.Hits.Hits)}
	for _, h := range f.Hits.Hits {
		p.list = append(p.list, part{h.ID, h.Source, h.Seq, h.Term})
	}
	return p
}

// lookAtParts asks for the parts as they are now.
func (x *Index) lookAtParts(ctx context.Context) (parts, error) {
	found, err := ask[partsFound](ctx, x.client, searchPath(x.name+".lexicon", ""), partsSearch())
	return found.parts(), err
}

// listID is the id of the list of a generation.
func listID(generation string) string { return "list " + generation }

// counted returns the parts of a generation that count, by their ids; the others, which
// do not; and the list, which is nil if there is none yet.
func (p parts) counted(generation string) (counted, others []part, list *part) {
	for i := range p.list {
		if d := &p.list[i]; d.Kind == kindList && d.Generation == generation {
			list = d
		}
	}
	for _, d := range p.list {
		if d.Generation != generation || d.Kind == kindList {
			continue
		}
		if list.counts(&d) {
			counted = append(counted, d)
		} else {
			others = append(others, d)
		}
	}
	slices.SortFunc(counted, func(a, b part) int { return cmp.Compare(a.id, b.id) })
	return counted, others, list
}

// counts reports whether a part counts by a list, which may be nil.
func (list *part) counts(p *part) bool {
	if list == nil {
		return p.Kind == kindPart
	}
	if p.Kind == kindPart {
		return !slices.Contains(list.Covers, p.id)
	}
	return slices.Contains(list.Merged, p.id)
}
