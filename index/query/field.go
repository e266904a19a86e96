package query

import (
	"strings"
	"unicode/utf8"

	"vankien/internal/near"
)

// fieldNames are the names that can be written before a colon, in any case.
var fieldNames = [...]struct {
	name  string
	field Field
}{
	{"title", Title}, {"speaker", Speaker}, {"topic", Topic}, {"kind", Kind},
	{"organisation", Organisation}, {"place", Place}, {"number", Number}, {"signer", Signer}, {"cites", Cites}, {"date", Date},
	{"tieude", Title}, {"nguoi", Speaker}, {"chude", Topic}, {"loai", Kind},
	{"coquan", Organisation}, {"noi", Place}, {"so", Number}, {"nguoiky", Signer}, {"viendan", Cites}, {"ngay", Date},
	{"tiêuđề", Title}, {"người", Speaker}, {"chủđề", Topic}, {"loại", Kind},
	{"cơquan", Organisation}, {"nơi", Place}, {"số", Number}, {"ngườiký", Signer}, {"việndẫn", Cites}, {"ngày", Date},
}

// maxName is the longest name, in bytes, that is taken for a mistyped field.
const maxName = 24

// name reads a field, or what looks like a mistyped one, at i and moves behind its colon.
func (l *lexer) name(i int) (token, bool) {
	stop := i
	for stop < len(l.src) && stop-i <= maxName && (isASCIILetter(l.src[stop]) || l.src[stop] >= utf8.RuneSelf) {
		stop++
	}
	if stop == i || stop-i > maxName || !strings.HasPrefix(l.src[stop:], ":") {
		return token{}, false
	}
	t := token{kind: tokUnknown, pos: i, start: i, text: l.src[i:stop]}
	ban := uint8(banOperator)
	if f, ok := FieldNamed(t.text); ok {
		t.kind, t.field = tokField, f
		ban |= banField
		if f == Date {
			ban = banAll
		}
		if !l.valueAt(stop + 1) {
			t.kind, ban = tokBare, 0
		}
	} else if isWeb(t.text) || !isASCII(t.text) || !l.plainValueAt(stop+1) {
		return token{}, false
	}
	l.pos, l.ban = stop+1, ban
	return t, true
}

// FieldNamed returns the field that is written so before a colon.
func FieldNamed(name string) (Field, bool) {
	for _, f := range fieldNames {
		if strings.EqualFold(f.name, name) {
			return f.field, true
		}
	}
	return "", false
}

func isWeb(name string) bool {
	return strings.EqualFold(name, "http") || strings.EqualFold(name, "https")
}

// plainValueAt is valueAt without punctuation before the value: what follows a colon in http://x or 5:,x is no value.
func (l *lexer) plainValueAt(i int) bool {
	if !l.valueAt(i) {
		return false
	}
	rest := strings.TrimPrefix(strings.TrimPrefix(l.src[i:], "-"), "=")
	r, _ := utf8.DecodeRuneInString(rest)
	return isLetter(r) || IsQuote(r) || r == '('
}

// unknownField warns of a name that is no field.
func (p *parser) unknownField(t token) {
	if meant := near.Name(t.text, knownNames()); meant != "" {
		p.warn(WarnNearField, t.pos, t.text, meant)
		return
	}
	p.warn(WarnUnknownField, t.pos, t.text)
}

func knownNames() []string {
	names := make([]string, 0, len(fieldNames))
	for _, f := range fieldNames {
		names = append(names, f.name)
	}
	return names
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
}

func isASCIILetter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }
