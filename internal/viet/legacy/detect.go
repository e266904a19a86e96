package legacy

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"vankien/internal/viet"
)

// What an encoding is shows in the words that it makes: read rightly, nearly
// every word of a Vietnamese text is a strictly valid syllable, and read
// wrongly about one in four is (rule E01). Detect compares these shares line by
// line, since files are patched together from several sources. Lines that hold
// a letter which only Unicode has are beyond question, and most texts have no
// others; so the usual text costs one look at its characters.
//
// A line of 40 characters or more decides for itself if one reading beats the
// text as it stands by 0.2. The rest follow: each line has the reading with the
// best share of those that decided somewhere in the text, where the reading of
// the line before counts for 0.2 more. So a heading, or a paragraph of foreign
// names, is read like what stands around it. If no line decides, all lines
// together may, unless most of the text is beyond question.
//
// VIQR read as it stands is half valid, being words without marks and stray
// punctuation: there it is enough that one word in four gets marks.
const (
	minChars   = 40   // characters that can decide
	margin     = 0.2  // by which a reading must beat the text as it stands
	minShare   = 0.5  // of valid syllables in a reading that decides
	minMarked  = 3    // valid syllables with marks in a reading that decides
	viqrMarked = 0.25 // of the words as VIQR, where the margin is smaller
)

// maxLine is the most that is looked at in one piece, in bytes; a longer line is
// cut at a space.
const maxLine = 64 << 10

// Encoding says how bytes are to be read as text, and why.
type Encoding struct {
	Name     EncodingName // of most of the text; Unknown if part of it fits nothing
	Outer    EncodingName // UTF8, UTF16LE or UTF16BE of the whole, or "" for bytes that are none of these
	Evidence []Evidence   // of lines in question (64 KiB of them at least, if there are so many), best first; else of the start of the text, as it stands
	Found    []Found      // what is to be read otherwise than as it stands

	deciders wanted  // readings that some line decided for
	first    reading // stands before the first line
	chars    int     // of the lines in question that were counted
	bad      string  // why part of the text fits nothing
}

// Found is a part of a text and how it is read.
type Found struct {
	Name   EncodingName
	Lines  int
	Share  float64 // of valid syllables, as read
	Before float64 // the same in the text as it stands, or as Windows-1252 shows its bytes
	Bytes  bool    // the part is bytes that are not UTF-8
}

// Detect tells the encoding of a text: UTF-8, UTF-16 with or without a byte
// order mark, TCVN3, VNI-Windows, VPS, VISCII and Windows-1258 as bytes or read
// as Windows-1252 and saved as Unicode, UTF-8 read so, and VIQR. Time is linear
// in b and memory bounded by it. Text in another language is UTF-8 if it is
// valid, else Unknown.
func Detect(b []byte) Encoding {
	e := Encoding{Name: UTF8, Outer: outer(b)}
	text, err := unwrap(b, e.Outer)
	if err != nil {
		return Encoding{bad: err.Error()}
	}
	if e.Outer == UTF16LE || e.Outer == UTF16BE {
		e.Name = e.Outer
	}
	e.detect(text)
	return e
}

func (e *Encoding) detect(text string) {
	c := counter{seen: map[string]bool{}}
	v := vote{counter: &c}
	for piece := range pieces(text) {
		l := look(piece)
		v.ask(&l)
	}
	if !v.asked {
		e.Evidence = []Evidence{c.sample(text)}
		return
	}
	e.Evidence, e.chars = evidence(&v.all, v.bytes), v.chars
	e.deciders, e.first = v.result()
	if v.bytes || e.deciders != (wanted{}) {
		e.find(&c, text)
	}
}

// walk calls do for each line with how it is read and its tallies, which are
// nil for a line that is not in question. It ends at the first line that fits
// nothing and returns the offset there, else -1.
func (e *Encoding) walk(c *counter, text string, do func(l *line, r reading, t *tallies)) int {
	before, at := e.first, 0
	for piece := range pieces(text) {
		l := look(piece)
		switch {
		case l.only > 0 && !l.open():
			before = asItStands
			do(&l, asItStands, nil)
		case !l.bytes && !e.asks(&l):
			do(&l, asItStands, nil)
		default:
			t := c.count(l, e.deciders)
			r, ok := e.resolve(&t, l.bytes, before)
			if !ok {
				return at + firstInvalid(piece)
			}
			before = r
			do(&l, r, &t)
		}
		at += len(piece)
	}
	return -1
}

// asks reports whether a line could be read in one of the decided ways.
func (e *Encoding) asks(l *line) bool {
	return e.deciders != wanted{} && (l.marked || e.deciders[asVIQR])
}

// resolve returns how a line is read, given how the line before was. It fails
// for bytes when no reading decided anywhere.
func (e *Encoding) resolve(t *tallies, bytes bool, before reading) (best reading, ok bool) {
	most := -1.0
	for r := range readings {
		if r == asItStands && bytes || r != asItStands && (!e.deciders[r] || bytes && r >= asMisread) {
			continue
		}
		share := t[r].share()
		if r == before {
			share += margin
		}
		if share > most {
			best, most, ok = r, share, true
		}
	}
	return best, ok
}

// find fills Name and Found.
func (e *Encoding) find(c *counter, text string) {
	var found [readings]Found
	var after, before [readings]tally
	bad := e.walk(c, text, func(l *line, r reading, t *tallies) {
		if t == nil {
			after[asItStands].words += l.only
			return
		}
		found[r].Lines++
		found[r].Bytes = found[r].Bytes || l.bytes
		after[r].add(t[r])
		before[r].add(t[asItStands])
	})
	if bad >= 0 {
		e.Name, e.bad = Unknown, e.refusal(bad)
		return
	}
	most := after[asItStands].words
	for r := asTCVN3; r < readings; r++ {
		if found[r].Lines == 0 {
			continue
		}
		f := found[r]
		f.Name, f.Share, f.Before = readers[r].name, after[r].share(), before[r].share()
		e.Found = append(e.Found, f)
		if after[r].words > most {
			e.Name, most = f.Name, after[r].words
		}
	}
	slices.SortStableFunc(e.Found, func(a, b Found) int { return cmp.Compare(b.Lines, a.Lines) })
}

// evidence lists the readings, best first.
func evidence(all *tallies, bytes bool) []Evidence {
	var list []Evidence
	for r, t := range all {
		name := readers[r].name
		if reading(r) == asItStands && bytes {
			name = Windows1252
		}
		if t.words > 0 {
			list = append(list, Evidence{name, t.words, t.valid})
		}
	}
	slices.SortStableFunc(list, func(a, b Evidence) int { return cmp.Compare(b.Share(), a.Share()) })
	return list
}

// refusal says why bytes fit nothing.
func (e *Encoding) refusal(at int) string {
	if e.chars < minChars {
		return fmt.Sprintf("byte offset %d is not UTF-8, and the text is too short to tell another encoding; save the file as UTF-8", at)
	}
	var best []string
	for _, v := range e.Evidence {
		if v.Name != UTF8 && v.Name != Windows1252 && len(best) < 3 {
			best = append(best, fmt.Sprintf("%s makes syllables of %d words in %d", v.Name, v.Valid, v.Words))
		}
	}
	return fmt.Sprintf("byte offset %d is not UTF-8, and no other encoding fits: %s; save the file as UTF-8", at, strings.Join(best, ", "))
}

// Decode returns the text of the bytes that Detect was given, without a byte
// order mark. It is as written if it was Unicode, else composed. The error says
// what fits nothing.
func (e Encoding) Decode(b []byte) (string, error) {
	if e.bad != "" {
		return "", errors.New(e.bad)
	}
	text, err := unwrap(b, e.Outer)
	if err != nil {
		return "", err
	}
	return e.decode(text)
}

func (e *Encoding) decode(text string) (string, error) {
	if e.deciders == (wanted{}) && utf8.ValidString(text) {
		return text, nil
	}
	c := counter{seen: map[string]bool{}}
	var b strings.Builder
	b.Grow(len(text))
	bad := e.walk(&c, text, func(l *line, r reading, _ *tallies) {
		b.WriteString(readers[r].decode(l.shown))
	})
	if bad >= 0 {
		return "", errors.New(e.refusal(bad))
	}
	return viet.Compose(b.String()), nil
}

// Repair reads the fields of one record, which are valid UTF-8, as Detect and
// Decode would read them together, and returns how; nothing is Found when
// nothing changed. It does not allocate for text that is beyond question.
func Repair(fields ...*string) Encoding {
	chars := 0
	for _, f := range fields {
		chars += charsInQuestion(*f)
	}
	e := Encoding{Name: UTF8, Outer: UTF8}
	if chars < minChars {
		return e
	}
	var all strings.Builder
	for _, f := range fields {
		all.WriteString(*f)
		all.WriteByte('\n')
	}
	if e.detect(all.String()); len(e.Found) == 0 {
		return e
	}
	for _, f := range fields {
		if s, err := e.decode(*f); err == nil {
			*f = s
		}
	}
	return e
}

// charsInQuestion counts the characters of the lines in question.
func charsInQuestion(text string) (n int) {
	for len(text) > 0 {
		piece := firstPiece(text)
		if l := lookValid(piece); l.open() {
			n += l.chars
		}
		text = text[len(piece):]
	}
	return n
}
