package web

// vietnameseFollow is what is said of feeds, saved searches and alerts.
var vietnameseFollow = texts{
	"opensearch.about":    "Tìm trong %s",
	"suggest.found.one":   "%s tài liệu",
	"suggest.found.other": "%s tài liệu",
}
