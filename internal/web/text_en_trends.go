package web

// englishTrends is what is said of trends.
var englishTrends = texts{
	"chart.table": "Show the numbers",
}
