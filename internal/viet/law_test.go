package viet

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// seeds are texts at the edges of the rules.
var seeds = []string{
	"Việt Nam", "Vie\u0323\u0302t", "kie\u0301\u0302n", "a\u0301\u0302\u031b\u0323x", "\u0301\u0302", "\xff\u0302",
	"Hoà cuả Đắk M'Nông d\u0335ưòng", "\u212aỸ İstanbul I\u0307 ß ẞ", "a\u0305\u0305\u0308\u0301\u0301",
	"kinh\u00adtế ch\u00adương t\u200bhi l\u200eý", "e\u200d\u0301\u200b\u0302 M\u200d'\u2060N",
	"Việt N\u0430m \u0421\u0421a \u0439a\u045ex M'\u043e\u0430", "m² km³ CO₂ \uff21\uff22 \ufb03\u0301 \u2163\u0323",
	"\u1100\u1161\u11a8 \u1100\u200b\u1161 \u0bc6\u0bbe", "“a” – b…\u2029c\u0085d", "18-NQ/TW hết.\n\nRồi", "dǎng kǶ đƿa cǜng",
	strings.Repeat("a", 63) + "ế\u0301b", strings.Repeat("а", 40) + "a", "a" + strings.Repeat("\u0316\u0301\u0317\u0318\u0319\u031c", 12),
	"=\u0338 ` ´ 1\ufe0f\u20e3 \u0f73 \u0958 \u0344", "\u01a3\u0301 \u01cea\u0301\u030c \u1e78 c\u1e79i",
}

func addSeeds(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
}

func FuzzCompose(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, s string) {
		c := Compose(s)
		if again := Compose(c); again != c {
			t.Fatalf("Compose is not idempotent: %+q -> %+q -> %+q", s, c, again)
		}
		if !utf8.ValidString(s) {
			return
		}
		if !norm.NFC.IsNormalString(c) {
			t.Fatalf("Compose(%+q) = %+q is not NFC", s, c)
		}
		if d := Compose(norm.NFD.String(s)); d != c {
			t.Fatalf("Compose(NFD(%+q)) = %+q, Compose = %+q", s, d, c)
		}
	})
}

func FuzzClean(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, s string) {
		c := Clean(s)
		if again := Clean(c); again != c {
			t.Fatalf("Clean is not idempotent: %+q -> %+q -> %+q", s, c, again)
		}
		if !utf8.ValidString(c) {
			t.Fatalf("Clean(%+q) = %+q is not UTF-8", s, c)
		}
		if got, want := Clean(Compose(s)), c; got != want {
			t.Fatalf("Clean(Compose(%+q)) = %+q, Clean = %+q", s, got, want)
		}
		if got, want := terms(c), terms(s); !slices.Equal(got, want) {
			t.Fatalf("terms of Clean(%+q) = %+q are %+q, of the text %+q", s, c, got, want)
		}
		if !utf8.ValidString(s) {
			return
		}
		if d, e := Clean(norm.NFD.String(s)), Clean(norm.NFC.String(s)); d != e {
			t.Fatalf("%+q: Clean of NFD is %+q, of NFC %+q", s, d, e)
		}
		if !norm.NFC.IsNormalString(c) {
			t.Fatalf("Clean(%+q) = %+q is not NFC", s, c)
		}
	})
}

func terms(s string) []string {
	var all []string
	for _, t := range Words(nil, s) {
		all = append(all, t.Term)
	}
	return all
}

func FuzzTerm(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, s string) {
		term := Term(s)
		if again := Term(term); again != term {
			t.Fatalf("Term is not idempotent: %+q -> %+q -> %+q", s, term, again)
		}
		fold := Fold(s)
		if again := Fold(fold); again != fold {
			t.Fatalf("Fold is not idempotent: %+q -> %+q -> %+q", s, fold, again)
		}
		if slow := eachWord(s, func(word []rune, _ *rules) []rune { return foldWord(word[:0], word) }); slow != fold {
			t.Fatalf("Fold(%+q) = %+q, read without a cache %+q", s, fold, slow)
		}
		if again := Fold(term); again != fold {
			t.Fatalf("Fold(Term(%+q)) = %+q, Fold = %+q", s, again, fold)
		}
		for name, f := range map[string]func(string) string{"NewStyle": NewStyle, "Toneless": Toneless, "Key": Key} {
			if got, want := f(term), f(s); got != want {
				t.Fatalf("%s(Term(%+q)) = %+q, want %+q", name, s, got, want)
			}
		}
		if got := Term(NewStyle(s)); got != term {
			t.Fatalf("Term(NewStyle(%+q)) = %+q, want %+q", s, got, term)
		}
		if got := Fold(Toneless(s)); got != fold {
			t.Fatalf("Fold(Toneless(%+q)) = %+q, want %+q", s, got, fold)
		}
	})
}

func FuzzRelate(f *testing.F) {
	f.Add("hòa", "hoà")
	f.Add("bac", "bắc")
	f.Add("kỹ", "ki")
	f.Add("a\u0305\u0301b", "á\u0308b")
	f.Add("résumé", "resume")
	f.Fuzz(func(t *testing.T, q, d string) {
		there, back := Relate(q, d), Relate(d, q)
		mirror := map[Relation]Relation{Equal: Equal, Variant: Variant, Unmarked: Overmarked, Overmarked: Unmarked, Conflict: Conflict, Different: Different}
		if back != mirror[there] {
			t.Fatalf("Relate(%+q, %+q) = %c, but %c the other way", q, d, there, back)
		}
		if (there == Equal) != (Term(q) == Term(d)) {
			t.Fatalf("Relate(%+q, %+q) = %c, terms %+q and %+q", q, d, there, Term(q), Term(d))
		}
		if r := Relate(Fold(d), d); r != Equal && r != Unmarked {
			t.Fatalf("Relate(%+q, %+q) = %c", Fold(d), d, r)
		}
	})
}

// FuzzTokenize checks what holds for the tokens of any bytes.
func FuzzTokenize(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, s string) {
		checkWords(t, s, Words(nil, s))
		last := 0
		for _, k := range Tokenize(nil, s) {
			if k.Start < last || k.End <= k.Start || k.End > len(s) {
				t.Fatalf("kind %d, %q at %d-%d after %d in %+q", k.Kind, k.Term, k.Start, k.End, last, s)
			}
			last = k.Start
		}
		if !utf8.ValidString(s) {
			return
		}
		if d, c := terms(norm.NFD.String(s)), terms(norm.NFC.String(s)); !slices.Equal(d, c) {
			t.Fatalf("%+q: terms of NFD are %+q, of NFC %+q", s, d, c)
		}
	})
}

// checkWords checks the laws of words: spans in order, in bounds and on
// borders of characters, and each term that of its surface alone.
func checkWords(t testing.TB, text string, words []Token) {
	t.Helper()
	end, pos := 0, -1
	for _, k := range words {
		if k.Start < end || k.End <= k.Start || k.End > len(text) {
			t.Fatalf("span %d-%d after %d in %+q", k.Start, k.End, end, text)
		}
		if k.Pos <= pos || k.Term == "" || k.Fold == "" || k.Kind != Word {
			t.Fatalf("token %+v after position %d in %+q", k, pos, text)
		}
		if utf8.ValidString(text) && (!utf8.RuneStart(text[k.Start]) || k.End < len(text) && !utf8.RuneStart(text[k.End])) {
			t.Fatalf("span %d-%d cuts a character of %+q", k.Start, k.End, text)
		}
		surface := text[k.Start:k.End]
		if got := Term(Clean(surface)); got != k.Term {
			t.Fatalf("%+q: term %+q, but Term of the cleaned surface is %+q", surface, k.Term, got)
		}
		if Term(surface) != k.Term || Fold(surface) != k.Fold {
			t.Fatalf("%+q: term %+q fold %+q, want %+q %+q", surface, k.Term, k.Fold, Term(surface), Fold(surface))
		}
		if Marked(k.Term) != (k.Fold != k.Term) {
			t.Fatalf("%+q: Marked = %v but fold %+q", k.Term, Marked(k.Term), k.Fold)
		}
		end, pos = k.End, k.Pos
	}
}
