package find

// englishHistogram is what is said of counts over time.
var englishHistogram = Texts{
	"err.queries":    "there are %d queries; at most %d are allowed",
	"err.buckets":    "this time has %d parts; at most %d are shown: choose longer ones, or restrict the dates",
	"bucket.quarter": "Q%[1]s %[2]s",
	"err.noset":      "%s is missing: name the first time, as 2016..2020 or the id of a period",
	"err.set":        "%s=%s is no span of time: write it as 2016..2020, 2024, ..1975 or the id of a period",
	"err.sets":       "%s and %s overlap: name two spans of time that have no day in common",
}
