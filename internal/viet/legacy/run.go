package legacy

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"vankien/internal/viet"
)

// A formatted text names a font for each of its runs, and the fonts of before
// Unicode are tied to one encoding: a run in .VnTime is TCVN3 whatever its
// letters look like, a run in .VnTimeH is TCVN3 shown in capitals, a run in
// VNI-Times is VNI-Windows. That is surer than what Detect sees in the words, and
// the only way to know capitals with tones, for which TCVN3 has no codes.
//
// Neighbours in one encoding are read together, since programs cut runs anywhere,
// also between the two bytes of a VNI letter. Fonts lie in one case: text that was
// converted, or typed as Unicode, may still carry the old name. So a run with
// letters that no such font has is left as it is, and of the others those whose
// words are better as they stand.

// Run is a piece of text in one font, its bytes as Windows-1252 shows them. The
// code AD, the ư of TCVN3, is a soft hyphen; a format that has a control of its
// own for soft hyphens must give it as U+00AD.
type Run struct {
	Text, Font string
}

// OfFont returns the encoding that text in a font of this name is in, or Unknown,
// and whether the font shows small letters as capitals. The mark of a subset
// before the name, as PDF has it, does not matter.
func OfFont(name string) (e EncodingName, capitals bool) {
	if len(name) > 7 && name[6] == '+' {
		name = name[7:]
	}
	name = strings.ToLower(strings.TrimSpace(name))
	switch {
	case strings.HasPrefix(name, ".vn"):
		family, _, _ := strings.Cut(name, "-")
		family, _, _ = strings.Cut(family, ",")
		return TCVN3, strings.HasSuffix(family, "h")
	case strings.HasPrefix(name, "vni-"), strings.HasPrefix(name, "vni "):
		return VNIWindows, false
	}
	return Unknown, false
}

// Fonts reads lines of runs and counts what it read. The zero value is ready.
type Fonts struct {
	found map[EncodingName]*fontFound
	known map[string]fontKind
	words counter
}

// fontKind is what OfFont says of a font.
type fontKind struct {
	reading  reading
	capitals bool
}

// maxKnown bounds the fonts that are remembered.
const maxKnown = 1 << 10

// kindOf returns how a run is read by its font: as it stands if its letters are
// beyond the font, which converted says.
func (f *Fonts) kindOf(r Run) (k fontKind, converted bool) {
	if r.Font == "" {
		return fontKind{}, false
	}
	k, ok := f.known[r.Font]
	if !ok {
		e, capitals := OfFont(r.Font)
		k = fontKind{readingOf(e), capitals}
		if f.known == nil {
			f.known = map[string]fontKind{}
		}
		if len(f.known) < maxKnown {
			f.known[r.Font] = k
		}
	}
	if k.reading != asItStands && strings.ContainsFunc(r.Text, beyondBytes) {
		return fontKind{}, true
	}
	return k, false
}

type fontFound struct {
	lines         int
	after, before tally
}

// Line returns the text of a line, of which runs in a font of before Unicode are
// decoded and composed. What remains of U+00AD is in runs whose fonts say nothing.
func (f *Fonts) Line(runs []Run) string {
	var b strings.Builder
	var read [readings]bool
	kinds, mixed := make([]fontKind, len(runs)), false
	for i, r := range runs {
		var converted bool
		kinds[i], converted = f.kindOf(r)
		mixed = mixed || converted
	}
	for i := 0; i < len(runs); {
		k, from := kinds[i], i
		for i++; i < len(runs) && kinds[i] == k; i++ {
		}
		text := joined(runs[from:i])
		if r := k.reading; r != asItStands {
			text, read[r] = f.decode(r, text, mixed, read[r])
			if k.capitals && read[r] {
				text = strings.ToUpper(text)
			}
		}
		b.WriteString(text)
	}
	if read[asTCVN3] {
		return raiseToned(b.String())
	}
	return b.String()
}

// decode reads a text in the encoding of its font, unless its words are better
// as they stand; in a line that is partly Unicode it must be better when read.
// before and the result say whether anything of the line was read so.
func (f *Fonts) decode(r reading, text string, mixed, before bool) (string, bool) {
	if isASCII(text) {
		return text, before || !mixed
	}
	if f.words.seen == nil {
		f.words.seen = map[string]bool{}
	}
	decoded := readers[r].decode(text)
	was, is := f.words.words(viet.Compose(text)), f.words.words(decoded)
	if was.valid > is.valid || mixed && was.valid == is.valid {
		return text, before
	}
	if f.found == nil {
		f.found = map[EncodingName]*fontFound{}
	}
	name := readers[r].name
	if f.found[name] == nil {
		f.found[name] = &fontFound{}
	}
	one := f.found[name]
	if !before {
		one.lines++
	}
	one.before.add(was)
	one.after.add(is)
	return decoded, true
}

// Found lists what was decoded, most lines first.
func (f *Fonts) Found() []Found {
	var list []Found
	for name, one := range f.found {
		list = append(list, Found{Name: name, Lines: one.lines, Share: one.after.share(), Before: one.before.share()})
	}
	slices.SortFunc(list, func(a, b Found) int {
		return cmp.Or(cmp.Compare(b.Lines, a.Lines), cmp.Compare(a.Name, b.Name))
	})
	return list
}

// beyondBytes reports whether r is a letter or mark that no byte stands for.
func beyondBytes(r rune) bool {
	if r < 0x100 || !unicode.IsLetter(r) && !unicode.IsMark(r) {
		return false
	}
	_, ok := unread(r)
	return !ok
}

func readingOf(e EncodingName) reading {
	switch e {
	case TCVN3:
		return asTCVN3
	case VNIWindows:
		return asVNI
	}
	return asItStands
}

func joined(runs []Run) string {
	if len(runs) == 1 {
		return runs[0].Text
	}
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}
