package head

import (
	"slices"
	"strings"
)

// The end of a document has two cells beside each other: "Nơi nhận" with those
// that it goes to, and authority, office and name of who signed. As text one
// follows the other, in either order, and annexes may follow both. Laws have no
// recipients, old ones no office either, but "(Đã ký)" under the name.

// Bounds of the end, in lines and bytes.
const (
	maxAfter      = 70
	maxBlock      = 16
	maxEnd        = 10 << 10
	maxRecipients = 100
	maxRecipient  = 400
)

// readEnd reads recipients and signer of a document with a letter head.
func (h *Head) readEnd(body string) {
	at := recipientsAt(body)
	if at < 0 {
		h.readSigner(lastLines(body))
		return
	}
	after := cutSigned(cutLines(window(body[at:], maxEnd), maxAfter))
	before := endBefore(body, at)
	list, rest := recipients(after)
	h.Recipients = append(h.Recipients, list...)
	if len(h.Recipients) > maxRecipients {
		h.Recipients = h.Recipients[:maxRecipients]
	}
	if !h.readSigner(untilAnnex(rest)) {
		h.readSigner(before)
	}
}

// recipientsAt returns where the line of "Nơi nhận" starts, -1 if there is none.
func recipientsAt(body string) int {
	for _, phrase := range [...]string{"Nơi nhận", "Nơi\nnhận", "NƠI NHẬN", "Nơi Nhận"} {
		if at := lineWith(body, phrase); at >= 0 {
			return at
		}
	}
	return -1
}

// lineWith returns where the first line starts that begins with a phrase, -1 if
// there is none.
func lineWith(body, phrase string) int {
	for from := 0; ; {
		i := strings.Index(body[from:], phrase)
		if i < 0 {
			return -1
		}
		i += from
		if start := lineStart(body, i); strings.Trim(body[start:i], edge) == "" {
			return start
		}
		from = i + len(phrase)
	}
}

// endBefore returns the last lines of a text before at.
func endBefore(body string, at int) []line {
	from := max(0, at-maxEnd/4)
	if from > 0 {
		from += max(0, strings.IndexByte(body[from:at], '\n'))
	}
	return cutSigned(cutLines(window(body[from:at], maxEnd), -maxBlock))
}

// cutSigned parts lines at "(Đã ký)", which may stand between office and name.
func cutSigned(lines []line) (out []line) {
	for _, l := range lines {
		i := strings.Index(l.text, "ã ký)")
		if i < 0 || len(l.text) > maxLine {
			out = append(out, l)
			continue
		}
		open := max(0, strings.LastIndex(l.text[:i], "("))
		for _, s := range [...]string{l.text[:open], l.text[open : i+len("ã ký)")], l.text[i+len("ã ký)"):]} {
			if s = strings.TrimSpace(s); s != "" {
				out = append(out, line{text: s, shared: true, apart: l.apart})
			}
		}
	}
	return out
}

// lastLines returns the lines in which a document without recipients is
// signed: before "(Đã ký)" or an annex, else the last ones.
func lastLines(body string) []line {
	at := len(body)
	for _, phrase := range [...]string{"PHỤ LỤC", "Phụ lục", "PHỤ\nLỤC"} {
		if i := lineWith(body, phrase); i > len(body)/8 {
			at = min(at, i)
		}
	}
	if i := strings.LastIndex(body[:at], "ã ký)"); i >= 0 {
		at = i + len("ã ký)")
	}
	return endBefore(body, at)
}

// untilAnnex returns the lines before an annex.
func untilAnnex(lines []line) []line {
	for i, l := range lines {
		if beginsWith(key(start(l.text)), "phụ lục", "danh mục", "mẫu số", "biểu") && i > 1 {
			return lines[:i]
		}
	}
	return lines
}

// recipients reads the list that begins with "Nơi nhận" and returns what follows it.
func recipients(lines []line) (list []Field, rest []line) {
	i := 0
	open := false // the last one goes on in the next line
	for ; i < len(lines); i++ {
		s := lines[i].text
		if i == 0 {
			if s = strings.TrimLeft(s[min(len("Nơi nhận"), len(s)):], " :"); s == "" {
				continue
			}
		}
		if i == 1 && key(s) == "nhận" {
			continue
		}
		item := strings.HasPrefix(s, "-") || strings.HasPrefix(s, "+") || strings.HasPrefix(s, "–") || strings.HasPrefix(s, "•")
		switch {
		case item || i == 0:
			for _, one := range strings.Split(s, "; -") {
				list = appendRecipient(list, one)
			}
			open = !strings.HasSuffix(s, ";") && !strings.HasSuffix(s, ".")
		case authority(s) || isCaps(s) || len(list) == 0 && isName(s):
			return kept(list), lines[i:]
		case open && !lines[i].apart && len(list) > 0 && !isName(s):
			list[len(list)-1].Value = recipient(list[len(list)-1].Value + " " + s)
			open = !strings.HasSuffix(s, ";") && !strings.HasSuffix(s, ".")
		case strings.HasSuffix(s, ";"):
			list = appendRecipient(list, s)
		default:
			return kept(list), lines[i:]
		}
	}
	return kept(list), lines[i:]
}

func appendRecipient(list []Field, s string) []Field {
	if s = recipient(s); s == "" || len(list) >= maxRecipients {
		return list
	}
	return append(list, Field{s, ownLine, atEnd})
}

func recipient(s string) string {
	return window(strings.Trim(s, " -+–•;.,"), maxRecipient)
}

// kept returns the recipients without the files of the issuer ("Lưu: VT") and
// without those that only point elsewhere ("Như Điều 3").
func kept(list []Field) []Field {
	return slices.DeleteFunc(list, func(f Field) bool {
		return beginsWith(key(start(f.Value)), "lưu", "như điều", "như trên", "như đ")
	})
}

// addressees returns whom a letter is addressed to, from "Kính gửi" on.
func addressees(lines []line) []Field {
	if len(lines) == 0 || !beginsWith(key(start(lines[0].text)), "kính gửi") {
		return nil
	}
	var list []Field
	first := strings.TrimLeft(lines[0].text[min(len("Kính gửi"), len(lines[0].text)):], " :")
	if first != "" {
		for _, l := range lines[1:] {
			if l.apart || startsUpper(l.text) || strings.HasSuffix(first, ".") || strings.HasPrefix(l.text, "(") || strings.HasPrefix(l.text, "-") {
				break
			}
			first += " " + l.text
		}
		return appendHead(nil, first)
	}
	for _, l := range lines[1:] {
		if !strings.HasPrefix(l.text, "-") || len(list) >= maxRecipients {
			break
		}
		list = appendHead(list, l.text)
	}
	return list
}

func appendHead(list []Field, s string) []Field {
	if s = recipient(s); s == "" {
		return list
	}
	return append(list, Field{s, ownLine, inHead})
}

// authority reports whether a line says in whose name a document is signed.
func authority(s string) bool {
	for _, p := range [...]string{"TM.", "KT.", "TL.", "TUQ.", "T/M", "K/T", "T/L", "Q.", "TM ", "KT ", "TL ", "TUQ ", "T.M", "K.T"} {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// readSigner reads who signed, in lines around the end; ok is false if they do
// not say.
func (h *Head) readSigner(lines []line) (ok bool) {
	for i := range lines {
		if authority(lines[i].text) || isCaps(lines[i].text) && isOffice(key(lines[i].text)) {
			if h.signedBelow(lines[i:min(len(lines), i+maxBlock)]) {
				return true
			}
		}
	}
	for i, l := range lines {
		if k := key(l.text); i > 0 && (strings.HasPrefix(k, "(đã ký") || strings.HasPrefix(k, "đã ký")) {
			if name := signerName(lines[i-1].text); name != "" {
				h.Signer = Field{name, joined, atEnd}
				return true
			}
		}
	}
	if n := len(lines); n > 0 && isName(lines[n-1].text) && startsSurname(lines[n-1].text) {
		h.Signer = Field{signerName(lines[n-1].text), likely, atEnd}
		return true
	}
	return false
}

// signedBelow reads a name under an authority or an office, and the office
// above it.
func (h *Head) signedBelow(lines []line) bool {
	for i := 1; i < len(lines); i++ {
		s := lines[i].text
		if strings.HasPrefix(s, "-") || strings.HasPrefix(s, "+") {
			return false
		}
		name := signerName(s)
		confidence := sure(lines[i])
		if i+1 < len(lines) && !lines[i+1].apart {
			if whole := brokenName(s, lines[i+1].text); whole != "" {
				name, confidence = whole, joined
			}
		}
		if name == "" {
			if !isCaps(s) && !strings.HasPrefix(s, "(") && !strings.HasPrefix(s, "[") && len(s) > 60 {
				return false
			}
			continue
		}
		h.Signer = Field{name, confidence, atEnd}
		if role := roleAbove(lines[:i]); role != "" {
			h.SignerRole = Field{role, confidence, atEnd}
		}
		return true
	}
	return false
}

// roleAbove returns the last office of the lines above a name.
func roleAbove(lines []line) string {
	for i := len(lines) - 1; i >= 0; i-- {
		s := lines[i].text
		if !isCaps(s) || strings.HasPrefix(s, "(") {
			continue
		}
		bare := withoutAuthority(s)
		if i := strings.LastIndex(bare, " PHÓ "); i > 0 && authority(s) { // both in one line
			bare = bare[i+1:]
		}
		if isOffice(key(bare)) {
			for _, next := range lines[i+1:] {
				if isCaps(next.text) && !strings.HasPrefix(next.text, "(") {
					bare += " " + next.text
				}
			}
			return proper(bare)
		}
	}
	return ""
}

// withoutAuthority drops "KT." and the like.
func withoutAuthority(s string) string {
	if !authority(s) {
		return s
	}
	_, rest, _ := strings.Cut(strings.Replace(s, ".", " ", 1), " ")
	return strings.TrimSpace(rest)
}
