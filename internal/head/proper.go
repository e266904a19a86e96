package head

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vankien/internal/viet"
	"vankien/internal/viet/name"
)

// A letter head names bodies and offices in capitals; lists and facets have them
// as sentences do: Ủy ban nhân dân tỉnh Bắc Ninh. Which words take a capital is
// no rule but a custom: the first, proper names, and in the name of a ministry or
// department each field that it is for.

// named are the words that take capitals within the name of a body.
var named = []string{
	"Chính phủ", "Quốc hội", "Nhà nước", "Việt Nam", "Trung ương", "Đảng", "Thường vụ", "Bộ trưởng", "Chấp hành", "Mặt trận Tổ quốc", "Bí thư",
	"Chính trị", "Cộng sản", "Hồ Chí Minh", "Dân tộc", "Kiểm tra", "Tổng thanh tra", "Quân ủy", "Tỉnh ủy", "Thành ủy", "Huyện ủy", "Thủ tướng",
}

// fielded are the bodies whose fields take capitals.
var fielded = []string{"bộ", "sở", "cục", "tổng cục", "chi cục", "vụ", "ban", "ủy ban", "hội đồng", "phòng",
	"học viện", "đại học", "trường", "trung tâm"}

// divisions are followed by a name to the end.
var divisions = []string{"tỉnh", "thành phố", "huyện", "quận", "xã", "phường", "thị xã", "thị trấn", "đặc khu", "tỉnh ủy", "thành ủy", "huyện ủy"}

// notNames end it.
var notNames = []string{"lần", "thứ", "nhiệm", "khóa", "kỳ", "năm", "về", "và", "của", "do", "tổng"}

// proper returns a name in capitals as sentences have it.
func proper(caps string) string {
	words := strings.Fields(strings.Trim(caps, " .,;:"))
	if len(words) == 0 {
		return ""
	}
	if n := officeBefore(words); n > 0 {
		return proper(strings.Join(words[:n], " ")) + " " + proper(strings.Join(words[n:], " "))
	}
	for i, w := range words {
		_, syllable := viet.ParseSyllable(strings.ToLower(strings.Trim(w, ",()")))
		switch {
		case syllable:
			words[i] = viet.Term(w) // ỦY and UỶ are one name
		case viet.Marked(w) || !isCaps(w):
			words[i] = strings.ToLower(w) // UBND stays
		}
	}
	up := make([]bool, len(words))
	up[0] = true
	if k := key(strings.Join(words, " ")); isOffice(k) {
		if words[0] == "phó" && len(words) > 1 {
			up[1] = true
		}
		if slices.Contains(offices, k) {
			return inCase(words, up)
		}
	}
	capitalizeFields(words, up)
	capitalizeNamed(words, up)
	capitalizePlaces(words, up)
	return inCase(words, up)
}

func inCase(words []string, up []bool) string {
	for i, w := range words {
		if up[i] {
			words[i] = capitalize(w)
		}
	}
	return strings.Join(words, " ")
}

// officeBefore returns how many words name an office before the name of a body
// of two words or more.
func officeBefore(words []string) int {
	for n := min(4, len(words)-2); n > 0; n-- {
		if slices.Contains(offices, key(strings.Join(words[:n], " "))) && beginsWith(key(strings.Join(words[n:], " ")), bodies...) {
			return n
		}
	}
	return 0
}

// capitalizeFields marks the first word of each field of a ministry.
func capitalizeFields(words []string, up []bool) {
	k := key(strings.Join(words, " "))
	for _, body := range fielded {
		n := strings.Count(body, " ") + 1
		if !beginsWith(k, body) || n >= len(words) {
			continue
		}
		if beginsWith(key(strings.Join(words[n:], " ")), "nhân dân", "chỉ đạo", "quản lý dự án") {
			continue
		}
		up[n] = true
		for i := n + 1; i < len(words); i++ {
			if prev := words[i-1]; prev == "-" || prev == "–" || prev == "và" && n == 1 || strings.HasSuffix(prev, ",") {
				up[i] = true
			}
		}
	}
}

func capitalizeNamed(words []string, up []bool) {
	for i := range words {
		for _, phrase := range named {
			if parts := strings.Fields(phrase); matchesAt(words, i, parts) {
				for j, p := range parts {
					up[i+j] = up[i+j] || startsUpper(p)
				}
			}
		}
	}
}

func matchesAt(words []string, i int, parts []string) bool {
	if i+len(parts) > len(words) {
		return false
	}
	for j, p := range parts {
		if key(strings.TrimRight(words[i+j], ",")) != key(p) {
			return false
		}
	}
	return true
}

// capitalizePlaces marks names of places: those after the words for divisions,
// and those of the gazetteer.
func capitalizePlaces(words []string, up []bool) {
	title := make([]string, len(words))
	for i, w := range words {
		title[i] = capitalize(w)
	}
	for _, m := range name.DefaultPlaces().Find(title) {
		for i := m.From; i < m.To; i++ {
			up[i] = true
		}
		if m.Canonical == "Thành phố Hồ Chí Minh" && matchesAt(words, m.From, []string{"thành", "phố"}) && m.From > 0 {
			up[m.From], up[m.From+1] = false, false
		}
	}
	for i := range words {
		for _, d := range divisions {
			parts := strings.Fields(d)
			if !matchesAt(words, i, parts) || i+len(parts) < len(words) && key(words[i+len(parts)]) == "ủy" {
				continue
			}
			for j := i + len(parts); j < len(words) && j < i+len(parts)+4; j++ {
				if matchesAny(words, j, divisions) || matchesAny(words, j, notNames) || j == i+len(parts) && (words[j] == "hội" || words[j] == "đoàn") {
					break
				}
				up[j] = true
			}
		}
	}
}

func matchesAny(words []string, i int, phrases []string) bool {
	for _, p := range phrases {
		if matchesAt(words, i, strings.Fields(p)) {
			return true
		}
	}
	return false
}

// capitalize returns s with its first letter a capital.
func capitalize(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

func startsUpper(s string) bool { return unicode.IsUpper(firstRune(s)) }
