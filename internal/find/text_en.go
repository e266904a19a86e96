package find

import (
	"vankien/index"
	"vankien/index/query"
)

// english says in English what this package reports.
var english = Texts{
	"kind.speech": "Speech",
	"kind.report": "Report",
	"kind.other":  "Other document",

	"repair.decoded":     "decoded from %s",
	"repair.misread":     " read as %s",
	"repair.lines.one":   " in %s line",
	"repair.lines.other": " in %s lines",
	"repair.shares":      " (share of valid syllables %.2f, as %s %.2f)",

	"warn.unbalanced_quote":       "A closing quotation mark is missing; the phrase is taken to run to the end of the query.",
	"warn.unbalanced_bracket":     "The brackets do not pair up; one was closed or ignored.",
	"warn.dangling_operator":      "AND, OR, NOT, NEAR or a minus sign stands without a word and is ignored.",
	"warn.empty_group":            "Brackets without a word are ignored.",
	"warn.empty_quote":            "Quotation marks without a word are ignored.",
	"warn.empty_field":            "A field name has no value right after its colon and is read as a word.",
	"warn.unknown_field":          "There is no such field; what stands before the colon is read as a word.",
	"warn.short_prefix":           "There is too little before the *, which is ignored.",
	"warn.slop_capped":            "The distance after the ~ is too large and was reduced.",
	"warn.long_word":              "A word is too long and was cut.",
	"warn.too_deep":               "The brackets are nested too deeply; the inner ones are ignored.",
	"warn.read_as_operator.or":    "“%s” is read as OR: either side is enough. To search it as a word, write “+%[1]s”.",
	"warn.read_as_operator.and":   "“%s” is read as AND and is not searched. To search it as a word, write “+%[1]s”.",
	"warn.read_as_hyphen":         "The “-” before “%s” is read as a hyphen. To leave the word out, write “NOT %[1]s”.",
	"warn.left_out":               "Documents with “%s” are left out, since a minus sign stands before it. To search the word, remove the sign.",
	"warn.too_many_terms":         "The query has too many words; the last ones are ignored.",
	"warn.no_word":                "The query holds no word, so every document is found.",
	"warn.no_word.part":           "A part of the query holds no word that can be searched, so nothing matches it.",
	"warn.no_prefix":              "This field is compared by whole values, so the * is ignored.",
	"warn.unknown_kind":           "There is no kind of document “%s”, so nothing matches it; the kinds are speech, report and other.",
	"warn.ambiguous_abbreviation": "“%s” can mean %s; all are searched.",
	"warn.former_place":           "%s is part of %s since %s; documents from then on may name only %[2]s.",
	"warn.typing_decoded":         "No document holds “%s”, so it is read as “%s”.",
	"warn.unknown_topic":          "There is no topic “%s”, neither as an id nor as a label.",
	"warn.at":                     "%s (character %d)",

	"list.or": " or ",

	"syntax.not_utf8":       "The query is not valid UTF-8.",
	"syntax.not_a_date":     `"%s" is not a date; write date:2024, date:2024-05-31, date:31/5/2024 or date:2024..2025.`,
	"syntax.not_a_day":      `"%s" is not a day in the calendar.`,
	"syntax.dates_reversed": "The dates %s are in the wrong order: %s is after %s.",

	"err.syntax":       "the query cannot be read from character %[1]d on: %[2]s",
	"err.date":         "%s=%s is not a calendar date",
	"err.span":         "from=%s is after to=%s",
	"err.number":       "%s=%s is not a whole number",
	"err.range":        "%s=%s is not between %d and %d",
	"err.choice":       "%s=%s is not one of %s",
	"err.unknown":      "unknown parameter %q",
	"err.unknown.near": "unknown parameter %q; did you mean %q?",
	"err.repeated":     "parameter %q is given %d times; it takes one value",
	"err.values":       "%s and -%[1]s have %d values; at most %d are accepted",
	"err.more":         "%d more faults are not listed",
	"err.utf8":         "the value of %q is not UTF-8 text",
	"err.utf8.name":    "the name of a parameter is not UTF-8 text",
	"err.paging":       "page and per_page cannot be mixed with offset and limit",
	"err.window":       "%d + %d is beyond the first %d hits; narrow the search",
	"err.text":         "the text has %d code points; at most %d are accepted",
	"err.missing":      "the parameter %q is missing",

	"param.from":     "from",
	"param.to":       "to",
	"param.sort":     "sort",
	"param.page":     "page",
	"param.per_page": "per_page",
	"param.accents":  "accents",
	"param.match":    "match",

	"why.notdate": "not written as 2025-01-13, 2025-01, 2025, 13/01/2025 or 01/2025",
	"why.year":    "year out of range",
	"why.month":   "month out of range",
	"why.day":     "day out of range",
}

// details are what programs are told of a warning, where that is more than what
// a page says.
var details = map[index.Code]string{
	query.WarnUnbalancedQuote: "The quotation mark is never closed; the phrase is taken to run to the end.",
	query.WarnNeverClosed:     `"(" is never closed; it is taken to close at the end.`,
	query.WarnNeverOpened:     `")" closes nothing and is ignored.`,
	query.WarnDangling:        "%s has nothing to apply to and is ignored.",
	query.WarnEmptyGroup:      "The brackets hold no word and are ignored.",
	query.WarnEmptyQuote:      "The quotation marks hold no word and are ignored.",
	query.WarnEmptyField:      `"%s:" has no value directly after the colon and is read as a word.`,
	query.WarnUnknownField:    `"%s:" is not a field and is read as a word; the fields are title, speaker, topic, kind, organisation, place, number and date.`,
	query.WarnNearField:       `"%s:" is not a field and is read as a word; the nearest field is "%s:".`,
	query.WarnShortPrefix:     `The star of "%s*" needs two letters before it and is ignored.`,
	query.WarnSlopCapped:      "The distance after ~ is cut to %s.",
	query.WarnLongWord:        `The word "%s…" is longer than %s bytes and is cut.`,
	query.WarnTooDeep:         "The brackets are nested too deep, so the inner ones are ignored.",
	query.WarnReadAsOr:        `"%s" is read as OR; "+%[1]s" is the word.`,
	query.WarnReadAsAnd:       `"%s" is read as AND; "+%[1]s" is the word.`,
	query.WarnReadAsHyphen:    `The hyphen before "%s" is part of the text; "NOT %[1]s" leaves the word out.`,
	query.WarnLeftOut:         `"%s" is left out, since a minus sign stands before it.`,
	query.WarnTooManyTerms:    `The query has more than %s terms and is cut before "%s".`,
	query.WarnTooManyDates:    "The query has more than %s terms and is cut before a date.",
	index.WarnNoPrefix:        "%[1]s:%[2]s* is read as %[1]s:%[2]s, since only whole values are compared",
	index.WarnUnknownKind:     "there is no kind %q, so nothing matches it; the kinds are speech, report and other",
	index.WarnLongPart:        "%q holds %s words; the first %s are used",
	index.WarnNoWordInPart:    "%q holds no word that can be searched, so nothing matches it",
	index.WarnAmbiguous:       "%q can mean %s; all are searched",
	index.WarnFormerPlace:     "%s is part of %s since %s; documents from then on may name only %[2]s",
	index.WarnTyping:          "%q is in no document; it is read as %q",
}
