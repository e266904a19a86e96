//go:build unix

package viet

import (
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/analysis/token/lowercase"
	bleve "github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// benchBytes is how much real text a benchmark reads.
const benchBytes = 8 << 20

// benchTexts returns the laws in VANKIEN_DATA, every tenth article, or a
// sample of prose without it.
func benchTexts(b *testing.B) (texts []string, size int) {
	for _, file := range benchFiles(b) {
		documents(b, file, 10, func(text string) {
			if size < benchBytes {
				text = Compose(text)
				texts = append(texts, text)
				size += len(text)
			}
		})
	}
	if texts == nil {
		text := strings.Repeat("Đẩy mạnh cải cách hành chính, nâng cao chỉ số năng lực cạnh tranh cấp tỉnh theo Nghị quyết số 57-NQ/TW ngày 22/12/2024. ", 20)
		for range 1000 {
			texts = append(texts, text)
		}
		size = len(text) * len(texts)
	}
	return texts, size
}

// measure runs a function on every text, over and over. Besides the wall clock
// it reports MB/s of processor time, which other work on the machine leaves alone.
func measure(b *testing.B, texts []string, size int, run func(text string)) {
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for _, text := range texts {
		run(text)
	}
	start := processorTime(b)
	n := 0
	for b.Loop() {
		for _, text := range texts {
			run(text)
		}
		n++
	}
	used := processorTime(b) - start
	b.ReportMetric(float64(n)*float64(size)/float64(used.Microseconds()), "cpu-MB/s")
	b.ReportMetric(float64(len(texts)), "docs")
}

func processorTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkAnalysis compares what the package does to a text with what others
// do: Bleve's tokenizer by Unicode word borders with lower case, the usual
// chain that removes marks, and a check of UTF-8, which nothing can undercut.
func BenchmarkAnalysis(b *testing.B) {
	tokenizer, lower := bleve.NewUnicodeTokenizer(), lowercase.NewLowerCaseFilter()
	var dst []Token
	for _, c := range []struct {
		name string
		run  func(text string)
	}{
		{"Words", func(text string) { dst = Words(dst[:0], text) }},
		{"Tokenize", func(text string) { dst = Tokenize(dst[:0], text) }},
		{"Compose", func(text string) { Compose(text) }},
		{"Clean", func(text string) { Clean(text) }},
		{"bleve", func(text string) { lower.Filter(tokenizer.Tokenize([]byte(text))) }},
		{"chain", func(text string) {
			t := transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
			transform.String(t, text)
		}},
		{"utf8", func(text string) { utf8.ValidString(text) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			texts, size := benchTexts(b)
			measure(b, texts, size, c.run)
		})
	}
}

// BenchmarkDecomposed reads text whose every letter is decomposed, the slow way.
func BenchmarkDecomposed(b *testing.B) {
	texts, size := benchTexts(b)
	for i, text := range texts {
		texts[i] = norm.NFD.String(text)
	}
	var dst []Token
	measure(b, texts, size, func(text string) { dst = Words(dst[:0], text) })
}

func benchFiles(b *testing.B) []string {
	for _, f := range dataFiles(b) {
		if strings.Contains(f, "phapdien") {
			return []string{f}
		}
	}
	return nil
}

// BenchmarkFinder compares the search of a few words with reading all words,
// in a text of 2.5 KB and one of 500 KB.
func BenchmarkFinder(b *testing.B) {
	texts, _ := benchTexts(b)
	all := strings.Join(texts[:min(len(texts), 1000)], "\n")
	for _, size := range []int{2500, 500_000} {
		text := all[:min(len(all), size)]
		for _, c := range []struct {
			name   string
			wanted []Wanted
		}{
			{"words chuyển", []Wanted{{Terms: []string{"chuyển"}}}},
			{"words của", []Wanted{{Terms: []string{"của"}}}},
			{"words la", []Wanted{{Terms: []string{"la"}}}},
			{"fold dat", []Wanted{{Folds: []string{"dat"}}}},
			{"fold nghi", []Wanted{{Folds: []string{"nghi"}}}},
			{"fold y", []Wanted{{Folds: []string{"y"}}}},
			{"prefix khoa", []Wanted{{Terms: []string{"khoa"}, Folds: []string{"khoa"}, Prefix: true}}},
			{"five words", []Wanted{{Terms: []string{"bảo"}}, {Terms: []string{"vệ"}}, {Terms: []string{"môi"}}, {Terms: []string{"trường"}}, {Folds: []string{"bien"}}}},
		} {
			f := NewFinder(c.wanted...)
			b.Run(fmt.Sprintf("%d/%s", size, c.name), func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				b.ReportAllocs()
				n := 0
				for b.Loop() {
					s := f.In(text, 0, len(text))
					n = 0
					for _, ok := s.Next(); ok; _, ok = s.Next() {
						n++
					}
					s.Close()
				}
				b.ReportMetric(float64(n), "found")
			})
		}
		b.Run(fmt.Sprintf("%d/Words", size), func(b *testing.B) {
			var dst []Token
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				dst = Words(dst[:0], text)
			}
		})
	}
}
