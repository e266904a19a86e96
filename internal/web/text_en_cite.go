package web

// englishCite is what is said of how documents are cited.
var englishCite = texts{
	"cite.title":          "Cite",
	"cite.all":            "All styles",
	"cite.copy":           "Copy",
	"cite.copied":         "Copied.",
	"cite.quote":          "Copy with source",
	"cite.quoted":         "Passage with its source",
	"cite.paragraph":      "Cite paragraph %s",
	"cite.here":           "Cite this paragraph",
	"cite.document":       "Open the document",
	"cite.save":           "Save as %s",
	"cite.guessed":        "Guessed from the text; check before you cite: %s.",
	"cite.data.paragraph": "para. %s",
	"cite.data.page":      "p. %s",
	"cite.tcvn":           "Vietnamese (TCVN 10256, ISO 690)",
	"cite.tcvn-note":      "Vietnamese, note",
	"cite.chicago":        "Chicago, bibliography",
	"cite.chicago-note":   "Chicago, note",
	"keys.quote":          "Copy what is selected with its source",
}
