package legacy

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"vankien/internal/viet"
)

// legacyCorpus calls do for each document of a collection below VANKIEN_DATA
// until it returns false.
func legacyCorpus(t *testing.T, name string, do func(text string) bool) {
	t.Helper()
	f, err := os.Open(filepath.Join(os.Getenv("VANKIEN_DATA"), "corpora", name+".jsonl.gz"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("VANKIEN_DATA names no folder of real text")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	for d := json.NewDecoder(z); ; {
		var doc struct{ Title, Body string }
		switch err := d.Decode(&doc); {
		case err == io.EOF:
			return
		case err != nil:
			t.Fatal(err)
		case !do(doc.Title + "\n" + doc.Body):
			return
		}
	}
}

// newsParagraphs returns paragraphs of news that can decide, composed, at most
// ten of an article.
func newsParagraphs(t *testing.T, n int) []string {
	var list []string
	legacyCorpus(t, "news", func(text string) bool {
		took := 0
		for p := range strings.Lines(text) {
			p = viet.Compose(strings.TrimSpace(p))
			if utf8.RuneCountInString(p) < minChars || took == 10 {
				continue
			}
			list = append(list, p)
			took++
		}
		return len(list) < n
	})
	return list[:n]
}

// legacyForm is a way to write text; want is what can come back at best.
type legacyForm struct {
	name   EncodingName
	encode func(s string) (b []byte, want string, ok bool)
	// Of 600 paragraphs each on its own: how many at least come back, and how
	// many with all capitals.
	least, exact int
}

func legacyForms(t *testing.T) []legacyForm {
	encs := encoders(t)
	raw := func(name EncodingName) func(string) ([]byte, string, bool) {
		e := encs[name]
		return func(s string) ([]byte, string, bool) {
			s = e.source(s)
			b, ok := e.encode(s)
			return b, s, ok
		}
	}
	through := func(name EncodingName) func(string) ([]byte, string, bool) {
		return func(s string) ([]byte, string, bool) {
			b, s, ok := raw(name)(s)
			return []byte(shown(b)), s, ok
		}
	}
	wide := func(big, mark bool) func(string) ([]byte, string, bool) {
		return func(s string) ([]byte, string, bool) { return utf16Bytes(s, big, mark), s, true }
	}
	// By nature lost: the capitals with tones of TCVN3, some of VPS in short
	// words, and ® beside a letter, which is the đ of TCVN3.
	return []legacyForm{
		{TCVN3, raw(TCVN3), 598, 560}, {TCVN3, through(TCVN3), 598, 560},
		{VNIWindows, raw(VNIWindows), 599, 599}, {VNIWindows, through(VNIWindows), 599, 599},
		{VPS, raw(VPS), 597, 590}, {VPS, through(VPS), 597, 590},
		{VISCII, raw(VISCII), 597, 597}, {VISCII, through(VISCII), 597, 597},
		{CP1258, raw(CP1258), 599, 599}, {CP1258, through(CP1258), 599, 599},
		{VIQRText, raw(VIQRText), 598, 598},
		{UTF16LE, wide(false, true), 600, 600}, {UTF16BE, wide(true, true), 600, 600},
		{UTF16LE, wide(false, false), 600, 600}, {UTF16BE, wide(true, false), 600, 600},
		{MisreadUTF, func(s string) ([]byte, string, bool) { return []byte(shown([]byte(s))), s, true }, 599, 599},
	}
}

// TestDetectCorpus writes 600 paragraphs of news in every encoding, each on its
// own and all as one file, and reads them again.
func TestDetectCorpus(t *testing.T) {
	paragraphs := newsParagraphs(t, 600)
	for _, f := range legacyForms(t) {
		t.Run(string(f.name), func(t *testing.T) {
			var whole strings.Builder
			written, detected, back, exact := 0, 0, 0, 0
			for _, p := range paragraphs {
				b, want, ok := f.encode(p)
				if !ok {
					continue
				}
				written++
				whole.WriteString(p + "\n")
				e := Detect(b)
				got, _ := e.Decode(b)
				detected += count(e.Name == f.name)
				back += count(strings.EqualFold(got, want))
				exact += count(got == want)
			}
			b, want, _ := f.encode(whole.String())
			e := Detect(b)
			got, err := e.Decode(b)
			lines, sameLines := strings.Split(got, "\n"), 0
			for i, w := range strings.Split(want, "\n")[:written] {
				sameLines += count(i < len(lines) && strings.EqualFold(lines[i], w))
			}
			t.Logf("%d of %d can be written; alone: %d detected, %d back, %d with capitals; as a file: %s, %d back, all exact: %v",
				written, len(paragraphs), detected, back, exact, e.Name, sameLines, got == want)
			lost := len(paragraphs) - written
			if lost > 3 || detected < f.least-lost || back < f.least-lost || exact < f.exact-lost {
				t.Errorf("at least %d should come back, %d with capitals", f.least, f.exact)
			}
			if e.Name != f.name || err != nil || sameLines < written-1 || f.exact >= 597 && got != want {
				t.Errorf("the file is %q, %v", e.Name, err)
			}
		})
	}
}

// TestDetectMixed reads a file patched together from ten sources.
func TestDetectMixed(t *testing.T) {
	paragraphs := newsParagraphs(t, 600)
	var file []byte
	var want []string
	list := legacyForms(t)
	for i, p := range paragraphs {
		b, w := []byte(p), p
		if f := list[i/6%len(list)]; i%60 >= 6 && f.name != UTF16LE && f.name != UTF16BE {
			if coded, can, ok := f.encode(p); ok {
				b, w = coded, can
			}
		}
		file, want = append(append(file, b...), '\n'), append(want, w)
	}
	e := Detect(file)
	s, err := e.Decode(file)
	got, same := strings.Split(s, "\n"), 0
	for i, w := range want {
		if i < len(got) && strings.EqualFold(got[i], w) {
			same++
		}
	}
	t.Logf("%d of %d paragraphs; %v", same, len(want), e.Found)
	if err != nil || same < 595 {
		t.Errorf("%d of %d paragraphs, %v", same, len(want), err)
	}
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// TestNoFalseAlarm reads sound text, by document and by paragraph.
func TestNoFalseAlarm(t *testing.T) {
	for _, name := range []string{"news", "policy", "laws"} {
		documents, paragraphs := 0, 0
		legacyCorpus(t, name, func(text string) bool {
			documents++
			if e := Detect([]byte(text)); e.Name != UTF8 || len(e.Found) > 0 {
				t.Errorf("%s, a document: %v\n%.200q", name, e.Found, text)
			}
			for p := range strings.Lines(text) {
				if utf8.RuneCountInString(p) < minChars {
					continue
				}
				paragraphs++
				if e := Detect([]byte(p)); e.Name != UTF8 || len(e.Found) > 0 {
					t.Errorf("%s, a paragraph: %v\n%q", name, e.Found, p)
				}
			}
			return true
		})
		t.Logf("%s: %d documents, %d paragraphs", name, documents, paragraphs)
	}
}

func BenchmarkDetect(b *testing.B) {
	sound := strings.Repeat(formalText+"\n"+secondText+"\n", 300)
	for name, text := range map[string][]byte{"sound": []byte(sound), "VNI-Windows": []byte(legacy(b, VNIWindows, sound))} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				Detect(text)
			}
		})
	}
}
