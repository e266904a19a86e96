package viet

import (
	"cmp"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// found returns what a Finder finds in text[from:to], by Next.
func found(f *Finder, text string, from, to int) (list []Token) {
	s := f.In(text, from, to)
	defer s.Close()
	for t, ok := s.Next(); ok; t, ok = s.Next() {
		list = append(list, t)
	}
	return list
}

// checkFinder compares a Finder with Words over a whole text.
func checkFinder(t testing.TB, text string, words []Token, wanted ...Wanted) {
	t.Helper()
	var want []Token
	for _, k := range words {
		if slices.ContainsFunc(wanted, func(w Wanted) bool { return w.Has(&k) }) {
			k.Pos = 0
			want = append(want, k)
		}
	}
	if got := found(NewFinder(wanted...), text, 0, len(text)); !slices.Equal(got, want) {
		t.Fatalf("%+v in %+.2000q:\n got %+v\nwant %+v", wanted, text, got, want)
	}
}

// checkNeighbours compares After, Before and Bare with the words of a text.
func checkNeighbours(t testing.TB, text string, words []Token) {
	t.Helper()
	s := NewFinder().In(text, 0, len(text))
	defer s.Close()
	bare := Bare(text, words)
	for i, k := range words {
		if got := s.Bare(k.Start); got != (bare != nil && bare[i]) {
			t.Fatalf("Bare of %q at %d of %+q: %v", k.Term, k.Start, text, got)
		}
		if i == 0 {
			if b, ok := s.Before(k.Start); ok {
				t.Fatalf("%+v before the first word %q of %+q", b, k.Term, text)
			}
			continue
		}
		last := words[i-1]
		last.Pos, k.Pos = k.Pos-last.Pos, k.Pos-last.Pos
		if got, ok := s.Before(k.Start); !ok || got != last {
			t.Fatalf("before %q at %d of %+q: %+v, want %+v", k.Term, k.Start, text, got, last)
		}
		if got, ok := s.After(last.End); !ok || got != k {
			t.Fatalf("after %q at %d of %+q: %+v, want %+v", last.Term, last.End, text, got, k)
		}
	}
	if n := len(words); n > 0 {
		if got, ok := s.After(words[n-1].End); ok {
			t.Fatalf("%+v after the last word of %+q", got, text)
		}
	}
}

var finderSeeds = []string{
	"Hoà bình, HOÀ BÌNH, hòa Hòa HÒA hoá; uỷ Ủy ỦY ban uơng ưong iêu yêu Yêu",
	"M'Nông m`nông xM'Nông M’Nông d'Ivoire ‘hoà’ 'hoà'", "kỹ kĩ Kĩ quí QUÝ lý lí", "Đất đai ĐẤT đat d\u0335ât ðất Ðất",
	"57-NQ/TW ngày 13/1/2025. Hết.\n\nCO₂ m² 10m² tàu\u00a0biển", strings.Repeat("anh", 40) + " " + strings.Repeat("ế", 30) + "anh anh",
	"chuyển chúyên chuyên\u0309 CHUYỂN chuyê\u0309n cHuYểN", "öl Öl straße ţa ťa ĥa t\u0302a \u212aỹ", "\xc3\xc3\xa0\x80an\xe1\xba\xa0\xe1\xbaan",
	"94,57% 33.000 tỷ 8:30-10:00 06/3/2025 57/2014/QH13 13-1-2025 0913-123-456 2.5Km² 1,2,3 66.7/2025/NQ 1.2.3.4.5.6.7.8.9.10 5,5’5 1.000\u0301.2 9,\u200b5 v1.2.3 24/7h 2,5KM\u200b3",
	"khong co dau nao ca o day\nCó dấu ở đây nhé bạn\nab cd", "а\u0430nh anh \uff41nh \ufb01 fi t\u200bhi thi\u00adên",
}

func FuzzFinder(f *testing.F) {
	for _, s := range append(slices.Clone(seeds), finderSeeds...) {
		f.Add(s, s, uint64(1))
	}
	f.Add(finderSeeds[0], "hòa hoà ủy y", uint64(2))
	f.Add(finderSeeds[7], "ol ta ha ky straße", uint64(3))
	f.Fuzz(func(t *testing.T, text, query string, seed uint64) {
		text, query = Compose(text), Compose(query)
		words := Words(nil, text)
		pool := append(Words(nil, query), words...)
		if len(pool) == 0 || len(text) > 4000 {
			return
		}
		w := rand.New(rand.NewPCG(seed, 1))
		for range 8 {
			checkFinder(t, text, words, randomWanted(w, pool)...)
		}
		checkNeighbours(t, text, words)
		wanted := randomWanted(w, pool)
		from := w.IntN(len(text) + 1)
		checkPart(t, text, wanted, from, from+w.IntN(len(text)+1-from))
	})
}

// randomWanted picks words of a pool, and how they are meant.
func randomWanted(w *rand.Rand, pool []Token) (list []Wanted) {
	for range 1 + w.IntN(3) {
		t := pool[w.IntN(len(pool))]
		switch x := (Wanted{}); w.IntN(4) {
		case 0:
			list = append(list, Wanted{Terms: append([]string{t.Term}, Variants(t.Term)...)})
		case 1:
			list = append(list, Wanted{Folds: []string{t.Fold}})
		case 2:
			list = append(list, Wanted{Terms: []string{t.Term}, Folds: []string{t.Fold}})
		default:
			runes := []rune(t.Term)
			x.Terms = []string{string(runes[:1+w.IntN(len(runes))])}
			x.Folds, x.Prefix = []string{Fold(x.Terms[0])}, true
			list = append(list, x)
		}
	}
	return list
}

// checkPart compares a search of text[from:to] with one of the whole text.
func checkPart(t testing.TB, text string, wanted []Wanted, from, to int) {
	t.Helper()
	f := NewFinder(wanted...)
	got := found(f, text, from, to)
	for _, k := range found(f, text, 0, len(text)) {
		if k.Start >= from && k.End <= to && !slices.Contains(got, k) {
			t.Fatalf("%+v: %+v is missing in [%d,%d) of %+q", wanted, k, from, to, text)
		}
	}
	for _, k := range got {
		if k.End <= from || k.Start >= to {
			t.Fatalf("%+v: %+v lies outside [%d,%d) of %+q", wanted, k, from, to, text)
		}
	}
}

// finderStep is how many documents of real text TestFinderCorpora passes over.
const finderStep = 397

// TestFinderCorpora looks for a hundred common and as many rare words of each
// corpus in real texts, by all their forms.
func TestFinderCorpora(t *testing.T) {
	files := dataFiles(t)
	if files == nil {
		t.Skip("VANKIEN_DATA names no folder of real text")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			var texts []string
			counts := map[Token]int{}
			documents(t, file, finderStep, func(text string) {
				text = Compose(text)
				texts = append(texts, text)
				for _, k := range Words(nil, text) {
					counts[Token{Term: k.Term, Fold: k.Fold}]++
				}
			})
			for _, k := range sampleWords(counts) {
				wanted := []Wanted{{Terms: []string{k.Term}}, {Folds: []string{k.Fold}}, {Terms: []string{k.Term}, Folds: []string{k.Fold}, Prefix: true}}
				for i, text := range texts {
					if i%8 == len(k.Term)%8 {
						words := Words(nil, text)
						checkFinder(t, text, words, wanted[i/8%3])
					}
				}
			}
			for _, text := range texts[:min(len(texts), 40)] {
				checkNeighbours(t, text, Words(nil, text))
			}
		})
	}
}

// sampleWords returns the hundred most frequent words, and a hundred others.
func sampleWords(counts map[Token]int) []Token {
	var list []Token
	for k := range counts {
		list = append(list, k)
	}
	slices.SortFunc(list, func(a, b Token) int { return cmp.Or(counts[b]-counts[a], strings.Compare(a.Term, b.Term)) })
	sample := slices.Clone(list[:min(len(list), 100)])
	for i := len(sample); i < len(list); i += max(1, len(list)/100) {
		sample = append(sample, list[i])
	}
	return sample
}

// TestOver: a word is found in stretches if it begins in one, and as in the whole
// text.
func TestOver(t *testing.T) {
	w := rand.New(rand.NewPCG(5, 6))
	for range 300 {
		text := Compose(strings.Repeat(finderSeeds[w.IntN(len(finderSeeds))]+" hoa la. ", 1+w.IntN(40)))
		words := Words(nil, text)
		f := NewFinder(Wanted{Folds: []string{"hoa", "uy"}}, Wanted{Terms: []string{"la", words[w.IntN(len(words))].Term}})
		var stretches [][2]int
		for at := 0; at < len(words); {
			to := at + 1 + w.IntN(9)
			x := [2]int{words[at].Start, len(text) + 9}
			if to < len(words) {
				x[1] = words[to].Start
			}
			stretches = append(stretches, x)
			at = to + w.IntN(9)
		}
		limit := len(text)
		if w.IntN(2) == 0 {
			limit = words[w.IntN(len(words))].Start
		}
		want := slices.DeleteFunc(found(f, text, 0, limit), func(k Token) bool {
			return !slices.ContainsFunc(stretches, func(x [2]int) bool { return k.Start >= x[0] && k.Start < x[1] })
		})
		var got []Token
		s := f.Over(text, stretches, limit)
		for k, ok := s.Next(); ok; k, ok = s.Next() {
			got = append(got, k)
		}
		s.Close()
		if !slices.Equal(got, want) {
			t.Fatalf("%v of %+q:\n got %+v\nwant %+v", stretches, text, got, want)
		}
	}
}
