package find

// englishHistogram is what is said of counts over time.
var englishHistogram = Texts{
	"err.queries":    "there are %d queries; at most %d are allowed",
	"err.buckets":    "this time has %d parts; at most %d are shown: choose longer ones, or restrict the dates",
	"bucket.quarter": "Q%[1]s %[2]s",
}
