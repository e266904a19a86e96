package extract

import (
	"strings"
	"testing"
)

func TestText(t *testing.T) {
	lead := "Sáng nay, hội nghị tổng kết công tác năm đã diễn ra tại tỉnh."
	long := strings.Repeat("dài ", 100) + "hết."
	for _, c := range []struct {
		name, input string
		want        Record
	}{
		{"title, lead, body", "Hội nghị\n" + lead + "\nMột.\nHai.\n", Record{Title: "Hội nghị", Abstract: lead, Body: "Một.\nHai."}},
		{"blank lines between", "\n\n Hội nghị \n\n" + lead + "\n\n\n  Một.\n\nHai.\n\n", Record{Title: "Hội nghị", Abstract: lead, Body: "  Một.\n\nHai."}},
		{"lead ends in a quotation", "Hội nghị\n" + lead + "”\nMột.", Record{Title: "Hội nghị", Abstract: lead + "”", Body: "Một."}},
		{"nothing after the lead", "Hội nghị\n" + lead + "\n\n", Record{Title: "Hội nghị", Body: lead}},
		{"second line short", "Hội nghị\nMột câu ngắn.\nHai.", Record{Title: "Hội nghị", Body: "Một câu ngắn.\nHai."}},
		{"second line long", "Hội nghị\n" + strings.Repeat(long, 3) + "\nHai.", Record{Title: "Hội nghị", Body: strings.Repeat(long, 3) + "\nHai."}},
		{"second line no sentence", "Hội nghị\n" + lead[:len(lead)-1] + "\nHai.", Record{Title: "Hội nghị", Body: lead[:len(lead)-1] + "\nHai."}},
		{"title only", "Hội nghị", Record{Title: "Hội nghị"}},
		{"first line too long", "\n" + long + "\nHai.", Record{Body: long + "\nHai."}},
		{"mark and CRLF", "\ufeffHội nghị\r\nMột.\r\n\r\nHai.\r\n", Record{Title: "Hội nghị", Body: "Một.\n\nHai."}},
		{"a date in title or lead is not the document's", "Hội nghị ngày 13/01/2025\nNgày 14/01/2025.", Record{Title: "Hội nghị ngày 13/01/2025", Body: "Ngày 14/01/2025."}},
		{"a letter head is no title", "HỘI TRỒNG CÂY\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc", Record{Body: "HỘI TRỒNG CÂY\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			check(t, readAll("a.txt", c.input, Options{}), []outcome{rec(c.want)})
		})
	}
}

func TestTextLimit(t *testing.T) {
	check(t, readAll("a.txt", "12345", Options{MaxText: 5}), []outcome{rec(Record{Title: "12345"})})
	check(t, readAll("a.txt", "123456", Options{MaxText: 5}), []outcome{fault(0, "the text is larger than the limit of 5 bytes; split the file")})
	check(t, readAll("a.md", strings.Repeat("a", 1<<20+1), Options{MaxText: 1 << 20}), []outcome{fault(0, "the text is larger than the limit of 1 MiB; split the file")})
}
