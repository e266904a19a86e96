package find

import (
	"fmt"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/indextest"
	"vankien/index/local"
)

// quoted is made up.
var quoted = []index.Document{
	{ID: "old", Kind: "speech", Date: "2020-05-01", Speaker: "Lê Thị Hòa", Title: "Khai mạc",
		Body: "Kính thưa các vị đại biểu.\nTôi tin rằng mỗi làng ven sông sẽ có một bến thuyền mới trước mùa lũ. Việc ấy không thể chậm.\nXin cảm ơn."},
	{ID: "new", Kind: "speech", Date: "2024-05-01", Speaker: "Trần Văn Bình", Title: "Nhắc lại",
		Body: "Bà Hòa từng nói: “Tôi tin rằng mỗi làng ven sông sẽ có một bến thuyền mới trước mùa lũ.”"},
	{ID: "near", Kind: "report", Date: "2022", Title: "Bến thuyền mới cho làng ven sông", Body: "Mỗi xã ven sông sẽ có hai bến thuyền mới trước mùa lũ năm nay."},
	{ID: "far", Kind: "report", Date: "2021", Title: "Mùa lũ", Body: "Mùa lũ năm nay đến sớm."},
}

// said writes what a check found: the verdict, then each passage with its parts.
func said(v *QuoteView) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %d", v.Verdict, v.Documents)
	for _, p := range v.Passages {
		fmt.Fprintf(&b, "\n%s %s %d:", p.ID, p.Field, p.Paragraph)
		for _, d := range p.Parts {
			fmt.Fprintf(&b, " %s[%s|%s]", d.Difference, d.Quotation, d.Passage)
		}
	}
	return b.String()
}

func TestCheckQuote(t *testing.T) {
	t.Parallel()
	s := New(indextest.Open(t, local.OpenMemory, quoted...), nil)
	for text, want := range map[string]string{
		// the earliest first; what stands between words does not count, nor capitals
		"tôi tin rằng, mỗi làng ven sông sẽ có MỘT bến thuyền mới": `exact 2
old body 2: same[tôi tin rằng, mỗi làng ven sông sẽ có MỘT bến thuyền mới|Tôi tin rằng mỗi làng ven sông sẽ có một bến thuyền mới]
new body 1: same[tôi tin rằng, mỗi làng ven sông sẽ có MỘT bến thuyền mới|Tôi tin rằng mỗi làng ven sông sẽ có một bến thuyền mới]`,
		// without marks it means every reading
		"viec ay khong the cham": "exact 1\nold body 2: same[viec ay khong the cham|Việc ấy không thể chậm.]",
		// over the end of a sentence and of a paragraph
		"Việc ấy không thể chậm. Xin cảm ơn": "exact 1\nold body 2: same[Việc ấy không thể chậm. Xin cảm ơn|Việc ấy không thể chậm.\nXin cảm ơn]",
		// copied with its source
		"“Việc ấy không thể chậm. Xin cảm ơn” (Lê Thị Hòa, ngày 01/02/2020, đoạn 2, https://x/d/old?p=2#p2)": "exact 1\nold body 2: same[Việc ấy không thể chậm. Xin cảm ơn|Việc ấy không thể chậm.\nXin cảm ơn]",
		// a title
		"Bến thuyền mới cho làng": "exact 1\nnear title 0: same[Bến thuyền mới cho làng|Bến thuyền mới cho làng]",
		// words replaced, left out and put in, other marks
		"Mỗi xã ven sống sẽ có ba bến thuyền trước mùa lũ lớn năm nay": `near 0
near body 1: same[Mỗi xã ven|Mỗi xã ven] marks[sống|sông] same[sẽ có|sẽ có] replaced[ba|hai] same[bến thuyền|bến thuyền] passage[|mới] same[trước mùa lũ|trước mùa lũ] quotation[lớn|] same[năm nay|năm nay]`,
		"Chưa ai nói câu này bao giờ cả": "none 0",
		"mùa lũ chưa hề có ai nói tới":   "none 0", // two words in common are nothing
	} {
		v, err := s.CheckQuote(t.Context(), text)
		if err != nil {
			t.Fatal(err)
		}
		got, _, _ := strings.Cut(said(v), "\nold body 2: same[Mỗi")
		if v.Verdict == QuoteNear {
			got = strings.Join(strings.SplitN(got, "\n", 3)[:2], "\n")
		}
		if got != want {
			t.Errorf("%q:\n%s\nwant\n%s", text, got, want)
		}
	}
}

// TestAPassageGoesOnWhereItEnds puts what stands around a passage back together.
func TestAPassageGoesOnWhereItEnds(t *testing.T) {
	t.Parallel()
	d := index.Document{ID: "a", Title: "Bến", Body: "Một bến mới, hai bến cũ, và ba bến sắp xây."}
	s := New(indextest.Open(t, local.OpenMemory, d), nil)
	v, err := s.CheckQuote(t.Context(), "hai bến cũ")
	if err != nil || len(v.Passages) != 1 {
		t.Fatalf("%+v %v", v, err)
	}
	p := v.Passages[0]
	last := p.Parts[len(p.Parts)-1].Passage
	if p.Before+p.Text+p.After != d.Body || !strings.HasSuffix(p.Text, last) {
		t.Errorf("%q + %q + %q, the last part %q", p.Before, p.Text, p.After, last)
	}
}

func TestQuoteBounds(t *testing.T) {
	t.Parallel()
	s := New(indextest.Open(t, local.OpenMemory, quoted...), nil)
	for _, text := range []string{"", "một", strings.Repeat("chữ ", MaxQuote+1)} {
		if v, err := s.CheckQuote(t.Context(), text); err == nil {
			t.Errorf("%.20q: %+v", text, v)
		}
	}
	if v, err := s.CheckQuote(t.Context(), strings.Repeat("mùa lũ ", MaxQuote/2)); err != nil || v.Verdict != QuoteNone {
		t.Errorf("a long one: %+v %v", v, err)
	}
}
