package extract

// A list of a DOCX file is a number (num) that stands for a form (abstractNum) with
// up to nine levels. Numbers of one form count together; a number may let a level
// begin anew where it is first used, or have a level of its own. A form may leave
// its levels to a style of lists, which leads to another form.

// wordLists are the lists of a DOCX file and how far they have counted.
type wordLists struct {
	styles *wordStyles
	forms  map[string]*wordForm
	lists  map[string]*wordList

	form  *wordForm // open
	list  *wordList // open
	level *listLevel
	at    int // the level that is open, or replaced
}

type wordForm struct {
	levels listLevels
	link   string // the style that has the levels
	count  listCount
}

type wordList struct {
	form   string
	starts [listDepth]int // where levels begin anew, less 1; 0 for those that go on
	used   [listDepth]bool
	levels *listLevels // with those that are its own; nil for those of the form
	own    [listDepth]bool
}

func newWordLists(s *wordStyles) *wordLists {
	return &wordLists{styles: s, forms: map[string]*wordForm{}, lists: map[string]*wordList{}}
}

func (l *wordLists) begin(name string, a attributes) bool {
	switch name {
	case "abstractNum":
		if len(l.forms) >= maxNamed {
			return false
		}
		l.form = &wordForm{}
		l.forms[a.get("abstractNumId")] = l.form
	case "num":
		if len(l.lists) >= maxNamed {
			return false
		}
		l.list = &wordList{}
		l.lists[a.get("numId")] = l.list
	case "abstractNumId":
		if l.list != nil {
			l.list.form = a.get("val")
		}
	case "numStyleLink":
		if l.form != nil {
			l.form.link = a.get("val")
		}
	case "lvlOverride":
		l.at = wholeNumber(a.get("ilvl"), -1)
	case "startOverride":
		if l.list != nil && l.at >= 0 && l.at < listDepth {
			l.list.starts[l.at] = listStart(a.get("val"), 1) + 1
		}
	case "lvl":
		l.beginLevel(wholeNumber(a.get("ilvl"), -1))
	default:
		if l.level != nil {
			l.level.readWord(name, a)
		}
	}
	return true
}

func (l *wordLists) beginLevel(at int) {
	switch {
	case at < 0 || at >= listDepth:
	case l.form != nil:
		l.level = &l.form.levels[at]
	case l.list != nil:
		if l.list.levels == nil {
			l.list.levels = &listLevels{}
		}
		l.list.own[at] = true
		l.level = &l.list.levels[at]
	}
	if l.level != nil {
		*l.level = listLevel{after: " "}
	}
}

func (l *wordLists) end(name string) {
	switch name {
	case "abstractNum":
		l.form = nil
	case "num":
		l.list = nil
	case "lvl":
		l.level = nil
	}
}

func (l *wordLists) characters([]byte) {}

// readWord reads what an element says of a level.
func (l *listLevel) readWord(name string, a attributes) {
	v := a.get("val")
	switch name {
	case "start":
		l.start = listStart(v, 0)
	case "numFmt":
		l.format = wordFormat(v)
	case "lvlText":
		l.text = numberText(v)
	case "lvlRestart":
		if l.restart = wholeNumber(v, 0); l.restart == 0 {
			l.restart = -1
		}
	case "isLgl":
		l.legal = isOn(v)
	case "suff":
		if v == "nothing" {
			l.after = ""
		}
	case "pStyle":
		l.style = v
	case "rFonts":
		l.font = or(a.get("hAnsi"), a.get("ascii"))
	}
}

func wordFormat(name string) numberFormat {
	switch name {
	case "decimalZero":
		return inTwoDigits
	case "lowerLetter":
		return inLetters
	case "upperLetter":
		return inCapitals
	case "lowerRoman":
		return inRoman
	case "upperRoman":
		return inRomanCapitals
	case "bullet":
		return asBullet
	case "none":
		return asNothing
	}
	return inDigits
}

// formOf returns the form of a list, nil if there is none.
func (l *wordLists) formOf(list *wordList) *wordForm {
	f := l.forms[list.form]
	if f == nil || f.link == "" || l.styles.byID[f.link] == nil {
		return f
	}
	if other := l.lists[l.styles.byID[f.link].paragraph.list]; other != nil && l.forms[other.form] != nil {
		return l.forms[other.form]
	}
	return f
}

// depthOf returns the level of a list, from 1, whose paragraphs have this style,
// and the first if none has.
func (l *wordLists) depthOf(list, style string) int {
	if n := l.lists[list]; n != nil {
		if f := l.formOf(n); f != nil {
			for i := range f.levels {
				if style != "" && f.levels[i].style == style {
					return i + 1
				}
			}
		}
	}
	return 1
}

// next counts a paragraph of a list and returns its number, and the font of that.
func (l *wordLists) next(list string, level int) (label, font string) {
	n := l.lists[list]
	if n == nil || level < 0 || level >= listDepth {
		return "", ""
	}
	f := l.formOf(n)
	if f == nil {
		return "", ""
	}
	levels := n.over(&f.levels)
	if !n.used[level] {
		n.used[level] = true
		f.count.begun[level] = f.count.begun[level] && n.starts[level] == 0
	}
	return f.count.next(levels, level), levels[level].font
}

// over returns the levels of a form as the list has them.
func (n *wordList) over(form *listLevels) *listLevels {
	if n.levels == nil && n.starts == [listDepth]int{} {
		return form
	}
	if n.levels == nil {
		n.levels = &listLevels{}
	}
	for i := range form {
		if !n.own[i] {
			n.own[i] = true
			n.levels[i] = form[i]
		}
		if n.starts[i] > 0 {
			n.levels[i].start = n.starts[i] - 1
		}
	}
	return n.levels
}
