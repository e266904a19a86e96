package web

// vietnameseResults is what is said of a list of hits and what is around it.
var vietnameseResults = texts{
	"filter.apply":       "Áp dụng",
	"filter.exclude":     "Loại trừ %s",
	"filter.exclude.f":   "Loại trừ",
	"facet.all":          "Xem tất cả %s giá trị",
	"facet.within":       "Tìm trong %s",
	"facet.find":         "Tìm giá trị",
	"facet.values.one":   "%s giá trị",
	"facet.values.other": "%s giá trị",
	"facet.cites":        "Văn bản được viện dẫn",
	"view.title":         "Kiểu xem",
	"view.full":          "Đầy đủ",
	"view.compact":       "Gọn",
	"time.title":         "Theo thời gian",
	"time.undated":       "Không ghi ngày",
	"time.sum":           "%s tài liệu có ngày + %s không ghi ngày = %s.",
	"time.sum.dated":     "Khi không lọc theo ngày: %s tài liệu có ngày + %s không ghi ngày = %s.",
	"time.choose":        "Chọn năm đầu, rồi năm cuối.",
	"time.end":           "Đang chọn từ %s…; chọn năm cuối.",
	"time.begin":         "Đang chọn đến %s; chọn năm đầu.",
}
