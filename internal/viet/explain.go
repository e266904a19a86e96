package viet

// Explanation is a token with what made it.
type Explanation struct {
	Token
	Surface string   // the text of the token's span
	Rules   []string // the rules that changed or made it, such as U01, T06, DT01
}

// kindRules names the rule that makes an alias of each kind.
var kindRules = [...]string{Word: "", DocNumber: "D01", DocAlias: "D03", Date: "DT01", Number: "N01", Percent: "N01", Roman: "R01", Compound: "K01", Time: "N03", Ordinal: "R03"}

// Explain returns the tokens of text with the rules behind each of them.
func Explain(text string) []Explanation {
	var all []Explanation
	for _, t := range Tokenize(nil, text) {
		e := Explanation{Token: t, Surface: text[t.Start:t.End]}
		if t.Kind == Word {
			e.Rules = wordRules(text, t)
		} else {
			e.Rules = []string{kindRules[t.Kind]}
		}
		all = append(all, e)
	}
	return all
}

// wordRules reads one word of text again and returns the rules that fired.
func wordRules(text string, t Token) []string {
	r := reader{text: text, at: t.Start}
	r.next()
	if r.end < t.End {
		return []string{"N02"}
	}
	canon(nil, r.runes, &r.fired)
	return r.fired.names()
}
