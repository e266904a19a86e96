package web

// vietnameseTrends is what is said of trends.
var vietnameseTrends = texts{
	"chart.table": "Xem bảng số liệu",
}
