package extract

var pptx = format{whole: readPPTX, apart: true, mediaType: "application/vnd.openxmlformats-officedocument.presentationml.presentation"}

// readPPTX reads the slides of a presentation in their order, each followed by
// the notes of its speaker. Titles are headings; numbers of slides, dates and
// footers are left out.
func readPPTX(_ string, b []byte, opt Options) (Record, error) {
	p, err := openPack(b)
	if err != nil {
		return Record{}, err
	}
	main, links, err := p.mainPart("ppt/presentation.xml")
	if err != nil {
		return Record{}, err
	}
	order := &slideOrder{links: links}
	if err := p.visit(main, order); err != nil {
		return Record{}, err
	}
	out := newProse(opt)
	for _, part := range order.parts {
		of, err := p.relations(part)
		if err != nil {
			return Record{}, err
		}
		for _, name := range []string{part, of.byType["notesSlide"]} {
			if err := p.visitOptional(name, &slidePart{prose: out}); err != nil {
				return Record{}, err
			}
		}
	}
	return out.record()
}

// slideOrder is the order in which slides are shown.
type slideOrder struct {
	links *relations
	parts []string
}

func (s *slideOrder) begin(name string, a attributes) bool {
	if name == "sldId" {
		if part := s.links.byID[a.link()]; part != "" {
			s.parts = append(s.parts, part)
		}
	}
	return name != "sldMasterIdLst" && name != "notesMasterIdLst" && name != "extLst"
}

func (s *slideOrder) end(string)        {}
func (s *slideOrder) characters([]byte) {}

// slidePart reads the shapes of a slide or of its notes.
type slidePart struct {
	*prose
	font   string // of the run
	inLook bool   // in the properties of a run
	inText bool
	shape  string // what the shape holds the place of
	level  int    // of the paragraph in its list, from 0
}

func (s *slidePart) begin(name string, a attributes) bool {
	switch name {
	case "Fallback", "fld", "lstStyle", "extLst", "endParaRPr":
		return false
	case "sp":
		s.shape = ""
	case "ph":
		s.shape = or(a.get("type"), "obj")
	case "txBody":
		return s.shape != "sldNum" && s.shape != "dt" && s.shape != "ftr" && s.shape != "hdr"
	case "tbl":
		s.beginTable()
	case "tr":
		s.beginRow()
	case "p":
		s.level = 0
	case "pPr":
		s.level = min(max(wholeNumber(a.get("lvl"), 0), 0), 8)
	case "r":
		s.font = ""
	case "rPr":
		s.inLook = true
	case "latin":
		if s.inLook {
			s.font = a.get("typeface")
		}
	case "t":
		s.inText = true
	case "br":
		s.add("\n", s.font)
	}
	return true
}

func (s *slidePart) characters(text []byte) {
	if s.inText {
		s.add(escapes.Replace(string(text)), s.font)
	}
}

func (s *slidePart) end(name string) {
	switch name {
	case "p":
		s.endParagraph()
	case "rPr":
		s.inLook = false
	case "t":
		s.inText = false
	case "tbl":
		s.endTable()
	case "tr":
		s.endRow()
	case "tc":
		s.prose.end(block{})
		s.endCell(1)
	}
}

func (s *slidePart) endParagraph() {
	switch {
	case s.shape == "title" || s.shape == "ctrTitle":
		s.prose.end(headingOf(1))
	case s.shape == "obj" || s.level > 0:
		s.prose.end(itemOf(s.level + 1))
	default:
		s.prose.end(block{})
	}
}
