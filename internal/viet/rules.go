package viet

// rule numbers a rule of the specification that Explain can name.
type rule uint8

const (
	ruleU01 rule = iota
	ruleU02
	ruleU03
	ruleU04
	ruleU05
	ruleU06
	ruleU07
	ruleU08
	ruleU09
	ruleU10
	ruleU11
	ruleU12
	ruleU13
	ruleU14
	ruleT01
	ruleT03
	ruleT04
	ruleT05
	ruleT06
	ruleT07
	ruleT08
	ruleT10
	ruleK01
	ruleK04
	ruleSP05
	ruleCount
)

var ruleNames = [ruleCount]string{
	"U01", "U02", "U03", "U04", "U05", "U06", "U07", "U08", "U09", "U10", "U11", "U12", "U13", "U14",
	"T01", "T03", "T04", "T05", "T06", "T07", "T08", "T10", "K01", "K04", "SP05",
}

// rules is a set of rules.
type rules uint32

func (s *rules) add(r rule) { *s |= 1 << r }

// names lists the rules in the order in which they apply.
func (s rules) names() []string {
	var names []string
	for r := range ruleCount {
		if s&(1<<r) != 0 {
			names = append(names, ruleNames[r])
		}
	}
	return names
}

// ruleOf returns the rule by which replaced changes c.
func ruleOf(c rune) rule {
	switch c {
	case 0x00D0, 0x0189, 0x00F0, 0x0256:
		return ruleU05
	case 0x01A2, 0x01A3:
		return ruleU06
	}
	switch replaced(c) {
	case " ":
		return ruleU09
	case "'", `"`:
		return ruleU10
	case "-", "/", "...":
		if c < 0xFF00 {
			return ruleU11
		}
	}
	return ruleU12
}
