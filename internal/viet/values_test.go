package viet

// Dates returns the dates, months, quarters, years and terms of office written
// in text, in order: "ngày 13/01/2025" → "2025-01-13", "quý IV/2024" →
// "2024-Q4", "nhiệm kỳ 2020-2025" → "2020/2025", "ngày 2/9" → "--09-02" (rule
// DT01). A date does not count its month and year again.
func Dates(text string) []string {
	var list []string
	var last Token
	for _, t := range Tokenize(nil, text) {
		if t.Kind != Date {
			continue
		}
		if t.Start != last.Start || t.End != last.End || len(t.Term) >= len(last.Term) {
			list = append(list, t.Term[len("d:"):])
		}
		last = t
	}
	return list
}

// DocNumbers returns the document numbers written in text, in canonical form:
// "57 - NQ/TƯ" → "57/nq/tw" (rules D01 and D02).
func DocNumbers(text string) []string { return values(text, DocNumber, "doc:") }

// DocAliases returns the type:number forms of the documents that text names,
// by number or in words: "Nghị định 30/2020" → "nd:30/2020", "nd:30" (rule D03).
func DocAliases(text string) []string { return values(text, DocAlias, "") }

// Numbers returns the amounts and percentages written in text by value:
// "33 nghìn tỷ" → "num:33000000000000", "6,03%" → "pct:6.03" (rule N01).
func Numbers(text string) []string {
	var list []string
	for _, t := range Tokenize(nil, text) {
		switch t.Kind {
		case Number:
			list = append(list, "num:"+t.Term[len("n:"):])
		case Percent:
			list = append(list, "pct:"+t.Term[len("p:"):])
		}
	}
	return list
}

// Romans returns the values of the ordinals written in text in Roman numbers,
// as Arabic digits: "khóa XII" → "12" (rule R01). Digits after the same words
// count too.
func Romans(text string) []string { return values(text, Roman, "r:") }

// values returns the terms of the aliases of one kind in text, after prefix.
func values(text string, kind Kind, prefix string) []string {
	var list []string
	for _, t := range Tokenize(nil, text) {
		if t.Kind == kind {
			list = append(list, t.Term[len(prefix):])
		}
	}
	return list
}
