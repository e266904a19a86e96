package web

// englishCitations is vietnameseCitations in English.
var englishCitations = texts{
	"facet.ref":             "Document with the number",
	"cites.title":           "Cites",
	"cites.times.one":       "%s time",
	"cites.times.other":     "%s times",
	"cites.more":            "%d more documents",
	"cites.away":            "not in the collection",
	"cites.all.one":         "All %s numbers (JSON)",
	"cites.all.other":       "All %s numbers (JSON)",
	"cited.by":              "Cited by (%s)",
	"cited.all":             "Search in the documents that cite it",
	"numbered.own.one":      "Open the document with this number",
	"numbered.own.other":    "%s documents with this number",
	"numbered.citing.one":   "%s document cites it",
	"numbered.citing.other": "%s documents cite it",
	"number.title":          "Document number",
	"number.several.one":    "The collection has %s document with this number.",
	"number.several.other":  "The collection has %s documents with this number.",
	"number.cited":          "The collection does not have document number %s. Below are the documents that cite it.",
	"number.unknown":        "The collection does not have document number %s, nor any document that cites it.",
	"number.all.one":        "All %s documents",
	"number.all.other":      "All %s documents",
}
