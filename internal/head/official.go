package head

import "strings"

// reasons begin the text that follows a letter head.
var reasons = []string{"căn cứ", "điều 1", "kính gửi", "thực hiện", "theo đề nghị", "xét", "thi hành", "chương i"}

// readOfficial reads the fields of a letter head; ok is false if it is none.
func (h *Head) readOfficial(all []line) (ok bool) {
	stop := len(all)
	at := mottoAt(all)
	for i := max(at, 0); i < len(all); i++ {
		if beginsWith(key(start(all[i].text)), reasons...) {
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
	for i := at; i < len(lines) && i < at+4; i++ {
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
		text := strings.TrimLeft(l.text[len("V/v"):], " :.")
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
	if text = withoutNumber(text, number); text == kind.name && kind.id != "constitution" {
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
	for i := n - 1; i > 0 || i == 0 && n < len(lines); i-- {
		if n-i > 4 {
			break
		}
		if isBody(lines[i].text) && (i == 0 || !beginsWithin(lines[i-1].text)) {
			for i > 0 && isOffice(key(lines[i-1].text)) && !beginsWithin(lines[max(i-2, 0)].text) {
				i--
			}
			return lines[:i]
		}
	}
	return lines[:n]
}

// beginsWithin reports whether a line ends so that the next goes on with it.
func beginsWithin(s string) bool {
	words := strings.Fields(key(s))
	if len(words) == 0 || strings.HasSuffix(s, ",") {
		return len(words) > 0
	}
	switch words[len(words)-1] {
	case "của", "và", "cho", "do", "tại", "giữa", "bởi", "với", "thuộc", "trong", "theo", "hoặc", "các", "đối", "từ", "đến", "về":
		return true
	}
	return false
}

// withoutNumber drops "SỐ … NGÀY … CỦA …" from the title of an old law.
func withoutNumber(title, number string) string {
	words := strings.Fields(title)
	for i, w := range words {
		if key(w) != "số" || number == "" || i+1 >= len(words) || !strings.HasPrefix(words[i+1], number) {
			continue
		}
		n := 2
		if i+3 < len(words) && key(words[i+2]) == "ngày" {
			n = 4
		}
		head := strings.TrimSuffix(strings.Join(words[:i], " "), " CỦA QUỐC HỘI")
		tail := strings.TrimPrefix(strings.Join(words[min(i+n, len(words)):], " "), "CỦA QUỐC HỘI ")
		return strings.TrimSpace(head + " " + tail)
	}
	return title
}
