package web

var englishFollow = texts{
	"opensearch.about":    "Search %s",
	"suggest.found.one":   "%s document",
	"suggest.found.other": "%s documents",
}
