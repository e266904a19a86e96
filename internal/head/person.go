package head

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"vankien/internal/viet"
	"vankien/internal/viet/name"
)

// A name in mixed case is told by its form where one is expected. In capitals it
// is told by its surname only: NHÂN DÂN and THUẾ QUỐC TẾ have the form of names.

// surnames are those of nearly all Vietnamese, and of the larger minorities.
var surnames = set("nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đoàn vương trịnh trương đinh lâm phùng mai tô hà tạ thái " +
	"quách chu châu cao tăng la lương lưu triệu từ tống thạch giang kiều văn đồng nông hứa khổng lại lã lục mạc nghiêm ngụy ông phó quan quản sầm sùng thân " +
	"tôn tiêu trang ung uông viên bạch bế cấn cù diệp doãn đàm giàng hầu kim khúc lò ma mã mạnh nhâm phí thào thiều vàng vừ bàn cầm chẩu đàng hạng khuất " +
	"lữ lỗ lường mùa nùng âu an bành cung y điểu h rơ siu ksor rmah rah kpă niê êban phương vi hờ sô triệu")

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[key(w)] = true
	}
	return m
}

// ranks stand before a name and are no part of it.
var ranks = []string{"đại tướng", "thượng tướng", "trung tướng", "thiếu tướng", "đại tá", "thượng tá", "trung tá", "thiếu tá", "đại úy", "chuẩn đô đốc", "phó đô đốc",
	"đô đốc", "giáo sư", "phó giáo sư", "tiến sĩ", "thạc sĩ", "bác sĩ", "luật sư", "kỹ sư", "đồng chí", "ông", "bà", "gs", "pgs", "ts", "ths", "bs", "tskh", "ks", "đ/c", "đc", "ls",
	"bscki", "bsckii", "ds", "cn", "ngnd", "ngưt", "ttưt", "ttnd", "cử nhân", "ck1", "ck2", "cki", "ckii"}

// withoutRanks drops degrees and ranks before a name.
func withoutRanks(s string) string {
	for again := true; again; {
		again = false
		s = strings.TrimLeft(s, " .,-–")
		for _, r := range ranks {
			if n := len(r); len(s) > n && strings.EqualFold(s[:n], r) && strings.ContainsRune(" .,", firstRune(s[n:])) {
				s, again = s[n:], true
			}
		}
	}
	return s
}

// signerName returns the name that a line is, or "".
func signerName(s string) string {
	s = strings.Trim(withoutRanks(s), " .,;:")
	switch {
	case isName(s):
		return s
	case isCaps(s) && isNameForm(s, isCapsWord) && startsSurname(s) && !isOffice(key(s)):
		return titleCase(s)
	}
	return ""
}

// brokenName joins a name that was broken over two lines.
func brokenName(first, second string) string {
	first = withoutRanks(first)
	if signerName(first) == "" && strings.Contains(first, " ") || strings.Count(second, " ") > 0 && strings.Contains(first, " ") || !isNamePart(second) {
		return ""
	}
	if strings.Count(first, " ") > 2 || !startsSurname(first) || isCaps(first) {
		return ""
	}
	return signerName(first + " " + second)
}

// isName reports whether a line has the form of a name in mixed case.
func isName(s string) bool {
	return isNameForm(s, func(w string) bool { return viet.IsCapitalized(w) || strings.ContainsRune(w, '\'') && startsUpper(w) }) && !isPlace(s) && !isPhrase(s)
}

// isPhrase reports whether a line in the form of a name is a title of a part.
func isPhrase(s string) bool {
	return beginsWith(key(s), "nơi", "phụ", "điều", "chương", "mục", "phần", "như", "kính", "bộ", "sở", "chủ tịch", "phó", "độc lập", "quyết", "nghị", "thông", "công ty")
}

// isNamePart reports whether a line may be the end of a name.
func isNamePart(s string) bool {
	return isNameForm("Lê "+s, viet.IsCapitalized) && strings.Count(s, " ") < 3 && !isPhrase(s)
}

func isNameForm(s string, word func(string) bool) bool {
	n := 0
	for w := range strings.FieldsSeq(s) {
		if n++; n > 6 || !word(w) || strings.ContainsFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' && r != '-' && r != '.' }) {
			return false
		}
	}
	return n >= 2
}

func isCapsWord(w string) bool { return isCaps(w) }

func isPlace(s string) bool {
	words := strings.Fields(s)
	m := name.DefaultPlaces().Find(words)
	return len(m) == 1 && m[0].From == 0 && m[0].To == len(words)
}

func startsSurname(s string) bool {
	first, _, _ := strings.Cut(s, " ")
	return surnames[key(first)]
}

// titleCase returns words in capitals with only their first letters as capitals.
func titleCase(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		_, n := utf8.DecodeRuneInString(w)
		words[i] = w[:n] + strings.ToLower(w[n:])
	}
	return strings.Join(words, " ")
}
