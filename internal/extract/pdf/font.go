package pdf

import (
	"strings"
	"unicode"

	"vankien/internal/viet"
	"vankien/internal/viet/legacy"
)

// Text in a font of before Unicode comes as the letters that Windows-1252 has for
// its bytes, and the name of the font tells its encoding. Asking for names takes
// long, so it is done only for a page that has a stretch of such letters.

const (
	stretch  = 200 // characters
	leastOdd = 6   // letters of Latin-1 in a stretch, which nearly all others must be plain
)

// looksLegacy reports whether somewhere on a page letters of Latin-1 stand
// without the other letters of Vietnamese.
func looksLegacy(list []glyph) bool {
	odd, only := 0, 0
	for i, g := range list {
		switch {
		case i%stretch == 0:
			odd, only = 0, 0
		case g.r > 0xA0 && g.r < 0x100:
			odd++
		case g.r >= 0x100 && (unicode.IsLetter(g.r) || unicode.IsMark(g.r)):
			only++
		}
		if last := (i+1)%stretch == 0 || i+1 == len(list); last && odd >= leastOdd && odd > 8*only {
			return true
		}
	}
	return false
}

// fontName returns a font's name as its makers gave it: PDF drops the dot before
// .VnTime and sets marks of subsets before it.
func fontName(name string) string {
	if _, rest, ok := strings.Cut(name, "+"); ok {
		name = rest
	}
	if strings.HasPrefix(name, "Vn") && len(name) > 2 && unicode.IsUpper(rune(name[2])) {
		return "." + name
	}
	return name
}

// lineEnd is what PDFium gives for a hyphen at the end of a line, soft ones too,
// and a soft hyphen is what the ư of TCVN3 looks like to it. That is wider.
const lineEnd = 0x02

// hyphenOf returns the character that a lineEnd stands for.
func hyphenOf(g *glyph) rune {
	const widest = 0.42 // em
	if name, _ := legacy.OfFont(g.font); name == legacy.TCVN3 && g.right-g.left > widest*g.em {
		return 0xAD
	}
	return '-'
}

// line returns the text of a fragment, composed and decoded where its fonts say so.
func (f *fragment) line(fonts *legacy.Fonts) string {
	var runs []legacy.Run
	odd := false
	f.each(func(g *glyph, text string) {
		if n := len(runs); n > 0 && (runs[n-1].Font == g.font || text == " ") {
			runs[n-1].Text += text
		} else {
			runs = append(runs, legacy.Run{Text: text, Font: g.font})
		}
		odd = odd || g.font != ""
	})
	if odd {
		return fonts.Line(runs)
	}
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return viet.Compose(b.String())
}

// lostHorn reports whether decoded text has lost the letter ư, whose code is the
// soft hyphen that some programs do not print. enough letters have it many times.
func lostHorn(pages []Page) bool {
	const enough = 400
	letters := 0
	for _, p := range pages {
		for _, q := range p.Paragraphs {
			if strings.ContainsAny(q.Text, "ưƯ") {
				return false
			}
			for _, r := range q.Text {
				if unicode.IsLetter(r) {
					letters++
				}
			}
		}
	}
	return letters >= enough
}
