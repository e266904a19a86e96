package web

// englishReading is what is said of the page of a document.
var englishReading = texts{
	"err.paragraph": "The document never had a paragraph %s.",

	"doc.paragraph":       "Link to paragraph %d",
	"outline.parts.one":   "%s part",
	"outline.parts.other": "%s parts",

	"cited.there":  "This link leads to paragraph %s.",
	"cited.to":     "Go to it",
	"cited.gone":   "Paragraph %s, which this link leads to, was changed or removed since the link was made.",
	"cited.before": "The paragraph before it (%s)",
	"cited.after":  "The paragraph after it (%s)",

	"beside.at":       "Document %s/%s",
	"beside.previous": "Previous document of the search",
	"beside.next":     "Next document of the search",

	"reader.copy":   "Copy link to paragraph",
	"reader.copied": "The link to paragraph %s is copied.",
	"reader.keys":   "Keys",
	"keys.match":    "Next, previous match",
	"keys.document": "Next, previous document of the search",
	"keys.help":     "This list",
	"keys.close":    "Close",
}
