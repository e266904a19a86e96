package web

// vietnameseReading is what is said of the page of a document.
var vietnameseReading = texts{
	"err.paragraph": "Tài liệu chưa từng có đoạn %s.",

	"doc.paragraph":       "Liên kết đến đoạn này",
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

	"versions.heading": "Bản khác",
	"versions.number":  "cùng số hiệu",
	"versions.title":   "cùng tên và nơi ban hành",
	"versions.text":    "gần cùng nội dung",
	"versions.diff":    "so sánh",
	"similar.title":    "Cùng chủ đề",

	"diff.title":   "So sánh hai bản",
	"diff.before":  "Bản trước",
	"diff.after":   "Bản sau",
	"diff.swap":    "Đổi chỗ hai bản",
	"diff.kept":    "Giữ nguyên",
	"diff.changed": "Sửa",
	"diff.new":     "Thêm",
	"diff.dropped": "Bỏ",
	"diff.ins":     "thêm:",
	"diff.del":     "bỏ:",
	"diff.run":     "%s đoạn giữ nguyên",
	"diff.same":    "Hai bản giống nhau từng đoạn.",
	"diff.counts":  "Số đoạn",
	"diff.list":    "Các đoạn",
	"diff.there":   "Mở đoạn này trong tài liệu",
	"diff.portion": "So sánh dài nên được chia thành %s phần; đây là phần %s.",

	"compare.title": "So sánh hai tài liệu",
	"compare.lead":  "Dán mã hoặc địa chỉ trang của hai tài liệu: từng đoạn của chúng được đặt cạnh nhau, chữ thêm và chữ bỏ được đánh dấu.",
	"compare.a":     "Tài liệu thứ nhất (bản trước)",
	"compare.b":     "Tài liệu thứ hai (bản sau)",
	"compare.go":    "So sánh",

	"err.compare.missing": "thiếu %s: cần mã của một tài liệu",
}
