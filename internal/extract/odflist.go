package extract

import "strings"

// A list of OpenDocument is an element around its items, in a style of lists that
// says how each level is numbered; a list in an item is of the next level. A list
// begins anew unless it says that it continues the one before, or a certain one.
// Headings that are in no list are numbered by the one outline of the document.

// odfList is a list that is open, with those in it.
type odfList struct {
	levels *listLevels // nil for none that is known
	count  *listCount
	id     string
}

// odfItem is an item that is open.
type odfItem struct {
	numbered bool // its number is still to be written
	start    int  // that it begins anew with, less 1; 0 for none
}

// odfLists are the lists of a document.
type odfLists struct {
	open  odfList
	depth int       // of open lists
	items []odfItem // open ones

	byID    map[string]odfList
	last    map[string]*listCount // of the styles, by the list that came last
	outline listCount             // of headings
}

func newODFLists() odfLists {
	return odfLists{byID: map[string]odfList{}, last: map[string]*listCount{}}
}

// beginList opens a list; one within another counts with it.
func (o *odfText) beginList(a attributes) {
	l := &o.lists
	l.depth++
	style := a.get("style-name")
	if l.depth > 1 {
		if levels := o.styles.lists[style]; levels != nil {
			l.open.levels = levels
		}
		return
	}
	l.open = odfList{levels: o.styles.lists[style], count: &listCount{}, id: a.get("id")}
	if before, ok := l.byID[a.get("continue-list")]; ok {
		l.open.count = before.count
		if l.open.levels == nil {
			l.open.levels = before.levels
		}
	} else if c := l.last[style]; c != nil && a.get("continue-numbering") == "true" {
		l.open.count = c
	}
	if len(l.last) < maxNamed {
		l.last[style] = l.open.count
	}
	if l.open.id != "" && len(l.byID) < maxNamed {
		l.byID[l.open.id] = l.open
	}
}

func (o *odfText) endList() {
	if o.lists.depth = max(o.lists.depth-1, 0); o.lists.depth == 0 {
		o.lists.open = odfList{}
	}
}

func (o *odfText) beginItem(numbered bool, a attributes) {
	one := odfItem{numbered: numbered}
	if s := a.get("start-value"); s != "" {
		one.start = listStart(s, 1) + 1
	}
	o.lists.items = append(o.lists.items, one)
}

func (o *odfText) endItem() {
	if n := len(o.lists.items); n > 0 {
		o.lists.items = o.lists.items[:n-1]
	}
}

// label returns the number of the paragraph that begins in the innermost item, and
// the font of that; the first paragraph of an item has it.
func (o *odfText) label(style string) (label, font string) {
	l := &o.lists
	n := len(l.items)
	if n == 0 || l.depth == 0 || l.depth > listDepth || !l.items[n-1].numbered {
		return "", ""
	}
	item := &l.items[n-1]
	item.numbered = false
	levels := l.open.levels
	if levels == nil {
		levels = o.styles.lists[o.styles.listOf(style)]
	}
	if levels == nil {
		return "", ""
	}
	return l.open.count.nextFrom(levels, l.depth-1, item.start), levels[l.depth-1].font
}

// headingLabel returns the number of a heading that is in no list.
func (o *odfText) headingLabel(level int, a attributes) (label, font string) {
	if level < 1 || level > listDepth || a.get("is-list-header") == "true" {
		return "", ""
	}
	start := 0
	if a.get("restart-numbering") == "true" {
		start = listStart(a.get("start-value"), o.styles.outline[level-1].start) + 1
	}
	return o.lists.outline.nextFrom(&o.styles.outline, level-1, start), o.styles.outline[level-1].font
}

// nextFrom is next for a paragraph that may begin the level anew with a number,
// which is given as one more; 0 for none.
func (c *listCount) nextFrom(levels *listLevels, level, start int) string {
	if start > 0 {
		c.n[level], c.begun[level] = start-2, true
	}
	return c.next(levels, level)
}

// readList reads what an element says of a style of lists or of its levels.
func (s *odfStyles) readList(name string, a attributes) {
	switch name {
	case "list-style":
		s.list = nil
		if len(s.lists) < maxNamed {
			s.list = &listLevels{}
			s.lists[a.get("name")] = s.list
		}
	case "outline-style":
		s.list = &s.outline
	case "list-level-style-number", "outline-level-style":
		if at := wholeNumber(a.get("level"), 0) - 1; s.list != nil && at >= 0 && at < listDepth {
			s.level = &s.list[at]
			*s.level = odfLevel(at, a)
		}
	case "list-level-label-alignment":
		if s.level != nil && a.get("label-followed-by") == "nothing" {
			s.level.after = ""
		}
	case "text-properties":
		if s.level != nil {
			s.level.font = s.fontOf(a)
		}
	}
}

// odfLevel reads how a level is numbered. The whole of its form is newer than what
// stands before and behind the numbers.
func odfLevel(at int, a attributes) listLevel {
	l := listLevel{start: listStart(a.get("start-value"), 1), format: odfFormat(a.get("num-format")), after: " "}
	text := odfNumbers(a.get("num-list-format"))
	if text == "" && l.format != asNothing {
		first := max(at+1-max(wholeNumber(a.get("display-levels"), 1), 1), 0)
		for i := first; i <= at && i < 9; i++ {
			if i > first {
				text += "."
			}
			text += "%" + string(rune('1'+i))
		}
	}
	if a.get("num-list-format") == "" {
		text = a.get("num-prefix") + text + a.get("num-suffix")
	}
	l.text = numberText(text)
	return l
}

// odfNumbers rewrites a form in which the number of a level is %1%.
func odfNumbers(form string) string {
	var b strings.Builder
	for len(form) > 0 {
		if len(form) >= 3 && form[0] == '%' && form[1] >= '1' && form[1] <= '9' && form[2] == '%' {
			b.WriteString(form[:2])
			form = form[3:]
			continue
		}
		b.WriteByte(form[0])
		form = form[1:]
	}
	return b.String()
}

func odfFormat(name string) numberFormat {
	switch name {
	case "":
		return asNothing
	case "a":
		return inLetters
	case "A":
		return inCapitals
	case "i":
		return inRoman
	case "I":
		return inRomanCapitals
	}
	return inDigits
}
