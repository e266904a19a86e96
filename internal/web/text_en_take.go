package web

// englishTake is what is said of what is taken away.
var englishTake = texts{
	"take.title":    "Download",
	"take.note":     "Every result of this search, not only this page.",
	"take.csv":      "CSV table (opens in Excel)",
	"take.xlsx":     "Excel workbook (XLSX)",
	"take.docx":     "Word list (DOCX)",
	"take.bibtex":   "BibTeX",
	"take.ris":      "RIS (EndNote, Zotero, Mendeley)",
	"take.csl":      "CSL-JSON",
	"take.jsonl":    "JSON Lines",
	"take.kwic":     "Concordance (CSV)",
	"take.kwic-tsv": "Concordance (TSV)",
}
