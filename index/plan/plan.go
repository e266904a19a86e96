package plan

import (
	"context"

	"vankien/index"
	"vankien/index/query"
	"vankien/internal/viet/name"
)

// Collection is what reading a query asks of a collection.
type Collection interface {
	// Documents is the number of documents.
	Documents() int

	// Count returns how many documents match each clause. All are asked at once,
	// since one look may be a journey.
	Count(ctx context.Context, clauses ...Clause) ([]int, error)

	// Lexicon is what the collection knows of its words; nil: nothing.
	Lexicon() Lexicon
}

// Names are the names that a query is read with.
type Names struct {
	Abbreviations *name.Abbreviations
	Places        *name.Places
}

// Plan is a query as it is meant over one state of a collection.
type Plan struct {
	All   Clause // of index.LevelAll
	Meant Clause // of index.LevelMeant; it may hold documents that All does not, as units leave out what only joins
	Any   Clause // of index.LevelAny
	Words Clause // what documents of index.LevelMeant score by; it restricts nothing

	Units    []index.Unit
	Together []Terms         // those of units of several words
	Counting int             // units that are demanded
	Joined   bool            // Meant differs from All
	Guessed  bool            // of some unit it is not certain that any document has it
	Warnings []index.Warning // what was read otherwise than it was written
}

// Terms is query terms with the numbers from From to before To.
type Terms struct{ From, To int }

// Read plans the query of a request; none means every document. The error is
// that of the collection.
//
// Of long units only the parts are known for certain, and to look whether a
// document has them costs as much as a search. So a plan may be Guessed: if no
// document has all units, Reread plans again and looks.
func Read(ctx context.Context, of Collection, names Names, req *index.Request) (*Plan, error) {
	return read(ctx, of, names, req, false)
}

// Reread is Read with units that some document has for certain.
func Reread(ctx context.Context, of Collection, names Names, req *index.Request) (*Plan, error) {
	return read(ctx, of, names, req, true)
}

func read(ctx context.Context, of Collection, names Names, req *index.Request, certain bool) (*Plan, error) {
	if req.Query == nil {
		return &Plan{All: Everything{}, Meant: Everything{}, Any: Everything{}, Words: Everything{}}, nil
	}
	p := &planner{ctx: ctx, of: of, names: names, accents: req.Accents, certain: certain, split: req.Suggest || req.Level == index.LevelAuto || req.Level == index.LevelMeant}
	c := p.node(p.decoded(req.Query))
	if p.err != nil {
		return nil, p.err
	}
	made := &Plan{All: c.all, Meant: c.meant, Any: anyOf(c.all), Words: wordsOf(c.all), Units: p.told, Together: p.together, Joined: p.joined, Guessed: p.guessed, Warnings: p.warnings}
	for _, u := range made.Units {
		if !u.Optional {
			made.Counting++
		}
	}
	return made, nil
}

// decoded returns a query without the keys of input methods.
func (p *planner) decoded(n query.Node) query.Node {
	lex := p.of.Lexicon()
	if lex == nil || p.accents == index.AccentsExact {
		return n
	}
	n, p.warnings, p.err = decode(lex, n)
	return n
}

// Loosens reports whether index.LevelAny can find what index.LevelMeant does not:
// one unit of one word is all or nothing.
func (p *Plan) Loosens() bool { return p.Joined || p.Counting > 1 }

// atLeast reports whether n documents match a clause.
func (p *planner) atLeast(c Clause, n int) bool {
	if p.err != nil {
		return false
	}
	counts, err := p.of.Count(p.ctx, c)
	if err != nil {
		p.err = err
		return false
	}
	return counts[0] >= n
}
