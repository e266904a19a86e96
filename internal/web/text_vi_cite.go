package web

// vietnameseCite is what is said of how documents are cited.
var vietnameseCite = texts{
	"cite.title":          "Trích dẫn",
	"cite.all":            "Mọi kiểu trích dẫn",
	"cite.copy":           "Sao chép",
	"cite.copied":         "Đã sao chép.",
	"cite.quote":          "Sao chép trích dẫn",
	"cite.quoted":         "Đoạn trích kèm nguồn",
	"cite.paragraph":      "Trích dẫn đoạn %s",
	"cite.here":           "Trích dẫn đoạn này",
	"cite.document":       "Xem tài liệu",
	"cite.save":           "Tải tệp %s",
	"cite.guessed":        "Phỏng đoán từ văn bản, nên kiểm tra trước khi trích dẫn: %s.",
	"cite.data.paragraph": "đoạn %s",
	"cite.data.page":      "tr. %s",
	"cite.tcvn":           "Kiểu Việt Nam (TCVN 10256, ISO 690)",
	"cite.tcvn-note":      "Kiểu Việt Nam, chú thích",
	"cite.chicago":        "Chicago, thư mục",
	"cite.chicago-note":   "Chicago, chú thích",
	"keys.quote":          "Sao chép phần đã chọn kèm nguồn",
}
