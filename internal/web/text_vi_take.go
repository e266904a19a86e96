package web

// vietnameseTake is what is said of what is taken away.
var vietnameseTake = texts{
	"take.title":    "Tải về",
	"take.note":     "Mọi kết quả của tìm kiếm này, không chỉ trang đang xem.",
	"take.csv":      "Bảng CSV (mở bằng Excel)",
	"take.xlsx":     "Bảng Excel (XLSX)",
	"take.docx":     "Danh sách Word (DOCX)",
	"take.bibtex":   "BibTeX",
	"take.ris":      "RIS (EndNote, Zotero, Mendeley)",
	"take.csl":      "CSL-JSON",
	"take.jsonl":    "JSON từng dòng (JSONL)",
	"take.kwic":     "Từ trong ngữ cảnh (CSV)",
	"take.kwic-tsv": "Từ trong ngữ cảnh (TSV)",
}
