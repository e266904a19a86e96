package web

// vietnameseFollow is what is said of feeds, saved searches and alerts.
var vietnameseFollow = texts{
	"title.cursor_expired": "Con trỏ đã quá cũ",
	"err.cursor_expired":   "Không còn biết tài liệu nào đã bị xóa từ lúc đó; hãy bắt đầu lại không có since, và coi là đã xóa những gì không được nhắc lại.",
	"err.since":            "since: “%s” không phải là con trỏ của một câu trả lời trước, cũng không phải một thời điểm.",
	"opensearch.about":     "Tìm trong %s",
	"suggest.found.one":    "%s tài liệu",
	"suggest.found.other":  "%s tài liệu",
}
