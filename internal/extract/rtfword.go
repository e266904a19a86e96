package extract

import "golang.org/x/text/encoding/charmap"

// rtfCharacters are the control words that stand for a character.
var rtfCharacters = map[string]rune{
	"tab": '\t', "line": '\n', "softline": '\n', "page": '\n', "column": '\n',
	"emdash": '—', "endash": '–', "lquote": '‘', "rquote": '’', "ldblquote": '“', "rdblquote": '”', "bullet": '•',
	"emspace": ' ', "enspace": ' ', "qmspace": ' ',
}

// rtfSkipped are the destinations that are no text of the document, or repeat it.
var rtfSkipped = map[string]bool{
	"header": true, "headerl": true, "headerr": true, "headerf": true, "footer": true, "footerl": true, "footerr": true, "footerf": true,
	"pict": true, "nonshppict": true, "shprslt": true, "sp": true, "fldinst": true, "info": true, "colortbl": true,
	"xe": true, "tc": true, "tcn": true, "rxe": true, "txe": true, "annotation": true, "atnid": true, "atnauthor": true, "template": true,
	"ftnsep": true, "ftnsepc": true, "ftncn": true, "aftnsep": true, "aftnsepc": true, "aftncn": true,
	"private": true, "nonesttables": true, "filetbl": true, "revtbl": true, "objdata": true, "objclass": true, "listtable": true,
	"bkmkstart": true, "bkmkend": true, "mmathPr": true,
}

// rtfStarred are the destinations with \* that hold text of the document.
var rtfStarred = map[string]bool{"shpinst": true, "ud": true, "nesttableprops": true, "shptxt": true, "footnote": true, "fonttbl": true, "stylesheet": true, "moMath": true, "mr": true}

// rtfPages are the code pages of character sets.
var rtfPages = map[int]*charmap.Charmap{
	77: charmap.Macintosh, 161: charmap.Windows1253, 162: charmap.Windows1254, 163: charmap.Windows1258, 177: charmap.Windows1255,
	178: charmap.Windows1256, 186: charmap.Windows1257, 204: charmap.Windows1251, 222: charmap.Windows874, 238: charmap.Windows1250,
}

// codePages are those that a file or property set names by number.
var codePages = map[int]*charmap.Charmap{
	437: charmap.CodePage437, 850: charmap.CodePage850, 874: charmap.Windows874, 1250: charmap.Windows1250, 1251: charmap.Windows1251,
	1252: charmap.Windows1252, 1253: charmap.Windows1253, 1254: charmap.Windows1254, 1255: charmap.Windows1255, 1256: charmap.Windows1256,
	1257: charmap.Windows1257, 1258: charmap.Windows1258, 10000: charmap.Macintosh,
}

// word obeys a control word.
func (r *rtfReader) word(word string, n int, given bool) {
	s := &r.state
	switch {
	case s.into == intoNothing:
		return
	case rtfSkipped[word], s.starred && !rtfStarred[word] && rtfDestination(s, word):
		s.into = intoNothing
		return
	}
	s.starred = s.starred && s.into >= intoFonts
	if c, ok := rtfCharacters[word]; ok {
		r.character(c)
		return
	}
	if !r.table(word) && !r.destination(word) {
		r.property(word, n, !given || n != 0)
	}
}

// rtfDestination reports whether the word after \* makes the group a destination;
// in the table of styles the kind of a style stands there.
func rtfDestination(s *rtfState, word string) bool {
	return s.into != intoStyles || word != "cs" && word != "ds" && word != "ts"
}

// destination begins a group that is for something else than the text around.
func (r *rtfReader) destination(word string) bool {
	s := &r.state
	switch word {
	case "fonttbl":
		s.into = intoFonts
	case "stylesheet":
		s.into = intoStyles
	case "footnote":
		s.into, s.back, s.cell = intoNote, r.aside(), false
	case "listtext", "pntext":
		if s.into > intoNote {
			return false
		}
		s.into, s.label, r.label = intoLabel, true, r.label[:0]
	case "shptxt":
		s.back = r.aside()
	case "upr": // the text twice, for old readers first
		r.skipGroup()
	default:
		return false
	}
	return true
}

// skipGroup passes over the group that follows.
func (r *rtfReader) skipGroup() {
	for depth := 0; r.at < len(r.b); r.at++ {
		switch r.b[r.at] {
		case '\\':
			r.at++
		case '{':
			depth++
		case '}':
			if depth--; depth <= 0 {
				r.at = min(r.at+1, len(r.b))
				return
			}
		}
	}
}

// table obeys the words of paragraphs and tables.
func (r *rtfReader) table(word string) bool {
	s := &r.state
	if s.into > intoNote {
		return false
	}
	switch word {
	case "par", "sect":
		if !s.cell && s.into == intoText && s.back == nil {
			r.closeRow()
		}
		r.endParagraph()
	case "nestcell":
		r.endParagraph()
	case "cell":
		s.cell = true
		r.beginCell()
		r.endParagraph()
		r.endCell(1)
	case "row":
		r.closeRow()
	case "intbl":
		s.cell = s.into == intoText
	default:
		return false
	}
	return true
}

// property sets what holds until the end of the group; on is what a word means
// that can be set or reset.
func (r *rtfReader) property(word string, n int, on bool) {
	s := &r.state
	switch word {
	case "f":
		if s.font = n; s.into == intoFonts && r.fonts[n] == nil && len(r.fonts) < maxNamed {
			r.fonts[n] = &rtfFont{}
		}
		r.entry = n
	case "fcharset":
		if f := r.fonts[r.entry]; f != nil && s.into == intoFonts {
			f.page, f.symbol = rtfPages[n], n == 2
		}
	case "deff":
		s.font, r.usual = n, n
	case "ansicpg":
		if p := codePages[n]; p != nil {
			r.page = p
		}
	case "mac":
		r.page = charmap.Macintosh
	case "pc":
		r.page = charmap.CodePage437
	case "pca":
		r.page = charmap.CodePage850
	case "u":
		r.unicode(n)
	case "uc":
		s.uc = min(max(n, 0), 16)
	case "v":
		s.hidden = on
	case "deleted":
		s.deleted = on
	case "plain":
		s.hidden, s.deleted, s.font = false, false, r.usual
	case "pard":
		s.cell, s.style, s.outline, s.item, s.listed = false, 0, 0, 0, false
	case "s":
		s.style, r.entry = n, n
	case "outlinelevel":
		s.outline = n + 1
		r.level = n + 1
	case "ilvl":
		s.item = min(max(n, 0), 8)
	case "ls":
		s.listed = n > 0
	}
}
