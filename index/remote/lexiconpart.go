package remote

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"

	"vankien/index"
	"vankien/index/lexicon"
)

// Kinds of what NAME.lexicon has.
const (
	kindPart   = "part"   // a table of some documents, written with them
	kindMerged = "merged" // a table of several parts, which counts once it is listed
	kindList   = "list"   // which merged tables count, and the parts that they cover
)

// partDoc is a document of NAME.lexicon: a part, the list, or a piece of a part's table.
// Parts are looked at all the time, so their tables stand apart.
type partDoc struct {
	Kind       string   `json:"kind,omitempty"` // of all but a piece
	Generation string   `json:"generation,omitempty"`
	Documents  uint64   `json:"documents,omitempty"` // that are counted
	Size       int64    `json:"size,omitempty"`      // of the table
	Pieces     int      `json:"pieces,omitempty"`    // of the table
	Merged     []string `json:"merged,omitempty"`    // of the list
	Covers     []string `json:"covers,omitempty"`    // of the list: parts that a merged one counts

	PieceOf string `json:"piece_of,omitempty"` // the generation, of a piece
	Table   []byte `json:"table,omitempty"`    // of a piece
}

// pieceBytes bounds a piece of a merged table.
const pieceBytes = 4 << 20

// part is a document of NAME.lexicon with what the cluster knows of it.
type part struct {
	id string
	partDoc
	seq, term int64
}

// pieceID is the id of a piece of a table.
func pieceID(id string, n int) string { return fmt.Sprintf("%s.%d", id, n) }

// pieces are the ids of the documents that have the table of a part.
func (p *part) pieces() (ids []string) {
	for n := range p.Pieces {
		ids = append(ids, pieceID(p.id, n))
	}
	return ids
}

// lexiconOp returns an item that changes a document of NAME.lexicon.
func (x *Index) lexiconOp(action, id string, d *partDoc) (*op, error) {
	o := &op{action: action, index: x.name + ".lexicon", id: id}
	if d == nil {
		return o, nil
	}
	var err error
	o.line, err = json.Marshal(d)
	return o, err
}

// Bounds of the documents that are counted into one part.
const (
	partDocs = 2000
	partText = 16 << 20 // of text
)

// lexiconPart returns what is counted of the words of documents, as items. It is
// written with them, so what searches find is counted.
func (x *Index) lexiconPart(ctx context.Context, docs []index.Document) ([]*op, error) {
	s, err := x.state(ctx)
	if err != nil {
		return nil, err
	}
	if len(s.parts) >= manyParts {
		x.tend()
	}
	return x.partOf(ctx, s.generation, docs)
}

// partOf is lexiconPart for documents of the index of a generation.
func (x *Index) partOf(ctx context.Context, generation string, docs []index.Document) (ops []*op, err error) {
	b := lexicon.NewBuilder()
	n, size := 0, 0
	for i := range docs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		b.Add(&docs[i])
		if n, size = n+1, size+len(docs[i].Body); n < partDocs && size < partText && i < len(docs)-1 {
			continue
		}
		part, err := x.opsOfTable(rand.Text(), generation, kindPart, b.Table())
		if err != nil {
			return nil, err
		}
		ops = append(ops, part...)
		n, size = 0, 0
	}
	return ops, nil
}

// opsOfTable returns the items that write a table. A part counts when it is there, so
// its pieces come first; a merged table does not yet, and its pieces come last: then it
// can be removed whole, however much of it was written.
func (x *Index) opsOfTable(id, generation, kind string, t *lexicon.Table) (ops []*op, err error) {
	data, most := t.Encode(), pieceBytes
	if kind == kindPart {
		most = len(data)
	}
	version := x.clock.next()
	add := func(id string, d *partDoc) {
		o, bad := x.lexiconOp("index", id, d)
		o.version = version // so that a repeated attempt does not bring back what was merged meanwhile
		ops, err = append(ops, o), cmp.Or(err, bad)
	}
	head := &partDoc{Kind: kind, Generation: generation, Documents: t.Documents(), Size: int64(len(data)), Pieces: (len(data) + most - 1) / most}
	if kind == kindMerged {
		add(id, head)
	}
	for n := range head.Pieces {
		add(pieceID(id, n), &partDoc{PieceOf: generation, Table: data[n*most : min(len(data), (n+1)*most)]})
	}
	if kind == kindPart {
		add(id, head)
	}
	x.lexicons.keep(id, t)
	return ops, err
}

// fetchTables returns the tables of parts, or errMerged.
func (x *Index) fetchTables(ctx context.Context, parts []part) ([]*lexicon.Table, error) {
	var ids []string
	for i := range parts {
		ids = append(ids, parts[i].pieces()...)
	}
	data := map[string][]byte{}
	for some := range slices.Chunk(ids, maxPieces) {
		if err := x.fetchPieces(ctx, some, data); err != nil {
			return nil, err
		}
	}
	out := make([]*lexicon.Table, len(parts))
	for i := range parts {
		var whole []byte
		for _, id := range parts[i].pieces() {
			whole = append(whole, data[id]...)
		}
		var err error
		if out[i], err = x.readTable(&parts[i], whole); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// maxPieces is how many documents of NAME.lexicon are asked for at once: what is small
// comes together, large pieces a few at a time.
const maxPieces = 16

// fetchPieces adds what some documents have of tables.
func (x *Index) fetchPieces(ctx context.Context, ids []string, data map[string][]byte) error {
	list, err := fetch[partDoc](ctx, x.client, x.name+".lexicon", "table", ids)
	if err != nil {
		return err
	}
	for _, d := range list {
		if !d.Found {
			return errMerged
		}
		data[d.ID] = d.Source.Table
	}
	return nil
}
