package viet

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// checkMayHold checks that MayHold denies no alias of a text.
func checkMayHold(t testing.TB, text string) {
	t.Helper()
	for _, k := range Tokenize(nil, text) {
		if k.Kind != Word && !MayHold(text, k.Term) {
			t.Fatalf("MayHold denies %q in %+.3000q", k.Term, text)
		}
	}
}

func TestMayHoldDenies(t *testing.T) {
	const text = "Theo Nghị quyết 18-NQ/TW ngày 13/1/2025, U.B.N.D tỉnh và TP.HCM họp về 1570 việc. Hết’."
	if !MayHold(text, "nq:x") {
		t.Error("a term of another form is denied")
	}
	for _, term := range []string{"doc:57/nq/tw", "nq:57", "d:2024", "d:2024-01-13", "tw", "khcn", "hnd"} {
		if MayHold(text, term) {
			t.Errorf("%q is nowhere in %q", term, text)
		}
	}
}

// aliasWords are what numbers, dates and documents are written with.
var aliasWords = strings.Fields(`ngày Ngày 1 2 3/4 13/1/2025 5/6, tháng thang năm nam 2025 2024 quý IV II số 57 57-NQ/TW /NQ-CP -NQ/TW nghị quyết
nghị định luật của khóa XIII lần thứ nhiệm kỳ 2020 đến và , , ; % 33 nghìn tỷ 6,03% . . 15/2020 thông tư bộ chính trị trung ương đảng hội nghị
V I điều khoản K A.B C&D TP. HCM U B - / đại hội kỳ họp bộ dân sự sáng nay giai đoạn từ 12 13 T.Ư GD&ĐT Hoà&B 25 ’ “ ” ２`)

// TestMayHold tries random texts of such words.
func TestMayHold(t *testing.T) {
	w := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		var b strings.Builder
		for range 2 + w.IntN(14) {
			b.WriteString(aliasWords[w.IntN(len(aliasWords))])
			b.WriteString([]string{" ", " ", " ", "\n", ".", ""}[w.IntN(6)])
		}
		checkMayHold(t, b.String())
	}
}

func FuzzMayHold(f *testing.F) {
	addSeeds(f)
	f.Add("Theo U.B.N.D và GD&ĐT, ngày 13/1/25\n\n2025. Số 057/2020/NĐ-CP và\n\n58/NQ-CP")
	f.Fuzz(func(t *testing.T, text string) {
		if text = Compose(text); len(text) < 4000 {
			checkMayHold(t, text)
		}
	})
}

// TestMayHoldCorpora does so with real texts.
func TestMayHoldCorpora(t *testing.T) {
	files := dataFiles(t)
	if files == nil {
		t.Skip("VANKIEN_DATA names no folder of real text")
	}
	for _, file := range files {
		documents(t, file, 149, func(text string) {
			if text = Compose(text); len(text) < 100_000 {
				checkMayHold(t, text)
			}
		})
	}
}
