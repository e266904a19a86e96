package ingest

import (
	"errors"
	"strings"
	"testing"

	"vankien/index"
	"vankien/internal/extract"
	"vankien/internal/topics"
	"vankien/internal/viet"
)

const taxonomy = `version: 1
topics:
  - id: dat-dai
    labels: {vi: Đất đai, en: Land}
    cues:
      đất đai: 3
      quyền sử dụng đất: 3
  - id: y-te
    labels: {vi: Y tế, en: Health}
    cues:
      bệnh viện: 3
`

const decision = `HỘI TRỒNG CÂY
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 7/QĐ-TNH
Huế, ngày 02 tháng 5 năm 2024
QUYẾT ĐỊNH
VỀ VIỆC TRỒNG CÂY
Căn cứ Điều lệ ngày 01/01/2020;
Điều 1. Trồng cây.
Nơi nhận:
- Các chi hội;
- Lưu: VT.
CHỦ TỊCH
Trần Văn Thử`

func recognized(confidence float64) []extract.Repair {
	return []extract.Repair{{Kind: extract.RepairRecognized, Pages: []int{1}, Confidence: confidence}}
}

func testTaxonomy(t *testing.T) *topics.Taxonomy {
	t.Helper()
	tax, err := topics.Load(strings.NewReader(taxonomy))
	if err != nil {
		t.Fatal(err)
	}
	return tax
}

func TestKind(t *testing.T) {
	for _, c := range []struct{ title, body, want string }{
		{"Báo cáo tình hình kinh tế", "", "report"},
		{"BÁO CÁO", "", "report"},
		{"Báo cáo về bài phát biểu", "", "report"},
		{"Tóm tắt báo cáo", "", "other"},
		{"Bài phát biểu tại hội nghị", "", "speech"},
		{"PHÁT BIỂU KẾT LUẬN", "", "speech"},
		{"Toàn văn phát biểu bế mạc", "", "speech"},
		{"Diễn văn khai mạc", "", "speech"},
		{"Bài viết nhân ngày thành lập", "", "speech"},
		{"Phát bieu", "", "other"},
		{"Báo cáo viên gặp mặt", "", "report"},
		{"Xúc động nghe bài phát biểu của học trò cũ", "", "other"}, // it tells of one
		{"Thăm Bắc Ninh", "Phát biểu tại buổi làm việc, ông nói.", "other"},
		{"Thăm Bắc Ninh", strings.Repeat("từ ", 50) + "phát biểu", "other"},
		{"", "\n# Bài phát biểu tại hội nghị\n\nKính thưa", "speech"},
		{"Gặp mặt", "Kính thưa các đồng chí,\nHôm nay", "speech"},
		{"Quốc hội", "BÁO CÁO\nGiám sát", "report"},
		{"Tỉnh", "Số: 12/QĐ-UBND\nQUYẾT ĐỊNH", "decision"},
		{"", "", "other"},
	} {
		doc, _, err := Stated(extract.Record{ID: "a", Title: c.title, Body: c.body}, nil)
		if err != nil || doc.Kind != c.want {
			t.Errorf("the kind of %q, %q is %q, want %q (%v)", c.title, c.body, doc.Kind, c.want, err)
		}
	}
}

func TestStated(t *testing.T) {
	tax := testTaxonomy(t)
	for _, c := range []struct {
		name   string
		rec    extract.Record
		tax    *topics.Taxonomy
		want   index.Document
		labels map[string]string
	}{
		{"given fields stay", extract.Record{ID: "a", Kind: "other", Title: "Báo cáo", Abstract: "l", Body: "b", Date: "2025", Speaker: "s", Role: "r", Organisation: "o",
			Place: "p", Event: "e", Number: "n", Language: "en", Source: "u", Repairs: []string{"x"}}, nil,
			index.Document{ID: "a", Kind: "other", Title: "Báo cáo", Abstract: "l", Body: "b", Date: "2025", Speaker: "s", Role: "r", Organisation: "o",
				Place: "p", Event: "e", Number: "n", Language: "en", Source: "u", Repairs: []string{"x"}}, nil},
		{"defaults", extract.Record{ID: "a", Title: "Báo cáo"}, nil, index.Document{ID: "a", Kind: "report", Title: "Báo cáo", Language: "vi",
			Evidence: []index.Evidence{{Field: "kind", Confidence: 0.8, Where: "title"}}}, nil},
		{"a head is read", extract.Record{ID: "a", Body: decision}, nil, index.Document{ID: "a", Kind: "decision", Title: "Quyết định về việc trồng cây", Body: decision,
			Date: "2024-05-02", Place: "Huế", Number: "7/QĐ-TNH", Organisation: "Hội trồng cây", Signer: "Trần Văn Thử", SignerRole: "Chủ tịch", Language: "vi",
			Recipients: []string{"Các chi hội"}, Evidence: []index.Evidence{{Field: "kind", Confidence: 1, Where: "head"}, {Field: "title", Confidence: 1, Where: "head"},
				{Field: "date", Confidence: 1, Where: "head"}, {Field: "number", Confidence: 1, Where: "head"}, {Field: "place", Confidence: 1, Where: "head"},
				{Field: "organisation", Confidence: 1, Where: "head"}, {Field: "signer", Confidence: 1, Where: "end"}, {Field: "signer_role", Confidence: 1, Where: "end"},
				{Field: "recipients", Confidence: 1, Where: "end"}}}, nil},
		{"what is stated wins, also that there is none", extract.Record{ID: "a", Body: decision, Kind: "plan", Title: "t", Date: "2023", Place: "p", Organisation: "o",
			Signer: "s", SignerRole: "r", Blank: []string{"number", "recipients"}}, nil,
			index.Document{ID: "a", Kind: "plan", Title: "t", Body: decision, Date: "2023", Place: "p", Organisation: "o", Signer: "s", SignerRole: "r", Language: "vi"}, nil},
		{"letters of a scan are less sure", extract.Record{ID: "a", Title: "t", Body: "Số: 7/QĐ-TNH", Mended: recognized(0.86)}, nil,
			index.Document{ID: "a", Kind: "decision", Title: "t", Body: "Số: 7/QĐ-TNH", Number: "7/QĐ-TNH", Language: "vi", Repairs: []string{"recognized pages=1 confidence=0.86"},
				Evidence: []index.Evidence{{Field: "kind", Confidence: 0.7, Where: "number"}, {Field: "number", Confidence: 0.86, Where: "head"}}}, nil},
		{"a scan that is hard to read has no number", extract.Record{ID: "a", Title: "t", Body: "Số: 7/QĐ-TNH", Kind: "other", Mended: recognized(0.79)}, nil,
			index.Document{ID: "a", Kind: "other", Title: "t", Body: "Số: 7/QĐ-TNH", Language: "vi", Repairs: []string{"recognized pages=1 confidence=0.79"}}, nil},
		{"the first sentence for a title", extract.Record{ID: "a", Body: "Quyền sử dụng đất."}, tax,
			index.Document{ID: "a", Kind: "other", Title: "Quyền sử dụng đất.", Body: "Quyền sử dụng đất.", Language: "vi",
				Evidence: []index.Evidence{{Field: "title", Confidence: 0.5, Where: "first sentence"}}}, nil},
		{"a date of the lead is no date", extract.Record{ID: "a", Title: "Thăm Bắc Ninh", Body: "Ngày 13/01/2025, tại Hà Nội, đoàn đã gặp mặt."}, nil,
			index.Document{ID: "a", Kind: "other", Title: "Thăm Bắc Ninh", Body: "Ngày 13/01/2025, tại Hà Nội, đoàn đã gặp mặt.", Language: "vi"}, nil},
		{"tagged", extract.Record{ID: "a", Title: "Quyền sử dụng đất"}, tax,
			index.Document{ID: "a", Kind: "other", Title: "Quyền sử dụng đất", Topics: []string{"dat-dai"}, Language: "vi"}, nil},
		{"given topics win", extract.Record{ID: "a", Title: "Đất đai", Topics: []string{"Y TẾ", "health", "y-te", " "}}, tax,
			index.Document{ID: "a", Kind: "other", Title: "Đất đai", Topics: []string{"y-te"}, Language: "vi"}, nil},
		{"own topics", extract.Record{ID: "a", Title: "t", Topics: []string{"Tổng hợp", "Land", "Tổng hợp", "Tông hớp"}}, tax,
			index.Document{ID: "a", Kind: "other", Title: "t", Topics: []string{"tong-hop", "dat-dai", "tong-hop-2"}, Language: "vi"},
			map[string]string{"tong-hop": "Tổng hợp", "tong-hop-2": "Tông hớp"}},
		{"label without marks of a known topic", extract.Record{ID: "a", Title: "t", Topics: []string{"Dat dai"}}, tax,
			index.Document{ID: "a", Kind: "other", Title: "t", Topics: []string{"dat-dai"}, Language: "vi"}, nil},
		{"own topics without a taxonomy", extract.Record{ID: "a", Title: "Đất đai", Topics: []string{"Đất đai"}}, nil,
			index.Document{ID: "a", Kind: "other", Title: "Đất đai", Topics: []string{"dat-dai"}, Language: "vi"}, map[string]string{"dat-dai": "Đất đai"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, own, err := Stated(c.rec, c.tax)
			if err != nil {
				t.Fatal(err)
			}
			tag(&doc, c.tax)
			check(t, doc, c.want)
			check(t, own, c.labels)
		})
	}
}

func TestStatedErrors(t *testing.T) {
	for _, c := range []struct {
		rec  extract.Record
		want string
	}{
		{extract.Record{Title: "t"}, "id is empty"},
		{extract.Record{ID: "a", Kind: "bài"}, `document "a": kind is "bài", which is no type of document such as speech, report, resolution or other`},
		{extract.Record{ID: "a", Date: "2025-02-30"}, `document "a": date "2025-02-30" is not a calendar date`},
		{extract.Record{ID: "a", Topics: []string{"…"}}, `document "a": topics/0 is "…", with no letter or digit to make an id of`},
		{extract.Record{ID: "a", Topics: []string{strings.Repeat("ta", 130)}}, `document "a": topics/0 is too long: its id would have 264 bytes, and at most 248 are allowed`},
	} {
		_, _, err := Stated(c.rec, nil)
		if invalid := (*index.FieldError)(nil); !errors.As(err, &invalid) || err.Error() != c.want {
			t.Errorf("%+v: %v, want the *index.FieldError %q", c.rec, err, c.want)
		}
	}
}

func TestLabelIDs(t *testing.T) {
	own := labels{"dat-dai": "Đất đai"}
	for _, c := range []struct {
		label, id string
		fresh     bool
	}{
		{"Đất đai", "dat-dai", false},
		{"đất ĐAI", "dat-dai", false},
		{"dat-dai", "dat-dai", false},
		{"Dat dai", "dat-dai", false},
		{"Dắt dài", "dat-dai-2", true},
		{"Dắt, dài", "dat-dai-2", false},
		{"Đạt dại", "dat-dai-3", true},
		{"y-te", "y-te", true},
		{"Y tế", "y-te", true},
		{"Ý tệ", "y-te-2", true},
		{"y te", "y-te", false},
	} {
		if id, fresh, err := topicID(c.label, own.labelOf); id != c.id || fresh != c.fresh || err != nil {
			t.Errorf("topicID(%q) = %q, %v; want %q, %v", c.label, id, fresh, c.id, c.fresh)
		}
		if c.fresh {
			own[c.id] = c.label
		}
	}
	check(t, own["y-te"], "Y tế")
	if viet.Slug("Y tế") != "y-te" {
		t.Error("an id is not the slug of its label")
	}
}

// Two labels with one slug stay two topics, in this run and the next.
func TestLabelsOfOneSlug(t *testing.T) {
	x := memory(t)
	in := `{"id":"a","title":"t","topic":"Đất đai"}
{"id":"b","title":"t","topic":"Dắt dài"}
{"id":"c","title":"t","topics":["dat-dai"]}`
	runStream(t, x, how{Workers: 1}, in)
	check(t, x.Labels(), map[string]string{"dat-dai": "Đất đai", "dat-dai-2": "Dắt dài"})
	for id, want := range map[string]string{"a": "dat-dai", "b": "dat-dai-2", "c": "dat-dai"} {
		check(t, get(t, x, id).Topics, []string{want})
	}
	if sum := runStream(t, x, how{Workers: 1}, in); sum.Unchanged != 3 {
		t.Errorf("%+v", sum)
	}
}
