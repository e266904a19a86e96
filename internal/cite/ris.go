package cite

import (
	"fmt"
	"strconv"
	"strings"

	"vankien/index"
)

// RIS is a record with its end, in lines that end with CR and LF.
func (s *Source) RIS() string {
	f, d := s.facts(), s.Document
	var b strings.Builder
	tag := func(name, value string) {
		if value != "" {
			b.WriteString(name + "  - " + value + "\r\n")
		}
	}
	tag("TY", risType(d.Kind))
	tag("AU", f.creator)
	if f.title == "" {
		f.title = vietnamese.untitled
	}
	tag("TI", f.title)
	tag("T2", f.event)
	publisher := f.issuer
	if !f.person {
		publisher = f.creator
	}
	tag("PB", publisher)
	tag("CY", f.place)
	if p := dateParts(f.date); len(p) > 0 {
		tag("PY", strconv.Itoa(p[0]))
		tag("DA", risDate(p))
	}
	tag("M1", f.number)
	tag("M3", kindName(d.Kind))
	if s.Page > 0 {
		tag("SP", strconv.Itoa(s.Page))
	}
	for _, t := range s.Topics {
		tag("KW", line(t))
	}
	tag("LA", f.language)
	tag("N1", f.from)
	if f.passage != "" {
		tag("N1", "“"+f.passage+"”")
	}
	tag("UR", f.url)
	if !s.Accessed.IsZero() {
		tag("Y2", risDate(day(s.Accessed)))
	}
	return b.String() + "ER  - \r\n"
}

// risDate has a slash for each part, known or not.
func risDate(p []int) string {
	year, month, day := fmt.Sprintf("%04d", p[0]), "", ""
	if len(p) > 1 {
		month = fmt.Sprintf("%02d", p[1])
	}
	if len(p) > 2 {
		day = fmt.Sprintf("%02d", p[2])
	}
	return year + "/" + month + "/" + day + "/"
}

// risType is the type of reference; RIS has none for speeches.
func risType(kind string) string {
	switch class(kind) {
	case legislation:
		return "STAT"
	case regulation:
		return "LEGAL"
	case report:
		return "RPRT"
	}
	return "GEN"
}

// kindClass is what programs tell kinds of documents apart by.
type kindClass int

const (
	other kindClass = iota
	speech
	report
	legislation
	regulation
)

// class tells laws, which an assembly makes, from what authorities order and what
// they write.
func class(kind string) kindClass {
	switch kind {
	case index.KindSpeech:
		return speech
	case "constitution", "code", "law", "ordinance", "order", "sac-lenh", "resolution", "joint-resolution":
		return legislation
	case "decree", "decision", "directive", "circular", "joint-circular", "consolidated", "charter", "rules", "regulation":
		return regulation
	case index.KindReport, "conclusion", "guidance", "programme", "plan", "option", "scheme", "project", "submission", "communique", "notice", "minutes":
		return report
	}
	return other
}
