package duplicate

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// setOf makes a set of texts.
func setOf(t testing.TB, texts ...Text) *Set {
	t.Helper()
	s := &Set{}
	put(s, texts...)
	relate(t, s, texts)
	return s
}

func put(s *Set, texts ...Text) {
	var g Signer
	for _, x := range texts {
		s.Put(x.ID, x.Sum(), g.Sign(x))
	}
}

// relate measures pairs of the texts, which are all of the set.
func relate(t testing.TB, s *Set, texts []Text) Report {
	t.Helper()
	bodies := map[string]string{}
	for _, x := range texts {
		bodies[x.ID] = x.Body
	}
	r, err := s.Relate(t.Context(), func(id string) (string, bool, error) {
		body, ok := bodies[id]
		return body, ok, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// written writes all relations down.
func written(r *Relations, ids []string) string {
	var b strings.Builder
	fmt.Fprintln(&b, r.Groups())
	for _, id := range slices.Sorted(slices.Values(ids)) {
		fmt.Fprintln(&b, id, r.Group(id), r.Alike(id))
	}
	return b.String()
}

func idsOf(texts []Text) (ids []string) {
	for _, x := range texts {
		ids = append(ids, x.ID)
	}
	return ids
}

// words draws n words.
func words(r *rand.Rand, n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = []string{"kinh", "tế", "phát", "triển", "đô", "thị", "chính", "quyền", "nước"}[r.IntN(9)] + fmt.Sprint(r.IntN(300))
	}
	return list
}

// family draws texts that come from one another: changed in some words, cut, or
// stood into others.
func family(r *rand.Rand, n, length int) (list [][]string) {
	first := words(r, length)
	list = append(list, first)
	for range n {
		x := slices.Clone(list[r.IntN(len(list))])
		switch r.IntN(4) {
		case 0:
			x = x[:len(x)*(50+r.IntN(50))/100]
		case 1:
			x = append(x, words(r, r.IntN(1+len(x)))...)
		case 2:
			x = slices.Clone(x)
		}
		for range r.IntN(1 + len(x)/(5+r.IntN(60))) {
			x[r.IntN(len(x))] = words(r, 1)[0]
		}
		if len(x) >= 4 {
			list = append(list, x)
		}
	}
	return list
}

// drawn draws texts in families of all lengths around the border of the two ways.
func drawn(seed uint64, families int) (texts []Text) {
	r := rand.New(rand.NewPCG(seed, 1))
	for range families {
		for _, w := range family(r, 8, []int{8, 40, 70, 150, 190, 210, 300, 390, 420, 800}[r.IntN(10)]) {
			x := Text{ID: fmt.Sprintf("d%03d", len(texts)), Body: strings.Join(w, " ")}
			if r.IntN(3) > 0 {
				x.Date = fmt.Sprintf("2025-03-%02d", 1+r.IntN(5))
			}
			if r.IntN(4) == 0 {
				x.Number = fmt.Sprintf("%d/2025/QĐ-UBND", 1+r.IntN(2))
			}
			texts = append(texts, x)
		}
	}
	return texts
}

// oracle compares each with each by the words themselves.
type oracle struct {
	texts    []Text
	shingles []map[string]bool
}

func newOracle(texts []Text) *oracle {
	o := &oracle{texts: texts}
	for _, x := range texts {
		m, w := map[string]bool{}, strings.Fields(x.Body)
		for i := range max(1, len(w)-3) {
			m[strings.Join(w[i:min(i+4, len(w))], " ")] = true
		}
		o.shingles = append(o.shingles, m)
	}
	return o
}

func (o *oracle) jaccard(i, k int) (jaccard, contained float64) {
	both, a, b := 0, o.shingles[i], o.shingles[k]
	for x := range a {
		if b[x] {
			both++
		}
	}
	return float64(both) / float64(len(a)+len(b)-both), float64(both) / float64(min(len(a), len(b)))
}

// TestRecallAndPrecision: against all pairs of texts around every border, what is
// said is true, no pair of 0.9 is missed, and few of 0.5.
func TestRecallAndPrecision(t *testing.T) {
	texts := drawn(1, 40)
	o, s := newOracle(texts), setOf(t, texts...)
	at := map[string]int{}
	for i, x := range texts {
		at[x.ID] = i
	}
	measured := map[[2]int]bool{}
	for _, p := range s.pairs {
		i, k := at[s.docs[p.a].id], at[s.docs[p.b].id]
		if j, c := o.jaccard(i, k); float32(j) != p.jaccard || float32(c) != p.containment {
			t.Errorf("%s, %s: %v and %v, measured %v", texts[i].ID, texts[k].ID, j, c, p)
		}
		measured[[2]int{min(i, k), max(i, k)}] = true
	}
	found, all := map[string]int{}, map[string]int{}
	for i := range texts {
		for k := range i {
			j, _ := o.jaccard(i, k)
			if texts[i].Body == texts[k].Body || j < SimilarAt {
				continue
			}
			band := cmp.Or(map[bool]string{j >= 0.9: "0.9", j >= 0.7 && j < 0.9: "0.7"}[true], "0.5")
			all[band]++
			// of equal texts the lowest slot stands for all
			if a, b := o.first(i), o.first(k); measured[[2]int{min(a, b), max(a, b)}] {
				found[band]++
			}
		}
	}
	for band, least := range map[string]float64{"0.9": 1, "0.7": 0.99, "0.5": 0.85} {
		if got := float64(found[band]) / float64(all[band]); got < least || all[band] < 50 {
			t.Errorf("at %s: %d of %d pairs", band, found[band], all[band])
		}
	}
}

// first is the first text that equals one.
func (o *oracle) first(i int) int {
	return slices.IndexFunc(o.texts, func(x Text) bool { return x.Body == o.texts[i].Body })
}

// TestGroupsAreThoseOfAllPairs: each pair of duplicates, by the rule and all pairs,
// is in one group unless its groups have different numbers.
func TestGroupsAreThoseOfAllPairs(t *testing.T) {
	texts := drawn(2, 30)
	o, r := newOracle(texts), setOf(t, texts...).Relations()
	pairs := 0
	for i, x := range texts {
		for k, y := range texts[:i] {
			j, _ := o.jaccard(i, k)
			equal := x.Body == y.Body
			if j < DuplicateAt || !equal && (x.Number != "" || y.Number != "" || min(len(strings.Fields(x.Body)), len(strings.Fields(y.Body))) < shortText) {
				continue
			}
			pairs++
			g, h := r.Group(x.ID), r.Group(y.ID)
			if g == nil || !slices.Contains(g, y.ID) && (equal || !apart(texts, g, h)) {
				t.Errorf("%s and %s (%.2f): groups %v and %v", x.ID, y.ID, j, g, h)
			}
		}
	}
	if pairs < 50 {
		t.Errorf("only %d pairs", pairs)
	}
}

// apart reports whether two groups have numbers, and none in common.
func apart(texts []Text, g, h []string) bool {
	numbers := func(ids []string) (all []string) {
		for _, x := range texts {
			if x.Number != "" && slices.Contains(ids, x.ID) {
				all = append(all, x.Number)
			}
		}
		return all
	}
	return differ(numbers(g), numbers(h))
}

// TestOneByOneIsAtOnce: documents that come, change and go leave what there would
// be if the rest had come at once.
func TestOneByOneIsAtOnce(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	pool := drawn(3, 25)
	s, present := &Set{}, map[string]Text{}
	for step := range 40 {
		for range 1 + r.IntN(12) {
			x := pool[r.IntN(len(pool))]
			if r.IntN(4) == 0 {
				x.Body, x.Date = pool[r.IntN(len(pool))].Body, "2025-03-01"
			}
			present[x.ID] = x
			put(s, x)
		}
		for range r.IntN(5) {
			x := pool[r.IntN(len(pool))]
			delete(present, x.ID)
			s.Delete(x.ID)
		}
		if r.IntN(3) == 0 {
			continue
		}
		var texts []Text
		for _, x := range pool {
			if p, ok := present[x.ID]; ok {
				texts = append(texts, p)
			}
		}
		relate(t, s, texts)
		if got, want := written(s.Relations(), idsOf(texts)), written(setOf(t, texts...).Relations(), idsOf(texts)); got != want {
			t.Fatalf("step %d:\n got %s\nwant %s", step, got, want)
		}
		if again := relate(t, s, texts); again.Measured != 0 {
			t.Fatalf("step %d: %d pairs are measured again", step, again.Measured)
		}
	}
}

// TestFullBucketsAreSkipped: a series of texts that open alike makes no quadratic
// work, and is told of.
func TestFullBucketsAreSkipped(t *testing.T) {
	var texts []Text
	r := rand.New(rand.NewPCG(1, 9))
	opening := strings.Join(words(r, 30), " ")
	for i := range 3 * maxBucket {
		texts = append(texts, Text{ID: fmt.Sprint(i), Body: opening + " " + strings.Join(words(r, 6), " ")})
	}
	for i := range 1000 { // so many that all pairs of the series would be no more than others
		texts = append(texts, Text{ID: fmt.Sprint("other ", i), Body: fmt.Sprintf("bài %d %d %d %d", i, i+1, i+2, i+3)})
	}
	var s Set
	put(&s, texts...)
	if got := relate(t, &s, texts); got.Skipped == 0 || got.InThem < got.Skipped*maxBucket || got.Pairs >= 3*maxBucket*(3*maxBucket-1)/2 {
		t.Errorf("%+v", got)
	}
	for i := range texts { // copies are no work at all
		texts[i].Body = opening
	}
	put(&s, texts...)
	if got := relate(t, &s, texts); got.Texts != 1 || got.Pairs != 0 || len(s.Relations().Groups()[0]) != len(texts) {
		t.Errorf("%+v", got)
	}
}

// TestValuesAgreeAsTextsDo: two sets agree in as many values as in shingles, in both
// ways, also where bins stay empty.
func TestValuesAgreeAsTextsDo(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for name, way := range map[string]func([]uint64) [values]uint32{"classic": minima, "permuted": permuted} {
		agree := 0
		const draws, both, each = 200, 150, 75
		for range draws {
			shared := make([]uint64, both)
			for i := range shared {
				shared[i] = r.Uint64()
			}
			var v [2][values]uint32
			for k := range v {
				set := slices.Clone(shared)
				for range each {
					set = append(set, r.Uint64())
				}
				v[k] = way(set)
			}
			for i := range values {
				if v[0][i] == v[1][i] {
					agree++
				}
			}
		}
		if got, want := float64(agree)/draws/values, float64(both)/(both+2*each); got < want-0.02 || got > want+0.02 {
			t.Errorf("%s: %.3f of the values agree, want %.3f", name, got, want)
		}
	}
}
