package head

import (
	"slices"
	"strings"

	"vankien/index"
)

// A title says that a text is a speech, and whose: "Phát biểu của Chủ tịch …
// Nguyễn Văn A tại Hội nghị …". News about speeches has such titles too
// ("Bài phát biểu của ông … gây tranh cãi"), so the word alone is not enough:
// what follows must be of a speech, or a salutation must open the text, which
// for its part never says who speaks. And whoever is named after "của" must be
// named to the end: an office, or one with a name; a verb after it is news.

// Bounds of what is read for a speech.
const (
	maxHeadline = 600 // bytes
	maxOpening  = 10  // paragraphs until a salutation
	maxUnder    = 6   // paragraphs under a title that may belong to it
)

var (
	// forms name a speech; weakForms are of much else, too.
	forms     = []string{"phát biểu", "diễn văn", "đáp từ", "diễn từ", "lời kêu gọi", "bài nói chuyện", "lời chào mừng"}
	weakForms = []string{"tuyên bố", "thư", "thông điệp", "viết", "lời chúc"}
	// wholes stand before the name of a form.
	wholes = []string{"toàn văn", "nguyên văn"}
	before = []string{"bài", "lời", "nội dung", "video", "audio", "dự thảo", "trích", "tham luận"}
	// follow are what may follow a form in the title of a speech.
	follow = []string{"của", "tại", "khai mạc", "bế mạc", "kết luận", "chào mừng", "chỉ đạo", "nhậm chức", "trước", "nhân", "mừng", "chúc mừng", "đề dẫn", "dẫn đề",
		"định hướng", "tổng kết", "ở", "trong", "động viên", "phát động", "đáp từ", "tiếp thu", "tuyên thệ", "khánh thành", "khai giảng", "khai trương", "giao nhiệm vụ"}
	// bounds end the name of a speaker.
	bounds = []string{"tại", "ở", "trước", "nhân", "trong", "gửi", "về", "dịp", "ngày", "với", "đến", "tới", "dự", "khai mạc", "bế mạc", "kết luận", "chào mừng", "chúc mừng"}
	// events begin the name of an event.
	events = []string{"hội nghị", "kỳ họp", "đại hội", "lễ", "buổi", "phiên", "cuộc", "diễn đàn", "hội thảo", "tọa đàm", "đối thoại", "ngày", "chương trình",
		"kỷ niệm", "festival", "tuần lễ", "hội", "triển lãm", "liên hoan", "quốc tang", "năm", "tết", "cuộc thi", "họp"}
)

// readSpeech reads the fields of a speech; ok is false if the text is none.
func (h *Head) readSpeech(title, body string) (ok bool) {
	head := titleOf(title, body)
	greeted := hasSalutation(head.opening)
	if !head.form && (!greeted || startsReport(title) || startsReport(firstLine(body))) { // a report that was read aloud is one
		return false
	}
	lines := cutLines(head.opening, maxOpening)
	if !head.form {
		h.Kind = Field{index.KindSpeech, joined, inSalutation}
		h.datesUnder(lines)
		return true
	}
	text := headline(head.title, lines, head.fromBody)
	p, sure := speechParts(text, greeted)
	if !sure {
		return false
	}
	h.Kind = Field{index.KindSpeech, p.confidence, inTitle}
	if greeted {
		h.Kind.Confidence = ownLine
	}
	h.Speaker, h.Role, h.Event, h.Place = p.speaker, p.role, p.event, p.place
	if d := dateIn(text); d != "" {
		h.Date = Field{d, likely, inTitle}
	}
	h.datesUnder(lines)
	if head.fromBody {
		h.Title = Field{window(text, maxTitle), joined, inTitle}
	}
	return true
}

// speechTitle is where the title of a speech may stand.
type speechTitle struct {
	title    string
	fromBody bool   // it is the first line of the body
	form     bool   // it holds the name of a form
	opening  string // the beginning of the body
}

// titleOf looks at the title, else at the first line of the body if that is a
// heading.
func titleOf(title, body string) speechTitle {
	t := speechTitle{opening: window(body, maxOpening*maxHeadline/2)}
	t.title, t.form = formTitle(title)
	if t.form || len(t.opening) == 0 {
		return t
	}
	for rest := t.opening; rest != ""; {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		if line = strings.Trim(line, edge); line == "" {
			continue
		}
		if len(line) <= 250 && !strings.HasSuffix(line, ".") {
			if text, ok := formTitle(line); ok {
				t.title, t.form, t.fromBody = text, true, strings.TrimSpace(title) == ""
			}
		}
		break
	}
	return t
}

// formTitle returns a title, cleaned, if it begins as that of a speech may.
func formTitle(title string) (text string, ok bool) {
	if len(title) > 2*maxHeadline || !mayNameForm(title) {
		return title, false
	}
	text = clean(window(title, maxHeadline))
	_, _, ok = cutForm(text)
	return text, ok
}

// mayNameForm is a cheap test that nearly all titles fail: is the first word one
// that the title of a speech begins with?
func mayNameForm(s string) bool {
	word, _, _ := strings.Cut(strings.TrimLeft(s, edge+"[(\"“'"), " ")
	word = window(strings.TrimRight(word, "]:,"), 24)
	for _, w := range firstWords {
		if len(w) == len(word) && strings.EqualFold(w, word) {
			return true
		}
	}
	return false
}

// firstWords are those of all forms and of what may stand before them.
var firstWords = func() (words []string) {
	for _, w := range slices.Concat(forms, weakForms, wholes, before) {
		w, _, _ = strings.Cut(w, " ")
		words = append(words, w)
	}
	slices.Sort(words)
	return slices.Compact(words)
}()

// form is the name of a speech at the start of a title.
type form struct {
	weak  bool // it is of much else, too
	whole bool // "Toàn văn" stands before it
}

// cutForm cuts the name of a form, and what may stand before it, off a title.
func cutForm(s string) (f form, rest []string, ok bool) {
	words := strings.Fields(s)
	for len(words) > 0 {
		n := 0
		switch {
		case phraseAt(words, wholes) > 0:
			f.whole = true
			n = phraseAt(words, wholes)
		case phraseAt(words, forms) > 0:
			return f, words[phraseAt(words, forms):], true
		case phraseAt(words, weakForms) > 0 && (key(words[0]) != "viết" || strings.HasPrefix(key(s), "bài viết")):
			f.weak = true
			return f, words[phraseAt(words, weakForms):], true
		default:
			n = phraseAt(words, before)
		}
		if n == 0 {
			return f, nil, false
		}
		words = words[n:]
	}
	return f, nil, false
}

// phraseAt returns how many words the phrase takes that the words begin with; 0
// if it is none of the phrases.
func phraseAt(words []string, phrases []string) int {
	for _, p := range phrases {
		n := 0
		for part := range strings.SplitSeq(p, " ") {
			if n == len(words) || !sameWord(strings.Trim(words[n], "[](){}:,.;\"“”'!-–"), part) {
				n = -1
				break
			}
			n++
		}
		if n > 0 {
			return n
		}
	}
	return 0
}

// sameWord compares a word with a term. Its tone may be placed otherwise, which
// leaves its first letter and its length.
func sameWord(word, term string) bool {
	return len(word) == len(term) && (strings.EqualFold(word, term) ||
		strings.EqualFold(string(firstRune(word)), string(firstRune(term))) && key(word) == term)
}

// headline joins to a title the lines under it that go on with it.
func headline(title string, lines []line, fromBody bool) string {
	if fromBody && len(lines) > 0 {
		lines = lines[1:]
	}
	caps := isCaps(title)
	for _, l := range lines[:min(len(lines), maxUnder)] {
		s := strings.Trim(l.text, "()[] ")
		goes := beginsWith(key(start(s)), "của", "đồng chí", "tại", "phát biểu của", "bài phát biểu của") || caps && isCaps(s)
		if !goes || strings.HasSuffix(s, ".") || isSalutation(s) || len(title)+len(s) > maxHeadline || dateOnly(s) {
			if dateOnly(s) {
				continue
			}
			break
		}
		if beginsWith(key(start(s)), "đồng chí") && !strings.Contains(key(title), "của") {
			s = "của " + s
		}
		title += " " + s
	}
	return title
}

// hasSalutation reports whether one of the first lines is a salutation.
func hasSalutation(opening string) bool {
	for n := 0; n < maxOpening && opening != ""; {
		var line string
		line, opening, _ = strings.Cut(opening, "\n")
		if line = strings.Trim(line, edge); line == "" {
			continue
		}
		if n++; isSalutation(line) {
			return true
		}
	}
	return false
}

// isSalutation reports whether a line greets those who hear a speech.
func isSalutation(s string) bool {
	rest, ok := strings.CutPrefix(strings.TrimLeft(s, "- "), "Kính thưa")
	if !ok {
		rest, ok = strings.CutPrefix(s, "Thưa")
	}
	if !ok || len(s) > 400 || !strings.HasPrefix(rest, " ") && !strings.HasPrefix(rest, ",") {
		return false
	}
	switch s[len(s)-1] {
	case ',', '!', ':', ';':
		return true
	case '?':
		return false
	}
	return len(s) < 200 && beginsWith(key(start(strings.TrimSpace(rest))), "các", "đồng", "quý", "toàn thể", "đoàn", "bà con")
}

// dateOnly reports whether a line is a date, or place and date, and nothing else.
func dateOnly(s string) bool {
	s = strings.Trim(s, "()[].,; ")
	if _, ok := wholeDateline(s); ok {
		return true
	}
	s = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(s, "Ngày"), "ngày"))
	iso, end := dateAt(s, 0)
	return iso != "" && end == len(s)
}

// datesUnder reads the date of a speech, and its place, from a line under its
// title that holds nothing else.
func (h *Head) datesUnder(lines []line) {
	for _, l := range lines[:min(len(lines), maxUnder)] {
		if isSalutation(l.text) {
			return
		}
		if !dateOnly(l.text) {
			continue
		}
		h.Date = Field{dateIn(l.text), likely, inHead}
		if d, ok := wholeDateline(l.text); ok && d.place != "" && h.Place.Value == "" {
			h.Place = Field{d.place, likely, inHead}
		}
		return
	}
}
