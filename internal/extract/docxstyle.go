package extract

import "strings"

// wordStyles are the styles of a DOCX file.
type wordStyles struct {
	byID     map[string]*wordStyle
	usual    string     // the style of paragraphs that name none
	defaults wordLook   // of all letters
	open     *wordStyle // nil for the defaults
}

type wordStyle struct {
	based     string
	paragraph wordParagraph
	look      wordLook
}

// maxBased is how many styles may stand on each other.
const maxBased = 20

func newWordStyles() *wordStyles { return &wordStyles{byID: map[string]*wordStyle{}} }

func (s *wordStyles) begin(name string, a attributes) bool {
	switch name {
	case "style":
		s.open = &wordStyle{}
		s.byID[a.get("styleId")] = s.open
		if a.get("type") == "paragraph" && a.get("default") != "" && isOn(a.get("default")) {
			s.usual = a.get("styleId")
		}
	case "tblStylePr", "latentStyles":
		return false
	default:
		if s.open == nil {
			s.defaults.read(name, a)
			return true
		}
		s.property(name, a)
	}
	return true
}

func (s *wordStyles) property(name string, a attributes) {
	switch name {
	case "basedOn":
		s.open.based = a.get("val")
	case "name":
		if l := headingName(a.get("val")); l > 0 {
			s.open.paragraph.level = l
		}
	default:
		s.open.paragraph.read(name, a)
		s.open.look.read(name, a)
	}
}

// headingName returns the level of a style with the name that every language of
// Word stores for its own headings; 0 for another.
func headingName(name string) int {
	name = strings.ToLower(name)
	if name == "title" {
		return 1
	}
	if n, ok := strings.CutPrefix(name, "heading "); ok {
		return wholeNumber(n, 0)
	}
	return 0
}

func (s *wordStyles) end(name string) {
	if name == "style" {
		s.open = nil
	}
}

func (s *wordStyles) characters([]byte) {}

// look returns what a run in a paragraph of this style looks like.
func (s *wordStyles) look(l wordLook, paragraph string) wordLook {
	l = s.inherit(l, l.style)
	l = s.inherit(l, or(paragraph, s.usual))
	return l.over(s.defaults)
}

// inherit adds to a look what a style and those it stands on state.
func (s *wordStyles) inherit(l wordLook, style string) wordLook {
	for range maxBased {
		st := s.byID[style]
		if st == nil {
			break
		}
		l, style = l.over(st.look), st.based
	}
	return l
}

func (l wordLook) over(below wordLook) wordLook {
	l.ascii, l.other, l.hidden = or(l.ascii, below.ascii), or(l.other, below.other), or(l.hidden, below.hidden)
	return l
}

// paragraph returns a paragraph with what its style says of it. A list that names
// no depth has that of the level which belongs to the style.
func (s *wordStyles) paragraph(p wordParagraph, lists *wordLists) wordParagraph {
	own := or(p.style, s.usual)
	if p.list != "" && p.depth == 0 {
		p.depth = lists.depthOf(p.list, own)
	}
	style := own
	for range maxBased {
		st := s.byID[style]
		if st == nil {
			break
		}
		if p.level == 0 {
			p.level = st.paragraph.level
		}
		if p.depth == 0 {
			p.depth = st.paragraph.depth
		}
		if p.list == "" && st.paragraph.list != "" {
			p.list = st.paragraph.list
			if p.depth == 0 {
				p.depth = lists.depthOf(p.list, style)
			}
		}
		style = st.based
	}
	return p
}

// listed reports whether the paragraph is in a list.
func (p wordParagraph) listed() bool { return p.list != "" && p.list != "0" }

// block returns what the paragraph is.
func (p wordParagraph) block() block {
	switch {
	case p.level > 0 && p.level <= 9:
		return headingOf(p.level)
	case p.listed():
		return itemOf(p.depth)
	}
	return block{}
}
