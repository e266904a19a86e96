package head

import (
	"slices"
	"strings"

	"vankien/internal/viet/name"
)

// parts are what the title of a speech names.
type parts struct {
	speaker, role, event, place Field
	confidence                  float64 // that it is the title of a speech
}

// speechParts reads a title; ok is false if it may be that of something else.
func speechParts(title string, greeted bool) (p parts, ok bool) {
	f, rest, _ := cutForm(title)
	caps := isCaps(title)
	confidence := joined
	if f.weak {
		confidence = likely
	}
	p.confidence = confidence
	i := slices.IndexFunc(rest, func(w string) bool { return key(w) == "của" })
	named := false
	if i >= 0 {
		end := i + 1
		for end < len(rest) && (phraseAt(rest[end:], bounds) == 0 || end == i+1) && !strings.HasPrefix(rest[end], "(") {
			end++
			if strings.HasSuffix(rest[end-1], ":") {
				break
			}
		}
		speaker, role := who(rest[i+1:end], caps)
		if named = speaker != "" || role != ""; named {
			p.speaker, p.role = field(speaker, confidence), field(role, confidence)
		}
		p.event, p.place = whereOf(rest[:i], rest[end:], caps)
	} else {
		p.event, p.place = whereOf(nil, rest, caps)
	}
	switch {
	case greeted || f.whole && (named || !f.weak):
		return p, true
	case f.weak:
		return p, p.role.Value != "" && !hasVerb(title) && isOffice(key(p.role.Value)) || len(rest) > 0 && beginsWith(strings.ToLower(title), "bài viết nhân")
	case i >= 0 && !named:
		return p, false
	}
	if phraseAt(rest, []string{"về"}) > 0 { // may tell what somebody said about something
		p.confidence = likely
		return p, true
	}
	return p, len(rest) == 0 || phraseAt(rest, follow) > 0
}

func field(value string, confidence float64) Field {
	if value == "" {
		return Field{}
	}
	return Field{value, confidence, inTitle}
}

// who reads a speaker: "Chủ tịch nước Nguyễn Văn A", "đồng chí Nguyễn Văn A,
// Chủ tịch nước", or an office alone.
func who(words []string, caps bool) (speaker, role string) {
	text := strings.Trim(withoutRanks(strings.Join(words, " ")), " ,.:;-–\"")
	if first, after, cut := strings.Cut(text, ","); cut {
		if n := personAtEnd(strings.Fields(first), caps); n > 0 && n == len(strings.Fields(first)) {
			return personCase(first, caps), officeCase(after, caps)
		}
	}
	words = strings.Fields(text)
	n := personAtEnd(words, caps)
	role = strings.Trim(strings.Join(words[:len(words)-n], " "), " ,-–")
	for _, r := range []string{" đồng chí", " ông", " bà"} {
		role = strings.TrimSuffix(role, r)
	}
	if role = officeCase(role, caps); n > 0 && role == "" && n < len(words) {
		return "", ""
	}
	return personCase(strings.Join(words[len(words)-n:], " "), caps), role
}

// personAtEnd returns how many of the last words are the name of a person.
func personAtEnd(words []string, caps bool) int {
	places := name.DefaultPlaces().Find(words)
	for n := min(5, len(words)); n >= 2; n-- {
		text := strings.Join(words[len(words)-n:], " ")
		if strings.ContainsAny(text, ",;:") || !startsSurname(text) || isPlace(text) || !(isName(text) || caps && isNameForm(text, isCapsWord)) {
			continue
		}
		from := len(words) - n
		if slices.ContainsFunc(places, func(m name.PlaceMatch) bool { return m.From <= from && from < m.To && len(words)-m.To >= 2 }) {
			continue // the place belongs to the office
		}
		return n
	}
	return 0
}

func personCase(s string, caps bool) string {
	if caps && s != "" {
		return titleCase(s)
	}
	return s
}

// officeCase returns an office as sentences have it, "" for what is none.
func officeCase(s string, caps bool) string {
	s = strings.Trim(s, " ,.;:()")
	if k := key(s); !isOffice(k) && !beginsWith(k, "nguyên", "quyền", "đồng chí chủ tịch", "tổng thống", "đại tướng", "đại sứ", "bộ chính trị", "ủy viên") || len(s) > 250 {
		return ""
	}
	if hasVerb(s) {
		return ""
	}
	if caps {
		return proper(s)
	}
	return s
}

// hasVerb reports whether what looks like an office goes on as a sentence does.
func hasVerb(s string) bool {
	for _, w := range strings.Fields(key(s)) {
		switch w {
		case "gây", "mở", "nói", "làm", "khiến", "bị", "được", "là", "có", "đưa", "cho", "giảm", "tăng", "hóa", "không", "đã", "sẽ", "giúp":
			return true
		}
	}
	return false
}

// whereOf reads event and place, before and after the speaker: "khai mạc Hội
// nghị …", "tại Hội nghị … tại Hà Nội".
func whereOf(before, after []string, caps bool) (event, place Field) {
	for _, words := range [][]string{after, before} {
		for i := range words {
			n := phraseAt(words[i:], []string{"tại", "trong", "ở", "dự", "nhân dịp", "nhân", "khai mạc", "bế mạc", "kết luận", "chỉ đạo", "chào mừng"})
			if n == 0 {
				continue
			}
			text := endOfEvent(strings.Join(words[i+n:], " "))
			if isPlace(text) && place.Value == "" {
				place = placeField(text)
				continue
			}
			if event.Value == "" && beginsWith(key(start(text)), events...) {
				var at Field
				if text, at = cutPlace(text); at.Value != "" {
					place = at
				}
				if caps {
					text = proper(text)
				}
				event = field(capitalize(text), joined)
			}
		}
	}
	return event, place
}

// endOfEvent cuts a date and what stands in brackets off the name of an event.
func endOfEvent(s string) string {
	if i := strings.IndexAny(s, "(["); i >= 0 {
		s = s[:i]
	}
	for _, day := range dayWords(s) {
		if iso, _ := dateAt(s, skipSpace(s, day+len("ngày"))); iso != "" {
			s = s[:day]
			break
		}
	}
	return strings.Trim(s, " ,.;:-–\"“”")
}

// cutPlace cuts ", tại Hà Nội" off the name of an event.
func cutPlace(s string) (string, Field) {
	for _, word := range [...]string{" tại ", " ở ", " TẠI "} {
		i := strings.LastIndex(s, word)
		if i > 0 && isPlace(s[i+len(word):]) {
			return strings.TrimRight(s[:i], " ,"), placeField(s[i+len(word):])
		}
	}
	return s, Field{}
}

func placeField(s string) Field {
	return Field{name.DefaultPlaces().Find(strings.Fields(s))[0].Canonical, joined, inTitle}
}
