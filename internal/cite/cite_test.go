package cite

import (
	"bytes"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"vankien/index"
)

var read = time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)

// documents are made up.
var (
	aSpeech = &index.Document{ID: "s", Kind: "speech", Title: "Phát biểu về chính quyền đô thị.", Date: "2025-01-13", Speaker: "Lê Thị Hòa",
		Role: "Chủ tịch", Organisation: "Thành phố An Hải", Place: "An Hải", Event: "Hội nghị đô thị", Language: "vi"}
	aResolution = &index.Document{ID: "r", Kind: "resolution", Title: "Về phát triển bến cảng", Date: "2024-12", Organisation: "Hội đồng nhân dân tỉnh Vĩnh Sơn",
		Signer: "Trần Văn Bình", Number: "18-NQ/VS", Place: "Vĩnh Sơn", Source: "Công báo số 3"}
	aReport  = &index.Document{ID: "b", Kind: "report", Title: "Báo cáo ngân sách 12-BC/STC quý một", Date: "2025", Organisation: "Sở Tài chính An Hải", Number: "12-BC/STC"}
	aNothing = &index.Document{ID: "n", Kind: "other"}
	aSigned  = &index.Document{ID: "g", Kind: "directive", Title: "Có chắc không?", Signer: "Trần Văn Bình"}
)

func TestStyles(t *testing.T) {
	at := "https://vankien.example/d/s?p=17#p17"
	for _, c := range []struct {
		s    Source
		want map[Style]string
	}{
		{Source{Document: aSpeech, Kind: "Speech", URL: at, Accessed: read, Page: 3, Paragraph: 17}, map[Style]string{
			Vietnamese:     "Lê Thị Hòa. Phát biểu về chính quyền đô thị. Hội nghị đô thị, Thành phố An Hải, An Hải, ngày 13/01/2025, tr. 3, đoạn 17. Truy cập ngày 29/11/2026 tại: " + at,
			VietnameseNote: "Lê Thị Hòa, Phát biểu về chính quyền đô thị, Hội nghị đô thị, Thành phố An Hải, An Hải, ngày 13/01/2025, tr. 3, đoạn 17, " + at,
			Chicago:        "Lê Thị Hòa. “Phát biểu về chính quyền đô thị.” Speech. Hội nghị đô thị, Thành phố An Hải, An Hải, January 13, 2025, p. 3, para. 17. Accessed November 29, 2026. " + at,
			ChicagoNote:    "Lê Thị Hòa, “Phát biểu về chính quyền đô thị”, speech, Hội nghị đô thị, Thành phố An Hải, An Hải, January 13, 2025, p. 3, para. 17, " + at,
		}},
		{Source{Document: aResolution, Kind: "Resolution"}, map[Style]string{
			Vietnamese:     "Hội đồng nhân dân tỉnh Vĩnh Sơn. Về phát triển bến cảng. Nghị quyết số 18-NQ/VS. Vĩnh Sơn, tháng 12/2024. Nguồn: Công báo số 3.",
			VietnameseNote: "Hội đồng nhân dân tỉnh Vĩnh Sơn, Về phát triển bến cảng, nghị quyết số 18-NQ/VS, Vĩnh Sơn, tháng 12/2024",
			Chicago:        "Hội đồng nhân dân tỉnh Vĩnh Sơn. Về phát triển bến cảng. Resolution no. 18-NQ/VS. Vĩnh Sơn, December 2024. Source: Công báo số 3.",
			ChicagoNote:    "Hội đồng nhân dân tỉnh Vĩnh Sơn, Về phát triển bến cảng, resolution no. 18-NQ/VS, Vĩnh Sơn, December 2024",
		}},
		{Source{Document: &index.Document{ID: "n", Title: "Bến mới", Date: "2024", Source: "Báo Làng https://bao.example/ben.htm"}}, map[Style]string{
			Vietnamese:     "Bến mới. 2024. Nguồn: Báo Làng https://bao.example/ben.htm",
			VietnameseNote: "Bến mới, Báo Làng, 2024",
		}},
		{Source{Document: aReport, Kind: "Report"}, map[Style]string{
			Vietnamese: "Sở Tài chính An Hải. Báo cáo ngân sách 12-BC/STC quý một. 2025.",
			Chicago:    "Sở Tài chính An Hải. Báo cáo ngân sách 12-BC/STC quý một. Report. 2025.",
		}},
		{Source{Document: aNothing}, map[Style]string{
			Vietnamese: "[Không có nhan đề]. [không rõ ngày].", VietnameseNote: "[Không có nhan đề], [không rõ ngày]",
			Chicago: "[Untitled]. N.d.", ChicagoNote: "[Untitled], n.d.",
		}},
		{Source{Document: aSigned}, map[Style]string{Vietnamese: "Trần Văn Bình. Có chắc không? Chỉ thị. [không rõ ngày]."}},
	} {
		for style, want := range c.want {
			if got := Text(c.s.In(style)); got != want {
				t.Errorf("%s of %s:\n%s, want\n%s", style, c.s.Document.ID, got, want)
			}
		}
	}
}

func TestTitleIsItalic(t *testing.T) {
	for _, r := range (&Source{Document: aReport}).In(Vietnamese) {
		if r.Italic != (r.Text == "Báo cáo ngân sách 12-BC/STC quý một") {
			t.Errorf("%q: italic %v", r.Text, r.Italic)
		}
	}
}

func TestQuote(t *testing.T) {
	s := Source{Document: aReport, Passage: " Thu đạt\nkế hoạch. "}
	want := "“Thu đạt kế hoạch.” (Sở Tài chính An Hải, Báo cáo ngân sách 12-BC/STC quý một, 2025)"
	if got := Text(s.Quote(Vietnamese)); got != want {
		t.Errorf("%s, want\n%s", got, want)
	}
}

func TestKeys(t *testing.T) {
	var k Keys
	for i, want := range []string{"lethihoa2025chinh", "lethihoa2025chinh-a", "lethihoa2025chinh-b"} {
		if got := k.Of(&Source{Document: aSpeech}); got != want {
			t.Errorf("%d: %s, want %s", i, got, want)
		}
	}
	for d, want := range map[*index.Document]string{aResolution: "hoidongnhandantinhvinhson2024phat", aReport: "sotaichinhanhai2025ngan", aNothing: "vankiennd", aSigned: "tranvanbinhndchac"} {
		if got := k.Of(&Source{Document: d}); got != want {
			t.Errorf("%s: %s, want %s", d.ID, got, want)
		}
	}
	if got := letters(26) + " " + letters(27) + " " + letters(28); got != "z aa ab" {
		t.Error(got)
	}
}

func TestBibTeX(t *testing.T) {
	s := Source{Document: aResolution, URL: "https://x/d/a%20b?p=1#p1", Accessed: read, Page: 2, Passage: `100% {của} "A_B" & $5 ~ ^ \`}
	want := `@techreport{k,
  author       = {{Hội đồng nhân dân tỉnh Vĩnh Sơn}},
  title        = {{Về phát triển bến cảng}},
  institution  = {Hội đồng nhân dân tỉnh Vĩnh Sơn},
  type         = {Nghị quyết},
  number       = {18-NQ/VS},
  address      = {Vĩnh Sơn},
  year         = {2024},
  month        = dec,
  pages        = {2},
  note         = {Công báo số 3},
  annote       = {100\% \textbraceleft{}của\textbraceright{} "A\_B" \& \$5 \textasciitilde{} \textasciicircum{} \textbackslash{}},
  url          = {https://x/d/a%20b?p=1#p1},
  urldate      = {2026-11-29}
}
`
	if got := s.BibTeX("k"); got != want {
		t.Errorf("%s", got)
	}
	if got := (&Source{Document: aSpeech}).BibTeX("k"); !strings.HasPrefix(got, "@misc{k,") || !strings.Contains(got, "howpublished = {Phát biểu, Hội nghị đô thị, Thành phố An Hải}") {
		t.Error(got)
	}
}

func TestRIS(t *testing.T) {
	s := Source{Document: aSpeech, URL: "https://x/d/s", Accessed: read, Topics: []string{"Đô thị", "Đất đai"}, Passage: "a\r\nER  - b"}
	want := strings.ReplaceAll(`TY  - GEN
AU  - Lê Thị Hòa
TI  - Phát biểu về chính quyền đô thị
T2  - Hội nghị đô thị
PB  - Thành phố An Hải
CY  - An Hải
PY  - 2025
DA  - 2025/01/13/
M3  - Phát biểu
KW  - Đô thị
KW  - Đất đai
LA  - vi
N1  - “a ER - b”
UR  - https://x/d/s
Y2  - 2026/11/29/
ER  - 
`, "\n", "\r\n")
	if got := s.RIS(); got != want {
		t.Errorf("%q", got)
	}
	if got := (&Source{Document: aResolution}).RIS(); !strings.Contains(got, "TY  - STAT\r\n") || !strings.Contains(got, "DA  - 2024/12//\r\n") {
		t.Error(got)
	}
}

// cslNames and cslKinds are what the schema of CSL input data allows of what is
// written here.
var (
	cslNames = strings.Fields("id type title author publisher publisher-place event event-place issued genre number authority page keyword language note annote URL accessed")
	cslKinds = strings.Fields("speech report legislation regulation document")
)

func TestCSL(t *testing.T) {
	got, _ := json.Marshal((&Source{Document: aSpeech, Accessed: read, Page: 4}).CSL())
	want := `{"id":"s","type":"speech","title":"Phát biểu về chính quyền đô thị","author":[{"literal":"Lê Thị Hòa"}],"publisher":"Thành phố An Hải","event":"Hội nghị đô thị","event-place":"An Hải","issued":{"date-parts":[[2025,1,13]]},"genre":"Phát biểu","page":"4","language":"vi","accessed":{"date-parts":[[2026,11,29]]}}`
	if string(got) != want {
		t.Errorf("%s", got)
	}
	for _, k := range index.Kinds() {
		if item := (&Source{Document: &index.Document{ID: "x", Kind: k.ID}}).CSL(); !slices.Contains(cslKinds, item.Type) {
			t.Errorf("%s is a %q", k.ID, item.Type)
		}
	}
}

func TestTags(t *testing.T) {
	want := []Tag{{"citation_title", "Về phát triển bến cảng"}, {"citation_author", "Hội đồng nhân dân tỉnh Vĩnh Sơn"}, {"citation_publication_date", "2024/12"},
		{"citation_technical_report_institution", "Hội đồng nhân dân tỉnh Vĩnh Sơn"}, {"citation_technical_report_number", "18-NQ/VS"},
		{"citation_public_url", "https://x/d/r"}, {"citation_pdf_url", "https://x/d/r/original"}}
	if got := (&Source{Document: aResolution, URL: "https://x/d/r"}).Tags("https://x/d/r/original"); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if got := (&Source{Document: aNothing}).Tags(""); got != nil {
		t.Errorf("%q", got)
	}
}

func TestThing(t *testing.T) {
	got, _ := json.Marshal((&Source{Document: aResolution, URL: "https://x/d/r"}).Thing())
	want := `{"@context":"https://schema.org","@type":"Legislation","@id":"https://x/d/r","url":"https://x/d/r","name":"Về phát triển bến cảng","genre":"Nghị quyết",` +
		`"author":{"@type":"Organization","name":"Hội đồng nhân dân tỉnh Vĩnh Sơn"},"publisher":{"@type":"Organization","name":"Hội đồng nhân dân tỉnh Vĩnh Sơn"},"datePublished":"2024-12",` +
		`"locationCreated":{"@type":"Place","name":"Vĩnh Sơn"},"identifier":"18-NQ/VS","legislationIdentifier":"18-NQ/VS","legislationPassedBy":{"@type":"Organization","name":"Hội đồng nhân dân tỉnh Vĩnh Sơn"},"legislationDate":"2024-12"}`
	if string(got) != want {
		t.Errorf("%s", got)
	}
}

var key = regexp.MustCompile(`^@(misc|techreport)\{[a-z0-9-]+,\n`)

// FuzzLaws holds whatever a document has.
func FuzzLaws(f *testing.F) {
	f.Add("speech", "Phát biểu {về", "Lê } \\ An", "Hội nghị\r\nER  - ", "Sở & _%#$^~", "18{", "2025-01-13", "https://x/{a}\n", "“a”")
	f.Add("report", "", "", "", "", "", "", "", "")
	f.Add("law", "\xff\x00\u202e\u2028", "", "", "A", "1", "2025", "javascript:alert(1)", "\n")
	f.Fuzz(func(t *testing.T, kind, title, speaker, event, issuer, number, date, url, passage string) {
		d := &index.Document{ID: "x", Kind: kind, Title: title, Speaker: speaker, Event: event, Organisation: issuer, Number: number, Source: title, Place: event}
		if index.CheckDate(date) == nil {
			d.Date = date
		}
		s := Source{Document: d, Kind: kind, URL: url, Passage: passage, Topics: []string{title}, Accessed: read}
		for _, style := range Styles() {
			if text := Text(s.Quote(style)); strings.ContainsAny(text, "\r\n\x00") || strings.Contains(text, "  ") {
				t.Errorf("%s: %q", style, text)
			}
		}
		bib := s.BibTeX(s.Key())
		if !key.MatchString(bib) || !balanced(bib) {
			t.Errorf("%q", bib)
		}
		ris := s.RIS()
		for i, l := range strings.Split(strings.TrimSuffix(ris, "\r\n"), "\r\n") {
			if len(l) < 6 || l[2:6] != "  - " || strings.ContainsAny(l, "\r\n") || (l[:2] == "TY") != (i == 0) {
				t.Errorf("line %q of %q", l, ris)
			}
		}
		if strings.Count(ris, "\r\nER  - \r\n") != 1 || !strings.HasSuffix(ris, "\r\nER  - \r\n") {
			t.Errorf("%q", ris)
		}
		raw, err := json.Marshal(s.CSL())
		var item map[string]any
		if err != nil || json.NewDecoder(bytes.NewReader(raw)).Decode(&item) != nil {
			t.Fatalf("%s: %v", raw, err)
		}
		for name := range maps.Keys(item) {
			if !slices.Contains(cslNames, name) {
				t.Errorf("%s is no variable", name)
			}
		}
	})
}

// balanced counts braces as BibTeX does: whatever stands before them.
func balanced(s string) bool {
	depth := 0
	for i, r := range s {
		switch r {
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth < 0 || depth == 0 && r == '}' && i != len(s)-2 {
			return false
		}
	}
	return depth == 0
}
