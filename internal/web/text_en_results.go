package web

// englishResults is what is said of a list of hits and what is around it.
var englishResults = texts{
	"filter.apply":       "Apply",
	"filter.exclude":     "Exclude %s",
	"filter.exclude.f":   "Exclude",
	"facet.all":          "See all %s values",
	"facet.within":       "Search in: %s",
	"facet.find":         "Find a value",
	"facet.values.one":   "%s value",
	"facet.values.other": "%s values",
	"facet.cites":        "Documents cited",
	"view.title":         "View",
	"view.full":          "Full",
	"view.compact":       "Compact",
	"time.title":         "Through time",
	"time.undated":       "Undated",
	"time.sum":           "%s documents with a date + %s without = %s.",
	"time.sum.dated":     "Without the date filter: %s documents with a date + %s without = %s.",
	"time.choose":        "Choose the first year, then the last.",
	"time.end":           "From %s…; choose the last year.",
	"time.begin":         "Up to %s; choose the first year.",
}
