package find

// vietnameseHistogram is what is said of counts over time.
var vietnameseHistogram = Texts{
	"err.queries":    "Có %d truy vấn; nhận tối đa %d.",
	"err.buckets":    "Khoảng thời gian này có %d phần; nhận tối đa %d. Hãy chọn phần dài hơn hoặc giới hạn ngày.",
	"bucket.quarter": "quý %[1]s/%[2]s",
	"err.noset":      "Thiếu %s: hãy cho khoảng thời gian thứ nhất, như 2016..2020 hoặc mã của một kỳ.",
	"err.set":        "%s=%s không phải là một khoảng thời gian: hãy viết như 2016..2020, 2024, ..1975 hoặc mã của một kỳ.",
	"err.sets":       "Hai khoảng %s và %s trùng nhau một phần: hãy chọn hai khoảng rời nhau.",
}
