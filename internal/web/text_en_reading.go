package web

// englishReading is what is said of the page of a document.
var englishReading = texts{
	"err.paragraph": "The document never had a paragraph %s.",

	"doc.paragraph":       "Link to this paragraph",
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

	"versions.heading": "Other versions",
	"versions.number":  "same number",
	"versions.title":   "same title and issuer",
	"versions.text":    "much the same text",
	"versions.diff":    "compare",
	"similar.title":    "On the same subject",

	"diff.title":   "Two versions compared",
	"diff.before":  "Before",
	"diff.after":   "After",
	"diff.swap":    "Swap the two",
	"diff.kept":    "Kept",
	"diff.changed": "Changed",
	"diff.new":     "New",
	"diff.dropped": "Dropped",
	"diff.ins":     "new:",
	"diff.del":     "dropped:",
	"diff.run":     "%s paragraphs kept",
	"diff.same":    "The two are the same, paragraph by paragraph.",
	"diff.counts":  "Paragraphs",
	"diff.list":    "The paragraphs",
	"diff.there":   "Open this paragraph in the document",
	"diff.portion": "The comparison is long and comes in %s portions; this is portion %s.",

	"compare.title": "Compare two documents",
	"compare.lead":  "Paste the ids of two documents, or the addresses of their pages: their paragraphs are set side by side, with the words that are new and those that were dropped.",
	"compare.a":     "First document (before)",
	"compare.b":     "Second document (after)",
	"compare.go":    "Compare",

	"err.compare.missing": "%s is missing: it is the id of a document",
}
