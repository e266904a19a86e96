package find

// vietnameseHistogram is what is said of counts over time.
var vietnameseHistogram = Texts{
	"err.queries":    "có %d truy vấn; nhiều nhất là %d",
	"err.buckets":    "khoảng thời gian này có %d phần; nhiều nhất là %d: hãy chọn phần dài hơn hoặc giới hạn ngày",
	"bucket.quarter": "quý %[1]s/%[2]s",
	"err.noset":      "thiếu %s: hãy cho khoảng thời gian thứ nhất, như 2016..2020 hoặc mã của một kỳ",
	"err.set":        "%s=%s không phải là một khoảng thời gian: hãy viết như 2016..2020, 2024, ..1975 hoặc mã của một kỳ",
	"err.sets":       "hai khoảng %s và %s trùng nhau một phần: hãy chọn hai khoảng rời nhau",
}
