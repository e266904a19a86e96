package exec

import (
	"context"
	"slices"
	"strings"

	"vankien/index/segment"
)

// groupMark ends a group in a key (see segment.WordKey).
const groupMark = "\x01"

// resolved is a form looked up in a snapshot.
type resolved struct {
	postings []posting         // by chunk; nil until asked for, as are docs and idf
	lists    [][]list          // by segment
	words    []segment.WordSet // by segment, each nil until asked for
	docs     int               // documents that are not deleted
	idf      float64
	flat     bool // a beginning of many words
}

// held is how many documents of a segment have the form, some perhaps counted twice.
func (r *resolved) held(segment int) (n int) {
	for i := range r.lists[segment] {
		n += r.lists[segment][i].N
	}
	return n
}

// list is a list of a segment, as a part of postings.
type list struct {
	segment.List
	weight float32
	inside bool
	keys   segment.Span // that it is of; none of a beginning of many words
}

// form looks a form up with its postings, once for a search.
func (c *compiler) form(f *Form) (*resolved, error) {
	r, err := c.looked(f)
	if err != nil {
		return nil, err
	}
	return r, c.fill(r)
}

// looked looks the lists of a form up, once for a search.
func (c *compiler) looked(f *Form) (*resolved, error) {
	if r := c.forms[f]; r != nil {
		return r, nil
	}
	r := &resolved{}
	if f.Begins != "" {
		var err error
		if r.flat, err = c.beginsMany(f); err != nil {
			return nil, err
		}
	}
	for _, v := range c.snap.views {
		err := v.guard(func() error {
			r.lists = append(r.lists, v.lists(c.ctx, c.arena, f, r.flat))
			return c.ctx.Err()
		})
		if err != nil {
			return nil, err
		}
	}
	c.forms[f] = r
	return r, nil
}

// fill makes the postings of a form, unless that is done.
func (c *compiler) fill(r *resolved) error {
	if r.postings != nil {
		return nil
	}
	list := c.arena.newPostings(len(c.snap.chunks))
	for i := range list {
		chunk := &c.snap.chunks[i]
		err := chunk.guard(func() error {
			list[i] = c.newPostingOf(r, chunk)
			r.docs += list[i].alive(chunk.live)
			return c.ctx.Err()
		})
		if err != nil {
			return err
		}
	}
	r.postings, r.idf = list, c.snap.idf(r.docs)
	return nil
}

// newPostingOf makes the posting of a form in a chunk.
func (c *compiler) newPostingOf(r *resolved, chunk *chunk) posting {
	lists := r.lists[chunk.segment]
	if r.flat {
		return c.arena.flat(chunk, lists)
	}
	return c.arena.newPosting(chunk, c.arena.newParts(lists, chunk.number))
}

// newParts returns what some lists have in a chunk.
func (a *arena) newParts(lists []list, chunk int) []part {
	from := len(a.parts)
	for i := range lists {
		if p := lists[i].Chunk(chunk); p.N > 0 {
			a.parts = append(a.parts, part{p, lists[i].weight, lists[i].inside})
		}
	}
	return slices.Clip(a.parts[from:])
}

// newPostings returns n empty postings.
func (a *arena) newPostings(n int) []posting {
	from := len(a.postings)
	a.postings = slices.Grow(a.postings, n)[:from+n]
	return slices.Clip(a.postings[from:])
}

// flat makes a posting of all that is in some lists.
func (a *arena) flat(c *chunk, lists []list) (p posting) {
	if len(lists) == 1 {
		x := lists[0].Chunk(c.number)
		return posting{n: x.N, bits: x.Bits, docs: x.Documents}
	}
	set := a.get(c.words)
	set.clear()
	for i := range lists {
		x := lists[i].Chunk(c.number)
		x.AddTo(set)
	}
	p.setOf(c, a, set)
	return p
}

// lists returns the lists of a form.
func (v *view) lists(ctx context.Context, a *arena, f *Form, many bool) []list {
	field, from := v.Field(f.Field), len(a.lists)
	switch l, ok := v.Beginning(f.Begins); {
	case field < 0:
	case ok && many && field == 0 && f.Accept == nil:
		a.lists = append(a.lists, list{List: l, weight: 1})
	case f.Begins != "":
		a.lists = v.beginning(ctx, a.lists, field, f)
	case field == 0:
		a.lists = v.ofText(a.lists, f)
	default:
		a.lists = v.ofField(a.lists, field, f)
	}
	return slices.Clip(a.lists[from:])
}

// ofText uses the unions of groups: what one of their terms weighs more or less
// is added as a list inside.
func (v *view) ofText(out []list, f *Form) []list {
	near := segment.Span{}
	for _, g := range f.Groups {
		if keys := v.Group(g.Text); keys.Len() > 0 {
			out = append(out, list{v.Union(keys), g.Weight, false, keys})
			near = keys
		}
	}
	for _, t := range f.Terms {
		keys := v.OnlyNear(near, t.Text)
		if near = keys; keys.Len() == 0 {
			continue
		}
		x := list{v.List(0, keys.From), t.Weight, false, keys}
		for _, g := range f.Groups {
			if inGroup(t.Text, g.Text) {
				x.weight, x.inside = t.Weight-g.Weight, true
			}
		}
		if x.weight != 0 {
			out = append(out, x)
		}
	}
	return out
}

func inGroup(key, group string) bool {
	return len(key) > len(group) && key[:len(group)] == group && key[len(group)] == groupMark[0]
}

// ofField has no unions to use.
func (v *view) ofField(out []list, field int, f *Form) []list {
	for _, t := range f.Terms {
		if keys := v.Only(field, t.Text); keys.Len() > 0 {
			out = append(out, list{v.List(field, keys.From), t.Weight, false, keys})
		}
	}
	for _, g := range f.Groups {
		keys := v.Keys(field, g.Text+groupMark, g.Text+"\x02")
		for i := keys.From; i < keys.To; i++ {
			if !f.names(v.Key(i)) {
				out = append(out, list{v.List(field, i), g.Weight, false, one(field, i)})
			}
		}
	}
	return out
}

// names reports whether a key is among the terms.
func (f *Form) names(key string) bool {
	for i := range f.Terms {
		if f.Terms[i].Text == key {
			return true
		}
	}
	return false
}

// beginning returns the lists of all that begins so, or some of them when ctx ends.
func (v *view) beginning(ctx context.Context, out []list, field int, f *Form) []list {
	keys := v.Keys(field, f.Begins, afterPrefix(f.Begins))
	if field == 0 && f.Accept == nil {
		v.Unions(keys, func(group segment.Span, l segment.List) bool {
			out = append(out, list{l, 1, false, group})
			return len(out)%deadlineEvery != 0 || ctx.Err() == nil
		})
		return out
	}
	for i := keys.From; i < keys.To && (i%deadlineEvery != 0 || ctx.Err() == nil); i++ {
		if v.accepts(f, field, i) {
			out = append(out, list{v.List(field, i), 1, false, one(field, i)})
		}
	}
	return out
}

func one(field, key int) segment.Span { return segment.Span{Field: field, From: key, To: key + 1} }

// accepts reports whether a key is a word that a beginning stands for.
func (v *view) accepts(f *Form, field, key int) bool {
	if field == 0 && !v.IsWord(key) || field > 0 && !strings.Contains(v.Key(key), groupMark) {
		return false
	}
	return f.Accept == nil || f.Accept(v.Key(key))
}

// beginsMany reports whether a beginning stands for more than ManyWords words of
// documents that are not deleted, in whichever segments they are.
func (c *compiler) beginsMany(f *Form) (many bool, err error) {
	seen := map[string]bool{}
	for _, v := range c.snap.views {
		if err := v.guard(func() error { v.addNames(c.ctx, f, seen); return nil }); err != nil {
			return false, err
		}
	}
	return len(seen) > ManyWords, nil
}

// addNames adds words that begin so, until they are many or ctx ends.
func (v *view) addNames(ctx context.Context, f *Form, seen map[string]bool) {
	field := v.Field(f.Field)
	if field < 0 {
		return
	}
	keys := v.Keys(field, f.Begins, afterPrefix(f.Begins))
	for i := keys.From; i < keys.To && len(seen) <= ManyWords && (i%deadlineEvery != 0 || ctx.Err() == nil); i++ {
		if !v.accepts(f, field, i) || v.live != nil && !v.anyAlive(field, i) {
			continue
		}
		name := v.Key(i)
		if f.Name != nil {
			name = f.Name(name)
		}
		seen[name] = true
	}
}

// anyAlive reports whether a document with a key is not deleted.
func (v *view) anyAlive(field, key int) bool {
	l := v.List(field, key)
	for c := range v.Chunks() {
		x := l.Chunk(c)
		live := v.live[c*segment.ChunkSize/64:]
		if p := (posting{n: x.N, bits: x.Bits, docs: x.Documents}); p.alive(live) > 0 {
			return true
		}
	}
	return false
}

// wordsIn returns the words of the running text of a segment that a form stands for.
func (c *compiler) wordsIn(number int, f *Form, r *resolved) segment.WordSet {
	if r.words == nil {
		r.words = make([]segment.WordSet, len(c.snap.views))
	}
	if r.words[number] != nil {
		return r.words[number]
	}
	v := c.snap.views[number]
	if v.Field(f.Field) != 0 || r.flat {
		r.words[number] = v.wordSet(c.ctx, c.arena, f)
	} else {
		r.words[number] = v.wordsOf(r.lists[number])
	}
	return r.words[number]
}

// wordSet returns the words of the running text that a form of any field stands
// for.
func (v *view) wordSet(ctx context.Context, a *arena, f *Form) segment.WordSet {
	text := *f
	text.Field = v.Layout().Text
	return v.wordsOf(v.lists(ctx, a, &text, false))
}

func (v *view) wordsOf(lists []list) (set segment.WordSet) {
	for i := range lists {
		common, rare := v.Words(lists[i].keys)
		set = set.Add(common).Add(rare)
	}
	return set
}

// afterPrefix returns the first key after all that begin with prefix, or "".
func afterPrefix(prefix string) string {
	end := []byte(prefix)
	for i := len(end) - 1; i >= 0; i-- {
		if end[i] < 0xff {
			end[i]++
			return string(end[:i+1])
		}
	}
	return ""
}
