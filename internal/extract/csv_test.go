package extract

import (
	"fmt"
	"strings"
	"testing"
)

func TestTable(t *testing.T) {
	row := func(line int, r Record) outcome {
		r.Line = line
		return rec(r)
	}
	for _, c := range []struct {
		name, file, input string
		want              []outcome
	}{
		{"Vietnamese", "a.csv", "STT,Số hiệu,Trích yếu,Ngày ban hành,Cơ quan ban hành,Người ký,Loại văn bản,Nội dung\n" +
			"1,12/2025/QĐ-UBND,\"Về việc a, b\",19/11/2025,UBND tỉnh,Tống Thanh Hải,Quyết định,\"Điều 1.\nĐiều 2.\"\n\n2,,Hai,,,,,ba\n",
			[]outcome{
				row(2, Record{ID: "h-60fb8bc1d7e3e5fd", Number: "12/2025/QĐ-UBND", Title: "Về việc a, b", Date: "2025-11-19", Organisation: "UBND tỉnh", Signer: "Tống Thanh Hải", Kind: "Quyết định", Body: "Điều 1.\nĐiều 2."}),
				row(5, Record{ID: "h-", Title: "Hai", Body: "ba"})}},
		{"semicolons and a mark", "a.csv", "\ufeffID;TITLE;Body;Topics\r\na;Một;hai;x; y\r\nb;Ba;bốn;\"x; y\"\r\n",
			[]outcome{row(2, Record{ID: "a", Title: "Một", Body: "hai\ny", Topics: []string{"x"}}), row(3, Record{ID: "b", Title: "Ba", Body: "bốn", Topics: []string{"x", "y"}})}},
		{"tabs", "a.tsv", "so ky hieu\ttrich yeu\tnoi nhan\n1/QĐ\tMột\tA; B\n", []outcome{row(2, Record{ID: "h-", Number: "1/QĐ", Title: "Một", Recipients: []string{"A", "B"}})}},
		{"UTF-16", "a.csv", wide("title,body\nMột,hai\n"), []outcome{row(2, Record{ID: "h-", Title: "Một", Body: "hai", Mended: []Repair{{From: "UTF-16LE"}}})}},
		{"what has no key", "a.csv", "title,number,Ghi chú\nMột,1,xem thêm\n", []outcome{row(2, Record{ID: "h-", Title: "Một", Number: "1", Body: "Ghi chú: xem thêm"})}},
		{"near miss", "a.csv", "title,body,speeker\nMột,hai,x\n", []outcome{fault(1, `unknown key "speeker" (did you mean "speaker"?)`)}},
		{"twice", "a.csv", "title,Trích yếu,body\n", []outcome{fault(1, `two columns hold the key "title"; "Trích yếu" is the second`)}},
		{"bad rows", "a.csv", "title,date\nMột,31/02/2025\n,2025\nHai,2025\n", []outcome{fault(2, `date "31/02/2025" does not exist in the calendar`),
			fault(3, "the row has neither a title nor a body"), row(4, Record{ID: "h-", Title: "Hai", Date: "2025"})}},
		{"no rows", "a.csv", "title,date\n", []outcome{fault(0, "empty file")}},
		{"no register", "a.csv", "Xã,Số hộ\nBình An,12\n", []outcome{rec(Record{Title: "Xã,Số hộ", Body: "Bình An,12"})}},
		{"one key is no register", "a.csv", "Số,Tên xã\n1,Bình An\n", []outcome{rec(Record{Title: "Số,Tên xã", Body: "1,Bình An"})}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := readAll(c.file, c.input, Options{})
			for i := range got {
				if i < len(c.want) && strings.HasPrefix(c.want[i].Rec.ID, "h-") && strings.HasPrefix(got[i].Rec.ID, "h-") {
					got[i].Rec.ID = c.want[i].Rec.ID // of the content, see TestJSONL
				}
			}
			check(t, got, c.want)
		})
	}
}

// Rows of a register that differ in number or date only are documents of their own.
func TestTableRowsApart(t *testing.T) {
	got := readAll("a.csv", "Số hiệu,Ngày,Trích yếu\n1/QĐ,2025,Về việc bổ nhiệm\n2/QĐ,2025,Về việc bổ nhiệm\n,2024,Về việc bổ nhiệm\n,,Về việc bổ nhiệm\n1/QĐ,2025,Về việc bổ nhiệm\n", Options{})
	ids := map[string]bool{}
	for _, o := range got {
		ids[o.Rec.ID] = true
	}
	if len(got) != 5 || len(ids) != 4 {
		t.Errorf("%d rows are %d documents, want 5 and 4: %v", len(got), len(ids), ids)
	}
}

// A quote that is never closed is no way to fill memory.
func TestTableIsBounded(t *testing.T) {
	in := "title,body\na,b\nc,\"" + strings.Repeat("d\n", 1<<20)
	got := readAll("a.csv", in, Options{MaxLine: 1 << 16})
	if len(got) != 2 || !strings.Contains(got[1].Err, "longer than the limit of 65536 bytes") {
		t.Errorf("%d, %.200s", len(got), fmt.Sprint(got[len(got)-1]))
	}
}

func FuzzReadTable(f *testing.F) { fuzzRead(f, "a.csv") }
