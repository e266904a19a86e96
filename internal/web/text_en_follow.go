package web

var englishFollow = texts{
	"title.cursor_expired": "Cursor too old",
	"err.cursor_expired":   "what was deleted since then is no longer known: begin anew without since, and take for gone what you have and are not told",
	"err.since":            "since=%s is neither the cursor of an earlier answer nor a time",
	"opensearch.about":     "Search %s",
	"suggest.found.one":    "%s document",
	"suggest.found.other":  "%s documents",
}
