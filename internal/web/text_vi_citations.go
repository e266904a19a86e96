package web

// vietnameseCitations is what is said of who cites whom.
var vietnameseCitations = texts{
	"facet.ref":             "Văn bản số",
	"cites.title":           "Viện dẫn",
	"cites.times.one":       "%s lần",
	"cites.times.other":     "%s lần",
	"cites.more":            "Thêm %d văn bản",
	"cites.away":            "không có trong kho",
	"cites.all.one":         "Xem cả %s số hiệu (JSON)",
	"cites.all.other":       "Xem cả %s số hiệu (JSON)",
	"cited.by":              "Được viện dẫn bởi (%s)",
	"cited.all":             "Tìm trong các tài liệu viện dẫn",
	"numbered.own.one":      "Mở văn bản mang số hiệu này",
	"numbered.own.other":    "%s văn bản mang số hiệu này",
	"numbered.citing.one":   "%s tài liệu viện dẫn",
	"numbered.citing.other": "%s tài liệu viện dẫn",
	"number.title":          "Văn bản số",
	"number.several.one":    "Kho có %s văn bản mang số hiệu này.",
	"number.several.other":  "Kho có %s văn bản mang số hiệu này.",
	"number.cited":          "Kho không có văn bản số %s. Dưới đây là những tài liệu viện dẫn văn bản ấy.",
	"number.unknown":        "Kho không có văn bản số %s và cũng không có tài liệu nào viện dẫn văn bản ấy.",
	"number.all.one":        "Xem cả %s tài liệu",
	"number.all.other":      "Xem cả %s tài liệu",
}
