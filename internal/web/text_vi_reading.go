package web

// vietnameseReading is what is said of the page of a document.
var vietnameseReading = texts{
	"err.paragraph": "Tài liệu chưa từng có đoạn %s.",

	"doc.paragraph":       "Liên kết đoạn %d",
	"outline.parts.one":   "%s mục",
	"outline.parts.other": "%s mục",

	"cited.there":  "Liên kết này dẫn đến đoạn %s.",
	"cited.to":     "Đến đoạn ấy",
	"cited.gone":   "Đoạn %s mà liên kết này dẫn đến đã được sửa hoặc bỏ từ khi liên kết được tạo.",
	"cited.before": "Đoạn liền trước (%s)",
	"cited.after":  "Đoạn liền sau (%s)",

	"beside.at":       "Tài liệu %s/%s",
	"beside.previous": "Tài liệu trước trong kết quả tìm",
	"beside.next":     "Tài liệu sau trong kết quả tìm",

	"reader.copy":   "Sao chép liên kết đoạn",
	"reader.copied": "Đã sao chép liên kết đoạn %s.",
	"reader.keys":   "Phím tắt",
	"keys.match":    "Chỗ khớp sau, trước",
	"keys.document": "Tài liệu sau, trước trong kết quả tìm",
	"keys.help":     "Bảng này",
	"keys.close":    "Đóng",
}
