package plan_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vankien/index"
	"vankien/index/plan"
	"vankien/index/query"
)

// guesses returns what may have been meant by a query, each with its kind.
func guesses(t *testing.T, of plan.Lexicon, q string, req index.Request) (list []string) {
	t.Helper()
	n, _, err := query.Parse(q)
	if err != nil {
		t.Fatal(err)
	}
	req.Query = n
	found, err := plan.Guesses(of, names, &req, true)
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range found {
		list = append(list, string(g.Kind)+": "+g.Query.String())
	}
	return list
}

// often returns a text a number of times, each in a line of its own.
func often(n int, text string) string { return strings.Repeat(text+"\n", n) }

// spoken is a collection in which some words stand together again and again.
var spoken = lexiconOf(
	often(2000, "nhân dân cả nước"),
	often(400, "chương trình chuyển đổi số quốc gia"),
	often(40, "đồi núi trọc"), often(30, "qua ngọn đồi"), often(50, "số liệu thống kê"),
	often(60, "cựu Tổng thống Donald Trump phát biểu"), often(90, "dịch covid 19 bùng phát ở việt nam"),
	often(80, "hải quan kiểm tra"), often(60, "hải quân diễn tập"), often(20, "hai quả"), often(30, "ngành dầu khí"), often(20, "từ đầu khi còn"), often(90, "đầu tiên"), often(90, "sau khi"),
	often(25, "ông Nguyễn Phú Trọng nói"), often(3, "mạng facebook"),
	often(7, "vườn hoa lan rừng"), often(5, "âm thanh hòa lẫn vào"), often(9, "thủ đô Hà Nội"), often(3, "vietnam airlines"),
	often(5, "đồng chí Trường Chinh nói"), often(9, "của trường chính là"), often(2, "covid19"),
)

func TestGuesses(t *testing.T) {
	for _, c := range []struct {
		q    string
		want []string
	}{
		// what is fine stays
		{"chuyển đổi số", nil},
		{"quốc gia nhân dân", nil},
		{"Nguyễn Phú Trọng", nil},

		// slips: a letter, marks, a swap, at an end, in a query without marks
		{"chuyển đồi số", []string{"spelling: chuyển đổi số"}},
		{"quốc gia, chuyển đồi số", []string{"spelling: quốc gia, chuyển đổi số"}},
		{"quốc gia, chuểyn đổi số", []string{"spelling: quốc gia, chuyển đổi số"}},
		{"Chuyển Đồi số", []string{"spelling: Chuyển Đổi số"}},
		{"chuểyn đổi số", []string{"spelling: chuyển đổi số"}},
		{"CHƯƠNG TRNH", []string{"spelling: CHƯƠNG TRÌNH"}},
		{"donal trump", []string{"spelling: donald trump"}},
		{"chuyen doii so", []string{"spelling: chuyen doi so"}},
		{"dịch covit 19", []string{"spelling: dịch covid 19"}},

		// what was left together or apart
		{"dịch covid19", []string{"spelling: dịch covid-19"}},
		{"covid19", []string{"spelling: covid-19"}},
		{"vietnam airlines", nil},
		{"vietnam", []string{"spelling: viet nam"}},
		{"mạng face book", []string{"spelling: mạng facebook"}},

		// what is asked for exactly stays, and so does what is excluded
		{"=chuyển =đồi =số", nil},
		{`"chuyển đồi số"`, nil},
		{"-donal", nil},
		{"topic:donal", nil},
		{"chương trình, chuyển đồi số", []string{"spelling: chương trình, chuyển đổi số"}},
		{"trình, chuyển đồi", nil},
		{"dau khi, chuyen doi so", []string{"marks: dầu khí, chuyển đổi số"}},
		{"title:donal title:trump", []string{"spelling: title:donald title:trump"}},

		// marks: one reading, several, none that is read together
		{"chuyen doi so", []string{"marks: chuyển đổi số"}},
		{"hai quan", []string{"marks: hải quan", "marks: hải quân"}},
		{"hoa lan", []string{"marks: =hoa =lan", "marks: hòa lẫn"}},
		{"ha noi", []string{"marks: Hà Nội"}},
		{"dau khi", []string{"marks: dầu khí"}},
		{"nguyen phu trong", []string{"marks: Nguyễn Phú Trọng"}},
		{"nguyen-phu trong", []string{"marks: Nguyễn-Phú Trọng"}},
		{"chuong-trinh Chuyen-Doi-So", []string{"marks: chương-trình Chuyển-Đổi-Số"}},
		{"truong chinh", []string{"marks: trường chính", "marks: Trường Chinh"}},
		{"Truong Chinh", []string{"marks: Trường Chinh"}},
		{"chuong trinh chuyen doi so quoc gia", []string{"marks: chương trình chuyển đổi số quốc gia"}},

		// names: another order, a part, initials, behind a title
		{"Trọng Nguyễn Phú", []string{"name: Nguyễn Phú Trọng"}},
		{"trong nguyen phu", []string{"name: Nguyễn Phú Trọng"}},
		{"ông Phú Trọng", []string{"name: ông Nguyễn Phú Trọng"}},
		{"N. P. Trọng", []string{"name: Nguyễn Phú Trọng"}},
		{"Ng. P. Trọng", []string{"name: Nguyễn Phú Trọng"}},
	} {
		if got := guesses(t, spoken, c.q, index.Request{}); !cmp.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.q, got, c.want)
		}
	}
}

// A long query is looked at in parts.
func TestGuessesOfALongQuery(t *testing.T) {
	many := strings.Repeat("chuyển đổi số quốc gia ", 8)
	got := guesses(t, spoken, many+"chuyển đồi số", index.Request{})
	if want := []string{"spelling: " + many + "chuyển đổi số"}; !cmp.Equal(got, want) {
		t.Errorf("%q", got)
	}
	guesses(t, spoken, strings.Repeat("chuyển-đồi-số-", 14)+"x", index.Request{})
}

// FuzzGuesses checks that what is offered can be written, read back and read into,
// and that it is another query.
func FuzzGuesses(f *testing.F) {
	for _, q := range []string{"chuyển đồi số", "chuyen doii so", "covid19 OR vietnam", "N. P. Trọng", "trong nguyen phu", "NOT donal", "ORR", "title:(hai quan)",
		"hoa lan, dịch covit-19", "face book", "ANDD dụ", "+donal =trump tru*", "dduwowngf hoa lan", "ông ông Phú Trọng", "e\u0323\u0302 q\xff"} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, q string) {
		n, _, err := query.Parse(q)
		if err != nil || len(q) > 200 {
			return
		}
		list, err := plan.Guesses(spoken, names, &index.Request{Query: n}, true)
		if err != nil || len(list) > plan.MaxGuesses {
			t.Fatalf("%q: %v, %v", q, list, err)
		}
		for _, g := range list {
			back, _, err := query.Parse(g.Query.String())
			if err != nil || g.Query.String() == n.String() {
				t.Fatalf("%q: %q, %v", q, g.Query, err)
			}
			if _, err := plan.Read(t.Context(), worded{nil, spoken}, names, &index.Request{Query: back}); err != nil {
				t.Fatal(err)
			}
		}
	})
}
