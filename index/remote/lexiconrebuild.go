package remote

import (
	"context"
	"crypto/rand"
	"net/http"

	"vankien/index"
	"vankien/index/lexicon"
)

// rebuildLexicon counts documents anew for an index that is being made, of which each
// tells. It is what is known of the words of that index as soon as the collection is
// called it. Repeating it counts nothing twice.
func (x *Index) rebuildLexicon(ctx context.Context, generation string, each func(yield func(*index.Document) error) error) error {
	t, err := x.counted(ctx, each)
	if err != nil {
		return err
	}
	if err := x.removeParts(ctx, "should", generation); err != nil {
		return err
	}
	id := rand.Text()
	ops, err := x.opsOfTable(id, generation, kindMerged, t)
	if err != nil {
		return err
	}
	list, err := x.lexiconOp("index", listID(generation), &partDoc{Kind: kindList, Generation: generation, Merged: []string{id}})
	if err != nil {
		return err
	}
	return x.bulkBy(ctx, "/_bulk?refresh=true", append(ops, list))
}

// counted returns the table of documents. Of their tables those of about equal size are
// merged, so each document is counted a few times at most.
func (x *Index) counted(ctx context.Context, each func(yield func(*index.Document) error) error) (*lexicon.Table, error) {
	var tables []*lexicon.Table // each larger than those behind it
	b := lexicon.NewBuilder()
	n := 0
	push := func(t *lexicon.Table) {
		for len(tables) > 0 && tables[len(tables)-1].Documents() <= 2*t.Documents() {
			t = lexicon.Merge([]*lexicon.Table{tables[len(tables)-1], t}, x.opt.LexiconBytes/2)
			tables = tables[:len(tables)-1]
		}
		tables = append(tables, t)
	}
	err := each(func(d *index.Document) error {
		b.Add(d)
		if n++; n%partDocs == 0 {
			push(b.Table())
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, err
	}
	return lexicon.Merge(append(tables, b.Table()), x.opt.LexiconBytes/2), nil
}

// removeParts removes what was counted of the words of an index, by its generation: that
// alone (by is should), or all but that (must_not).
func (x *Index) removeParts(ctx context.Context, by, generation string) error {
	of := func(field string) object { return object{"term": object{field: generation}} }
	query := object{"query": object{"bool": object{by: []object{of("generation"), of("piece_of")}}}}
	err := x.client.change(ctx, http.MethodPost, "/"+x.name+".lexicon/_delete_by_query?conflicts=proceed&refresh=true", query)
	if isMissing(err) {
		return nil
	}
	return err
}
