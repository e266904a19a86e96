package web

// vietnameseFollow is what is said of feeds, saved searches and alerts.
var vietnameseFollow = texts{
	"follow.title":         "Theo dõi",
	"follow.note":          "Nguồn cấp có đúng những tài liệu của kết quả này, tài liệu mới thêm hoặc mới sửa đứng đầu.",
	"saved.title":          "Tìm kiếm đã lưu",
	"saved.save":           "Lưu tìm kiếm này",
	"saved.done":           "Đã lưu.",
	"saved.full":           "Không lưu được: trình duyệt không cho phép hoặc đã đầy.",
	"saved.note":           "Danh sách chỉ nằm trong trình duyệt này; máy chủ không biết ai lưu gì.",
	"saved.noscript":       "Trang này cần JavaScript. Không có JavaScript, hãy đánh dấu trang kết quả trong trình duyệt: địa chỉ của nó chính là tìm kiếm đã lưu; hoặc theo dõi nguồn cấp Atom của nó.",
	"saved.feeds":          "Muốn được báo khi có tài liệu mới, hãy thêm nguồn cấp Atom hoặc JSON Feed ở mục Theo dõi của trang kết quả vào chương trình đọc tin.",
	"saved.none":           "Chưa có tìm kiếm nào được lưu. Hãy mở một trang kết quả, vào Theo dõi rồi bấm Lưu tìm kiếm này.",
	"saved.new":            "%s tài liệu mới",
	"saved.old":            "không có gì mới",
	"saved.failed":         "không đếm được",
	"saved.remove":         "Xóa",
	"sort.-indexed":        "Mới thêm",
	"sort.indexed":         "Thêm lâu nhất",
	"filter.since":         "Thêm hoặc sửa từ",
	"title.cursor_expired": "Con trỏ đã quá cũ",
	"err.cursor_expired":   "Không còn biết tài liệu nào đã bị xóa từ lúc đó; hãy bắt đầu lại không có since, và coi là đã xóa những gì không được nhắc lại.",
	"err.since":            "since: “%s” không phải là con trỏ của một câu trả lời trước, cũng không phải một thời điểm.",
	"opensearch.about":     "Tìm trong %s",
	"suggest.found.one":    "%s tài liệu",
	"suggest.found.other":  "%s tài liệu",
}
