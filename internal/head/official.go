package head

import (
	"strings"
	"unicode"
)

// reasons begin the text that follows a letter head; capitalReasons do so in
// capitals, too, in which the others are a part of the title.
var (
	reasons        = []string{"căn cứ", "điều 1", "kính gửi", "thực hiện", "theo đề nghị", "xét", "thi hành", "chương i"}
	capitalReasons = []string{"căn cứ", "điều 1", "kính gửi", "chương i"}
)

func isReason(s string) bool {
	if isCaps(s) {
		return beginsWith(key(start(s)), capitalReasons...)
	}
	return beginsWith(key(start(s)), reasons...)
}

// readOfficial reads the fields of a letter head; ok is false if it is none.
func (h *Head) readOfficial(all []line) (ok bool) {
	stop := len(all)
	at := mottoAt(all)
	for i := max(at, 0); i < len(all); i++ {
		if isReason(all[i].text) {
			stop = i
			break
		}
	}
	lines := all[:stop]
	kind := findKind(lines, at+1)
	h.Number = findNumber(lines, kind.line)
	h.Kind = kind.Field
	if kind.line < 0 && at < 0 && h.Number.Value == "" {
		*h = Head{}
		return false
	}
	h.Place, h.Date = findDates(lines)
	subject := findSubject(lines)
	letter := subject.Value != "" || h.Number.Value != "" && stop < len(all) && beginsWith(key(start(all[stop].text)), "kính gửi")
	if h.Kind.Value == "" && letter {
		h.Kind = Field{"official-letter", joined, inHead}
	}
	if strings.Contains(h.Number.Value, "/VBHN") { // it repeats the head of what it joins
		h.Kind = Field{"consolidated", joined, inNumber}
	}
	if id := kindOfNumber(h.Number.Value); h.Kind.Value == "" && id != "" {
		h.Kind = Field{id, implied, inNumber}
	}
	h.Organisation = findIssuer(lines, at, h.Number.Value)
	h.Title = subject
	if kind.line >= 0 {
		h.Title = findTitle(lines, kind, h.Number.Value)
	}
	if stop < len(all) {
		h.Recipients = addressees(all[stop:])
	}
	return h.Kind.Value != "" || h.Number.Value != "" || h.Date.Value != ""
}

// start returns as much of a line as tells what it begins with.
func start(s string) string { return window(s, 40) }

// mottoAt returns the line of the motto, -1 if there is none.
func mottoAt(lines []line) int {
	for i, l := range lines {
		if motto(l.text) >= 0 {
			return i
		}
	}
	return -1
}

// mottoEnd returns the first line after the motto.
func mottoEnd(lines []line, at int) int {
	for i := at; i < len(lines) && i < at+6; i++ {
		if strings.Contains(key(lines[i].text), "hạnh phúc") || beginsWith(key(lines[i].text), "đảng cộng sản việt nam") {
			return i + 1
		}
	}
	return at + 1
}

// findSubject returns what follows "V/v" on its line and on those that go on
// with it.
func findSubject(lines []line) Field {
	for i, l := range lines {
		if !l.isSubject() {
			continue
		}
		text := strings.TrimLeftFunc(l.text[len("V/v"):], func(r rune) bool { return unicode.IsSpace(r) || unicode.In(r, unicode.Cf) || r == ':' || r == '.' })
		for _, next := range lines[i+1:] {
			_, ok := findDateline(next.text)
			if ok || next.apart || startsNumber(next.text) || isCaps(next.text) {
				break
			}
			text += " " + next.text
		}
		if text != "" {
			return Field{capitalize(text), sure(l), inHead}
		}
	}
	return Field{}
}

// maxTitleLines is the most lines of a title.
const maxTitleLines = 14

// findTitle returns the type and what it is about: the lines in capitals that
// follow, but for the body that decides, or one paragraph.
func findTitle(lines []line, kind foundKind, number string) Field {
	text := kind.name
	if kind.rest != "" {
		text += " " + kind.rest
	}
	after := lines[kind.line+1:]
	if len(after) > maxTitleLines {
		after = after[:maxTitleLines]
	}
	if len(after) > 0 && !isCaps(after[0].text) && kind.rest == "" {
		text += subtitle(after)
	} else {
		for _, l := range capsTitle(after) {
			text += " " + l.text
		}
	}
	confidence := sure(lines[kind.line])
	if kind.id == "law" || kind.id == "code" || kind.id == "ordinance" {
		text = withoutNumber(text, number)
	}
	if text == kind.name && kind.id != "constitution" {
		confidence = likely
	}
	return Field{window(text, maxTitle), confidence, inHead}
}

// maxTitle bounds a title in bytes; index.MaxTitle counts characters.
const maxTitle = 1500

// subtitle returns the paragraph under a type, if it is a subject and no
// sentence.
func subtitle(lines []line) string {
	first := lines[0].text
	if strings.HasSuffix(first, ".") || len(first) > 600 || strings.HasPrefix(first, "(") || !beginsWith(key(start(first)), subjects...) {
		return ""
	}
	text := " " + first
	for _, l := range lines[1:] {
		if l.apart || isCaps(l.text) || startsUpper(l.text) || strings.HasPrefix(l.text, "(") {
			break
		}
		text += " " + l.text
	}
	return text
}

// subjects are the words that a subject begins with.
var subjects = []string{"về", "v", "ban hành", "quy định", "sửa đổi", "phê duyệt", "công bố", "bãi bỏ", "hướng dẫn", "thành lập", "giao",
	"kết luận", "tình hình", "kết quả", "tổng kết", "sơ kết", "triển khai", "tổ chức", "bổ sung", "điều chỉnh", "thông qua", "hội nghị", "kiện toàn", "tăng cường"}

// capsTitle returns the lines in capitals that lines begin with, without the
// name of the body that decides, which stands last.
func capsTitle(lines []line) []line {
	n := 0
	for n < len(lines) && isCaps(lines[n].text) {
		n++
	}
	for i := n - 1; i >= 0 && n-i <= 4; i-- {
		if !isBody(lines[i].text) || i > 0 && beginsWithin(lines[i-1].text) || !isDecider(lines[i:n]) || i == 0 && n == len(lines) {
			continue
		}
		for i > 0 && isOffice(key(lines[i-1].text)) && !beginsWithin(lines[max(i-2, 0)].text) {
			i--
		}
		return lines[:i]
	}
	return lines[:n]
}

// isDecider reports whether lines are short enough for the name of a body, and
// no list.
func isDecider(lines []line) bool {
	text := strings.Join(texts(lines), " ")
	return strings.Count(text, " ") < 14 && strings.Count(text, ",") < 2 && !strings.ContainsAny(text, ".;:")
}

// beginsWithin reports whether a line ends so that the next goes on with it.
func beginsWithin(s string) bool {
	words := strings.Fields(key(s))
	if len(words) == 0 || strings.HasSuffix(s, ",") {
		return len(words) > 0
	}
	switch words[len(words)-1] {
	case "của", "và", "cho", "do", "tại", "giữa", "bởi", "với", "thuộc", "trong", "theo", "hoặc", "các", "đối", "từ", "đến", "về", "ủy", "nhân", "trên", "một", "quản", "hội", "là", "giao":
		return true
	}
	return false
}

// withoutNumber drops from the title of a law what old ones repeat of the head:
// "CỦA QUỐC HỘI NƯỚC … SỐ … NGÀY …".
func withoutNumber(title, number string) string {
	words := strings.Fields(title)
	keys := make([]string, len(words))
	for i, w := range words {
		keys[i] = key(strings.Trim(w, ",.()"))
	}
	for i := 0; i < len(words); {
		n := repeated(words[i:], keys[i:], number)
		if i == 0 || n == 0 {
			i++
			continue
		}
		words, keys = append(words[:i], words[i+n:]...), append(keys[:i], keys[i+n:]...)
	}
	return strings.Join(words, " ")
}

// repeated returns how many words repeat a part of the head: the parliament with
// its country, the number, and the date beside it.
func repeated(words, keys []string, number string) int {
	text := strings.Join(keys[:min(len(keys), 14)], " ")
	for _, p := range [...]string{"của quốc hội nước cộng hòa xã hội chủ nghĩa việt nam", "của quốc hội nước việt nam dân chủ cộng hòa", "của quốc hội số"} {
		if beginsWith(text, p) {
			return len(strings.Fields(strings.TrimSuffix(p, " số")))
		}
	}
	if number == "" || len(words) < 2 || keys[0] != "số" || !strings.HasPrefix(words[1], number) {
		return 0
	}
	rest := strings.Join(words[2:], " ")
	if len(words) < 4 || keys[2] != "ngày" {
		return 2
	}
	iso, end := dateAt(rest, skipSpace(rest, len("ngày")))
	if iso == "" {
		return 2
	}
	return 2 + len(strings.Fields(rest[:end]))
}
