package extract

import "strings"

// odfStyles are the styles of an OpenDocument file and the names of its fonts.
type odfStyles struct {
	byName map[string]*odfStyle
	fonts  map[string]string // family by the name of a declaration
	usual  odfSpan           // of paragraphs
	open   *odfStyle
	family string

	lists   map[string]*listLevels // by name
	outline listLevels             // of headings
	list    *listLevels            // open
	level   *listLevel             // open
}

type odfStyle struct {
	parent string
	look   odfSpan
	shown  bool   // it says that its text is not hidden
	list   string // the style of lists of its paragraphs
}

func newODFStyles() *odfStyles {
	return &odfStyles{byName: map[string]*odfStyle{}, fonts: map[string]string{}, lists: map[string]*listLevels{}}
}

func (s *odfStyles) begin(name string, a attributes) bool {
	switch name {
	case "font-face":
		s.fonts[a.get("name")] = strings.Trim(a.get("font-family"), `'"`)
	case "style":
		s.open, s.family = &odfStyle{parent: a.get("parent-style-name"), list: a.get("list-style-name")}, a.get("family")
		s.byName[a.get("name")] = s.open
	case "default-style":
		s.open, s.family = &odfStyle{}, a.get("family")
	case "text-properties":
		if s.open != nil {
			s.read(a)
		}
	case "table-properties":
		if s.open != nil && a.get("display") == "false" {
			s.open.look.hidden = true
		}
	}
	s.readList(name, a)
	return true
}

// read reads how a style shows letters.
func (s *odfStyles) read(a attributes) {
	s.open.look.font = or(s.fontOf(a), s.open.look.font)
	switch a.get("display") {
	case "none":
		s.open.look.hidden = true
	case "true":
		s.open.shown = true
	}
}

// fontOf returns the name of the font that attributes state, "" for none.
func (s *odfStyles) fontOf(a attributes) string {
	if f := a.get("font-name"); f != "" {
		return or(s.fonts[f], f)
	}
	return strings.Trim(a.get("font-family"), `'"`)
}

// listOf returns the style of lists that a style of paragraphs has.
func (s *odfStyles) listOf(style string) string {
	for range maxBased {
		st := s.byName[style]
		if st == nil || st.list != "" {
			break
		}
		style = st.parent
	}
	if st := s.byName[style]; st != nil {
		return st.list
	}
	return ""
}

func (s *odfStyles) end(name string) {
	switch name {
	case "list-style", "outline-style":
		s.list, s.level = nil, nil
	case "list-level-style-number", "outline-level-style":
		s.level = nil
	case "default-style":
		if s.open != nil && s.family == "paragraph" {
			s.usual = s.open.look
		}
		s.open = nil
	case "style":
		s.open = nil
	}
}

func (s *odfStyles) characters([]byte) {}

// look returns what a style shows, with what it inherits.
func (s *odfStyles) look(style string) (l odfSpan) {
	shown := false
	for range maxBased {
		st := s.byName[style]
		if st == nil {
			break
		}
		l.font = or(l.font, st.look.font)
		l.hidden = l.hidden || st.look.hidden && !shown
		shown = shown || st.shown
		style = st.parent
	}
	return l
}
