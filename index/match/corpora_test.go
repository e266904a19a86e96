package match_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/indextest"
	"vankien/index/match"
	"vankien/index/snippet"
	"vankien/internal/viet"
)

// realTexts calls read with the text of every step-th document of a corpus in
// VANKIEN_DATA.
func realTexts(tb testing.TB, corpus string, step int, read func(text string)) {
	tb.Helper()
	for n, line := range indextest.Lines(tb, "corpora/"+corpus+".jsonl.gz") {
		var d struct{ Title, Body string }
		if n%step != 0 {
			continue
		}
		if err := json.Unmarshal(line, &d); err != nil {
			tb.Fatal(err)
		}
		read(viet.Compose(d.Title + "\n" + d.Body))
	}
}

// matcherQueries are searches as people make them.
var matcherQueries = strings.FieldsFunc(`bảo vệ môi trường|chuyen doi so|"năng lực cạnh tranh"|nghị quyết 57|57-NQ/TW|ubnd tỉnh|13/1/2025|năm 2024|quý 4/2024|33 nghìn tỷ
"cải cách hành chính"~5|"chuyen doi so"|la|y tế|khoáng*|hoà bình|đất đai|dat dai|"xây dựng đất nước"|TP.HCM|"của các"~3|thanh tra|"thành phố" hà nội|kĩ thuật|=hoa|GD&ĐT|6,03%`, func(r rune) bool { return r == '|' || r == '\n' })

// TestMatcherCorpora compares both on real texts.
func TestMatcherCorpora(t *testing.T) {
	for corpus, step := range map[string]int{"news": 61, "laws": 23, "policy": 97, "phapdien": 97} {
		t.Run(corpus, func(t *testing.T) {
			w := rand.New(rand.NewPCG(3, 4))
			n := 0
			realTexts(t, corpus, step, func(text string) {
				if len(text) > 200_000 {
					text = viet.Compose(strings.ToValidUTF8(text[:200_000], ""))
				}
				tokens := tokenize(text)
				for range 4 {
					q := matcherQueries[n%len(matcherQueries)]
					if c := planOf(t, q, index.AccentsAuto); c != nil {
						checkMatcher(t, q, c, text, tokens)
					}
					n++
					if c, _ := randomPhrase(w, text); c != nil {
						checkMatcher(t, fmt.Sprintf("%+v", c), c, text, tokens)
					}
				}
			})
		})
	}
}

// TestPassagesCorpora compares passages with those among all matches.
func TestPassagesCorpora(t *testing.T) {
	opt := snippet.Options{Count: 2}
	n := 0
	for corpus, step := range map[string]int{"laws": 3, "policy": 41} {
		realTexts(t, corpus, step, func(text string) {
			q := matcherQueries[n%len(matcherQueries)]
			n++
			m := match.New(planOf(t, q, index.AccentsAuto))
			found, err := m.In(t.Context(), string(index.FieldBody), text)
			if err != nil {
				t.Fatal(err)
			}
			got, err := m.Passages(t.Context(), string(index.FieldBody), text, nil, opt)
			if err != nil {
				t.Fatal(err)
			}
			if want := snippet.Best(text, found[:min(len(found), match.MaxWeighed)], opt); fmt.Sprint(got) != fmt.Sprint(want) {
				t.Fatalf("%s:\n got %+v\nwant %+v", q, got, want)
			}
		})
	}
}

// BenchmarkMatcher compares the matcher with the tokenizer, in a text of 2.5 KB
// and one of 500 KB.
func BenchmarkMatcher(b *testing.B) {
	var long string
	realTexts(b, "laws", 1, func(text string) {
		if len(long) < 500_000 && len(text) > 100_000 {
			long += text
		}
	})
	for _, text := range []string{long[:2500], long[:500_000]} {
		run := func(name string, f func()) {
			b.Run(fmt.Sprintf("%d/%s", len(text), name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					f()
				}
			})
		}
		run("tokenize", func() { tokenize(text) })
		for _, q := range []string{`"bảo vệ môi trường"`, `"bao ve moi truong"`, `"cơ quan nhà nước"`, `"quyền nghĩa vụ"~5`} {
			ph := match.NewPhrase(&phrasesOf(planOf(b, q, index.AccentsAuto))[0])
			run("count "+q, func() { ph.Count(b.Context(), text) })
		}
		for _, q := range []string{`bảo vệ môi trường`, `bao ve moi truong`, `ubnd tỉnh`, `nghị quyết 57`, `"cơ quan nhà nước"`} {
			m := match.New(planOf(b, q, index.AccentsAuto))
			run("in "+q, func() { m.In(b.Context(), string(index.FieldBody), text) })
			run("passages "+q, func() { m.Passages(b.Context(), string(index.FieldBody), text, nil, snippet.Options{Count: 2}) })
		}
		run("compile", func() { match.New(planOf(b, "bảo vệ môi trường", index.AccentsAuto)) })
	}
}
