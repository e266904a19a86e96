package duplicate

import (
	"cmp"
	"maps"
	"slices"
)

// Kind says how a document is like another one.
type Kind string

// The kinds. Of a document that contains another one, the other is an excerpt.
const (
	Similar  Kind = "similar"  // much of the text is the same
	Template Kind = "template" // nearly all is, but they are documents with different numbers
	Contains Kind = "contains" // the other one's text stands in this one
	Excerpt  Kind = "excerpt"  // this one's text stands in the other one
)

// Alike is a document that is like another one and no duplicate of it.
type Alike struct {
	ID    string
	Score float64 // Jaccard; of Contains and Excerpt, the part of the shorter text
	Kind  Kind
}

// Relations are the groups of duplicates in a collection, and who is like whom.
// They never change, and take memory only for documents that have some.
type Relations struct {
	groups [][]string // the first one's first; by that one's order
	at     map[string]place
	alike  [][]link // by text
	ids    []string // of texts: the document that stands for one
}

// place is where a document stands: its group, or -1, and its text, or -1.
type place struct{ group, text int32 }

// link is one way of looking at a pair.
type link struct {
	to    int32 // text
	score float32
	kind  Kind
}

// Groups returns the groups of duplicates, each with its first document first:
// the one with the earliest date, of equals the one with the least id. Callers do not
// change them.
func (r *Relations) Groups() [][]string { return r.groups }

// Group returns the documents that are duplicates of each other and of id, which is
// one of them, in the order of Groups; nil when it has none. Callers do not change
// it.
func (r *Relations) Group(id string) []string {
	if p, ok := r.at[id]; ok && p.group >= 0 {
		return r.groups[p.group]
	}
	return nil
}

// Alike returns what is like a document and no duplicate of it, most alike first.
// Of a group there is one document.
func (r *Relations) Alike(id string) []Alike {
	p, ok := r.at[id]
	if !ok || p.text < 0 {
		return nil
	}
	list := []Alike{}
	seen := map[string]bool{}
	for _, l := range r.alike[p.text] {
		other := r.ids[l.to]
		if g := r.Group(other); g != nil {
			other = g[0]
		}
		if !seen[other] {
			seen[other] = true
			list = append(list, Alike{other, float64(l.score), l.kind})
		}
	}
	return list
}

// Relations returns what follows from what was measured.
func (s *Set) Relations() *Relations {
	d := deciding{set: s, texts: map[uint32][]uint32{}, of: map[uint32]uint32{}, above: map[uint32]uint32{}, numbers: map[uint32][]string{}}
	d.gather()
	apart := d.join()
	return d.relations(apart)
}

// deciding works relations out. Slots stand for documents; the lowest of equal
// texts stands for the text.
type deciding struct {
	set     *Set
	texts   map[uint32][]uint32 // slots of a text that has several, or pairs
	of      map[uint32]uint32   // the text of those
	above   map[uint32]uint32   // union-find over texts
	numbers map[uint32][]string // of a root
}

// gather groups equal texts.
func (d *deciding) gather() {
	first := map[[16]byte]uint32{}
	for i := range d.set.docs {
		e, slot := &d.set.docs[i], uint32(i)
		if e.Words == 0 {
			continue
		}
		text, again := first[e.Same]
		if !again {
			first[e.Same] = slot
			continue
		}
		if d.texts[text] == nil {
			d.add(text, text)
		}
		d.add(text, slot)
	}
	for p := range d.set.valid() {
		for _, slot := range []uint32{p.a, p.b} {
			if _, there := d.of[slot]; !there {
				d.add(slot, slot)
			}
		}
	}
}

func (d *deciding) add(text, slot uint32) {
	d.texts[text], d.of[slot] = append(d.texts[text], slot), text
	if n := d.set.docs[slot].Number; n != "" && !slices.Contains(d.numbers[text], n) {
		d.numbers[text] = append(d.numbers[text], n)
	}
}

func (d *deciding) root(text uint32) uint32 {
	for {
		up, ok := d.above[text]
		if !ok {
			return text
		}
		text = up
	}
}

// join unites texts that are duplicates, most alike first, unless that would put
// two numbers into a group, and returns the pairs that are related otherwise.
func (d *deciding) join() (apart []related) {
	near := []related{}
	for p := range d.set.valid() {
		switch x := (related{pair: p, kind: d.decide(p)}); x.kind {
		case "":
		case duplicates:
			near = append(near, x)
		default:
			apart = append(apart, x)
		}
	}
	for i := range near {
		near[i].first, near[i].second = d.name(near[i].a), d.name(near[i].b)
		if near[i].second < near[i].first {
			near[i].first, near[i].second = near[i].second, near[i].first
		}
	}
	slices.SortFunc(near, func(x, y related) int {
		return cmp.Or(cmp.Compare(y.jaccard, x.jaccard), cmp.Compare(x.first, y.first), cmp.Compare(x.second, y.second))
	})
	for _, x := range near {
		a, b := d.root(x.a), d.root(x.b)
		if a == b {
			continue
		}
		if differ(d.numbers[a], d.numbers[b]) {
			x.kind = Template
			apart = append(apart, x)
			continue
		}
		if len(d.numbers[b]) > 0 {
			all := append(slices.Clone(d.numbers[a]), d.numbers[b]...)
			slices.Sort(all)
			d.numbers[a] = slices.Compact(all)
		}
		d.above[b] = a
	}
	return apart
}

// related is a pair that is something to one another.
type related struct {
	pair
	kind          Kind
	first, second string // ids, of duplicates
}

// duplicates is the kind of a pair that becomes a group.
const duplicates Kind = "duplicates"

// decide says what a pair of texts is by itself: "" for nothing. One of the
// documents of each text is enough to make duplicates of all.
func (d *deciding) decide(p pair) Kind {
	switch {
	case p.jaccard >= DuplicateAt && differ(d.numbers[p.a], d.numbers[p.b]):
		return Template
	case p.jaccard >= DuplicateAt && d.together(p):
		return duplicates
	case p.jaccard >= SimilarAt:
		return Similar
	case p.containment >= ContainedAt:
		return Contains
	}
	return ""
}

// differ reports whether both have numbers and none in common.
func differ(a, b []string) bool {
	return len(a) > 0 && len(b) > 0 && !slices.ContainsFunc(a, func(n string) bool { return slices.Contains(b, n) })
}

// together reports whether documents of two texts are long, or of about one day.
func (d *deciding) together(p pair) bool {
	docs := d.set.docs
	if min(docs[p.a].Words, docs[p.b].Words) >= shortText {
		return true
	}
	days := d.days(p.b)
	for _, x := range d.days(p.a) {
		i, _ := slices.BinarySearch(days, x-daysApart)
		if i < len(days) && days[i] <= x+daysApart {
			return true
		}
	}
	return false
}

// days returns the known days of the documents of a text, ascending.
func (d *deciding) days(text uint32) (list []int32) {
	for _, slot := range d.texts[text] {
		if day := d.set.docs[slot].Day; day != noDay {
			list = append(list, day)
		}
	}
	slices.Sort(list)
	return list
}

// name returns the least id among the documents of a text.
func (d *deciding) name(text uint32) string {
	least := ""
	for _, slot := range d.texts[text] {
		if id := d.set.docs[slot].id; least == "" || id < least {
			least = id
		}
	}
	return least
}

// relations lays out what was decided.
func (d *deciding) relations(apart []related) *Relations {
	r := &Relations{at: map[string]place{}}
	members := map[uint32][]uint32{}
	for text, slots := range d.texts {
		root := d.root(text)
		members[root] = append(members[root], slots...)
	}
	for _, slots := range members {
		if len(slots) > 1 {
			r.groups = append(r.groups, d.ordered(slots))
		}
	}
	slices.SortFunc(r.groups, func(a, b []string) int { return d.compare(d.set.at[a[0]], d.set.at[b[0]]) })
	for g, ids := range r.groups {
		for _, id := range ids {
			r.at[id] = place{int32(g), -1}
		}
	}
	d.link(r, apart)
	return r
}

func (d *deciding) ordered(slots []uint32) []string {
	slices.SortFunc(slots, d.compare)
	ids := make([]string, len(slots))
	for i, slot := range slots {
		ids[i] = d.set.docs[slot].id
	}
	return ids
}

// compare orders documents by date, those without one last, then by id.
func (d *deciding) compare(a, b uint32) int {
	x, y := &d.set.docs[a], &d.set.docs[b]
	return cmp.Or(cmp.Compare(uint32(x.Day-noDay-1), uint32(y.Day-noDay-1)), cmp.Compare(x.id, y.id))
}

// link notes the pairs that are no duplicates with both of their texts.
func (d *deciding) link(r *Relations, apart []related) {
	texts := map[uint32]int32{}
	number := func(text uint32) int32 {
		n, ok := texts[text]
		if !ok {
			n = int32(len(r.ids))
			texts[text] = n
			r.ids, r.alike = append(r.ids, d.name(text)), append(r.alike, nil)
		}
		return n
	}
	for _, x := range apart {
		if d.root(x.a) == d.root(x.b) {
			continue
		}
		a, b, score, other := number(x.a), number(x.b), x.jaccard, x.kind
		if x.kind == Contains {
			score, other = x.containment, Excerpt
			if d.set.docs[x.a].Words < d.set.docs[x.b].Words {
				a, b = b, a
			}
		}
		r.alike[a] = append(r.alike[a], link{b, score, x.kind})
		r.alike[b] = append(r.alike[b], link{a, score, other})
	}
	for i := range r.alike {
		slices.SortFunc(r.alike[i], func(x, y link) int {
			return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(r.ids[x.to], r.ids[y.to]))
		})
	}
	for _, text := range slices.Sorted(maps.Keys(texts)) {
		for _, slot := range d.texts[text] {
			id := d.set.docs[slot].id
			p, ok := r.at[id]
			if !ok {
				p.group = -1
			}
			p.text = texts[text]
			r.at[id] = p
		}
	}
}
