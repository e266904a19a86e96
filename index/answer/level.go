package answer

import (
	"context"
	"slices"

	"vankien/index"
	"vankien/index/plan"
)

// A query is answered at a level. That of index.LevelAuto follows from what the
// levels find, on four collections of judged queries:
//
//   - Documents with every unit come first, and by relevance what has some of the
//     words goes on after them. Documents with all words scattered do not come
//     before others: that was harmful wherever it was tried.
//   - Of a query of many units a document with all of them may be a long one that
//     has everything; so they count for more, but others may come before them.
//   - An order by date has no place for what is hardly meant, so it is of one level.

const (
	fewUnits  = 4   // up to which documents with every unit come first
	meantLift = 1.3 // what documents with every unit count for where they do not
	closer    = 20  // hits by relevance that get a second look
)

// answering answers one request over one state.
type answering[H any] struct {
	ctx     context.Context
	state   State[H]
	names   plan.Names
	req     *index.Request
	plan    *plan.Plan
	reading index.Reading
	after   *cursor // what hits come after; nil: nothing
	next    *cursor // what those come after that follow; nil: there are none
}

func newAnswering[H any](ctx context.Context, s State[H], names plan.Names, req *index.Request) (*answering[H], error) {
	list, err := newAnswerings(ctx, s, names, req)
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

func newAnswerings[H any](ctx context.Context, s State[H], names plan.Names, reqs ...*index.Request) ([]*answering[H], error) {
	plans, err := s.Read(ctx, names, false, reqs...)
	if err != nil {
		return nil, err
	}
	list := make([]*answering[H], len(reqs))
	for i, req := range reqs {
		list[i] = &answering[H]{ctx: ctx, state: s, names: names, req: req}
		list[i].setPlan(plans[i])
	}
	return list, nil
}

func (a *answering[H]) setPlan(p *plan.Plan) {
	a.plan, a.reading = p, index.Reading{Units: p.Units, Totals: map[index.Level]int{}}
}

// reread plans again with units that are certain, if some were guessed; again: they
// are others, and nothing is known of them yet.
func (a *answering[H]) reread() (again bool, err error) {
	if !a.plan.Guessed {
		return false, nil
	}
	plans, err := a.state.Read(a.ctx, a.names, true, a.req)
	if err != nil {
		return false, err
	}
	p := plans[0]
	if slices.EqualFunc(p.Units, a.plan.Units, sameUnit) { // each stands somewhere, all nowhere together
		a.plan = p
		return false, nil
	}
	a.setPlan(p)
	return true, nil
}

// sameUnit reports whether two units are the same words, demanded alike.
func sameUnit(x, y index.Unit) bool {
	return x.From == y.From && x.To == y.To && x.Optional == y.Optional
}

// at returns what finds the documents of a level.
func (a *answering[H]) at(level index.Level) plan.Clause {
	switch {
	case level == index.LevelAny:
		return a.plan.Any
	case level == index.LevelMeant && a.plan.Joined:
		return plan.And{Of: []plan.Clause{plan.Must{Of: a.meant()}, plan.Scored{Of: a.plan.Words}}}
	}
	return a.plan.All
}

// meant finds the documents of index.LevelMeant, whatever they score.
func (a *answering[H]) meant() plan.Clause {
	if a.plan.Joined {
		return a.plan.Meant
	}
	return a.plan.All
}

// one answers a single query.
func (a *answering[H]) one(q *Query) (Found[H], error) {
	found, err := a.state.Find(a.ctx, q)
	if err != nil {
		return Found[H]{}, err
	}
	return found[0], nil
}

// count notes how many documents a level has.
func (a *answering[H]) count(level index.Level) (int, error) {
	n, known := a.reading.Totals[level]
	if known {
		return n, nil
	}
	r, err := a.one(a.counting(level))
	if err != nil {
		return 0, err
	}
	return a.counted(level, r.Total)
}

// counting asks how many documents a level has.
func (a *answering[H]) counting(level index.Level) *Query {
	return &Query{Match: a.at(level), Filter: &a.req.Filter}
}

// counted takes what counting found.
func (a *answering[H]) counted(level index.Level, total int) (int, error) {
	if total == 0 && level == index.LevelMeant {
		if again, err := a.reread(); err != nil {
			return 0, err
		} else if again {
			return a.count(level)
		}
	}
	a.reading.Totals[level] = total
	return total, nil
}

// countAll has several requests over one state count a level.
func countAll[H any](list []*answering[H], level index.Level) error {
	if len(list) == 0 {
		return nil
	}
	queries := make([]*Query, len(list))
	for i, a := range list {
		queries[i] = a.counting(level)
	}
	found, err := list[0].state.Find(list[0].ctx, queries...)
	for i := 0; err == nil && i < len(list); i++ {
		_, err = list[i].counted(level, found[i].Total)
	}
	return err
}

// find answers the request at a level.
func (a *answering[H]) find(level index.Level) (Found[H], error) {
	q := a.asking(level)
	found, err := a.one(q)
	if err != nil {
		return found, err
	}
	if found.Total == 0 && level == index.LevelMeant {
		if again, err := a.reread(); err != nil || again {
			return a.ifFound(err, level)
		}
	}
	a.reading.Level, a.reading.Totals[level] = level, found.Total
	a.next = a.ending(q, &found)
	return found, nil
}

// asking asks for the hits of a level.
func (a *answering[H]) asking(level index.Level) *Query {
	q := &Query{Match: a.at(level), Filter: &a.req.Filter, Facets: a.req.Facets, Values: a.req.FacetValues, Sort: a.req.Sort,
		Window: a.req.Window(), Offset: a.req.Offset, Brief: a.req.IDsOnly}
	if a.ranks() {
		if a.req.Level != index.LevelAll {
			q.Closer = closer
		}
		if level == index.LevelAny && a.req.Level == index.LevelAuto {
			q.Lifted, q.Lift = a.meant(), meantLift
		}
	}
	switch c := a.after; {
	case c == nil:
	case c.offset > 0:
		q.Offset, q.Window = c.offset, q.Window+c.offset
	default:
		q.After, q.Closer = &c.Mark, 0
	}
	return q
}

// ending is where the hits found end; nil: none follow.
func (a *answering[H]) ending(q *Query, found *Found[H]) *cursor {
	if found.Next == nil {
		return nil
	}
	c := &cursor{sort: q.Sort, level: a.reading.Level}
	if end := q.Offset + len(found.Hits); q.After == nil && end <= q.Closer {
		c.offset = end
	} else {
		c.Mark = *found.Next
	}
	return c
}

// goOn answers at the level of the answer before, whose plan was read again if that
// had no document with all units.
func (a *answering[H]) goOn() (Found[H], error) {
	if a.req.Level == index.LevelAuto && a.after.level != index.LevelMeant {
		_, err := a.count(index.LevelMeant)
		return a.ifFound(err, a.after.level)
	}
	return a.find(a.after.level)
}

// byRelevance reports whether the best come first. The level follows from that
// whether or not hits are asked for, so that a count is that of the page.
func (a *answering[H]) byRelevance() bool { return a.req.Sort == index.Relevance }

// ranks reports whether hits are asked for, best first.
func (a *answering[H]) ranks() bool { return a.byRelevance() && a.req.Window() > 0 }

// hasMany reports whether the best are asked for by too many units for those that
// have all of them to be it.
func (a *answering[H]) hasMany() bool { return a.byRelevance() && a.plan.Counting > fewUnits }

// auto answers at the level that serves best.
func (a *answering[H]) auto() (Found[H], error) {
	if a.hasMany() {
		_, err := a.count(index.LevelMeant)
		return a.ifFound(err, index.LevelAny)
	}
	found, err := a.find(index.LevelMeant)
	if err != nil || !a.hasMany() && (found.Total > 0 || !a.plan.Loosens()) { // looked for, units may have become many
		return found, err
	}
	if !a.byRelevance() && a.plan.Joined {
		if n, err := a.count(index.LevelAll); err != nil || n > 0 {
			return a.ifFound(err, index.LevelAll)
		}
	}
	return a.find(index.LevelAny)
}

// ifFound answers at a level, unless something failed before.
func (a *answering[H]) ifFound(err error, level index.Level) (Found[H], error) {
	if err != nil {
		return Found[H]{}, err
	}
	return a.find(level)
}

// looser counts the levels beside that of the answer that tell something.
func (a *answering[H]) looser() error {
	if !a.plan.Joined || a.req.IDsOnly {
		return nil
	}
	other := index.LevelAll
	if a.req.Level == index.LevelAll || a.req.Level == index.LevelAny {
		if other = index.LevelMeant; !a.req.Suggest {
			return nil
		}
	}
	_, err := a.count(other)
	return err
}

// also finds what goes on after the last hit of index.LevelMeant on a first page
// that is not full.
func (a *answering[H]) also(total int) ([]H, error) {
	room := a.req.Window() - total
	if a.req.Level != index.LevelAuto || a.reading.Level != index.LevelMeant || a.req.Offset > 0 || a.after != nil || !a.byRelevance() || room <= 0 || !a.plan.Loosens() {
		return nil, nil
	}
	others := plan.And{Of: []plan.Clause{plan.Not{Of: a.meant()}, a.plan.Any}}
	found, err := a.one(&Query{Match: others, Filter: &a.req.Filter, Window: room, Closer: closer, Brief: a.req.IDsOnly})
	return found.Hits, err
}
