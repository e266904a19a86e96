package find

// vietnameseHistogram is what is said of counts over time.
var vietnameseHistogram = Texts{
	"err.queries":    "có %d truy vấn; nhiều nhất là %d",
	"err.buckets":    "khoảng thời gian này có %d phần; nhiều nhất là %d: hãy chọn phần dài hơn hoặc giới hạn ngày",
	"bucket.quarter": "quý %[1]s/%[2]s",
}
