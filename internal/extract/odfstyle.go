package extract

import "strings"

// odfStyles are the styles of an OpenDocument file and the names of its fonts.
type odfStyles struct {
	byName map[string]*odfStyle
	fonts  map[string]string // family by the name of a declaration
	usual  odfSpan           // of paragraphs
	open   *odfStyle
	family string
}

type odfStyle struct {
	parent string
	look   odfSpan
	shown  bool // it says that its text is not hidden
}

func newODFStyles() *odfStyles {
	return &odfStyles{byName: map[string]*odfStyle{}, fonts: map[string]string{}}
}

func (s *odfStyles) begin(name string, a attributes) bool {
	switch name {
	case "font-face":
		s.fonts[a.get("name")] = strings.Trim(a.get("font-family"), `'"`)
	case "style":
		s.open, s.family = &odfStyle{parent: a.get("parent-style-name")}, a.get("family")
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
	return true
}

// read reads how a style shows letters.
func (s *odfStyles) read(a attributes) {
	if f := a.get("font-name"); f != "" {
		s.open.look.font = or(s.fonts[f], f)
	} else if f := a.get("font-family"); f != "" {
		s.open.look.font = strings.Trim(f, `'"`)
	}
	switch a.get("display") {
	case "none":
		s.open.look.hidden = true
	case "true":
		s.open.shown = true
	}
}

func (s *odfStyles) end(name string) {
	switch name {
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
