package legacy

import (
	"encoding/hex"
	"os"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"vankien/internal/viet"
)

// encoder writes Vietnamese in a legacy encoding, by the rows of
// testdata/legacy.tsv: the facts, from which the tables of the package are
// independent.
type encoder struct {
	name   EncodingName
	codes  map[rune]string
	punct  bool // it has the quotation marks and dashes of Windows-1252
	escape bool // it quotes characters that would be read as marks
}

var legacyColumns = []encoder{
	{name: TCVN3, punct: true}, {name: VNIWindows, punct: true}, {name: VIQRText, escape: true},
	{name: VPS}, {name: VISCII}, {name: CP1258, punct: true},
}

// encoders reads the table.
func encoders(t testing.TB) map[EncodingName]encoder {
	t.Helper()
	raw, err := os.ReadFile("testdata/legacy.tsv")
	if err != nil {
		t.Fatal(err)
	}
	m := map[EncodingName]encoder{}
	for i, col := range legacyColumns {
		col.codes = map[rune]string{}
		for _, row := range strings.Split(strings.TrimSpace(string(raw)), "\n")[1:] {
			f := strings.Split(row, "\t")
			letter, _ := utf8.DecodeRuneInString(f[0])
			code := f[i+1]
			if col.name != VIQRText {
				b, err := hex.DecodeString(strings.ReplaceAll(code, " ", ""))
				if err != nil {
					t.Fatal(err)
				}
				code = string(b)
			}
			col.codes[letter] = code
		}
		if len(col.codes) != 134 {
			t.Fatalf("%s has %d letters", col.name, len(col.codes))
		}
		m[col.name] = col
	}
	return m
}

// plainPunct replaces what an encoding without Windows-1252 cannot write.
var plainPunct = strings.NewReplacer("“", `"`, "”", `"`, "‘", "'", "’", "'", "…", "...", "–", "-", "—", "-", "\u00a0", " ", "•", "-")

// source returns the text that the encoder can write of s.
func (e *encoder) source(s string) string {
	s = viet.Compose(s)
	if !e.punct && !e.escape {
		s = plainPunct.Replace(s)
	}
	return s
}

// encode returns the bytes of composed text, and whether all of it can be written.
func (e *encoder) encode(s string) ([]byte, bool) {
	if e.escape {
		return []byte(e.viqr(s)), true
	}
	var b []byte
	for _, r := range s {
		switch code, ok := e.codes[r]; {
		case ok:
			b = append(b, code...)
		case r < utf8.RuneSelf:
			b = append(b, byte(r))
		default:
			c, ok := unread(r)
			if !ok || !e.punct || unicode.IsLetter(r) {
				return nil, false
			}
			b = append(b, c)
		}
	}
	return b, true
}

// viqr escapes what would be read as a mark of the letter before it.
func (e *encoder) viqr(s string) string {
	var b strings.Builder
	vowel, before := false, rune(0)
	for _, r := range s {
		code, ok := e.codes[r]
		switch {
		case ok:
			b.WriteString(code)
		case vowel && strings.ContainsRune("^(+*'`?~.", r), r == '\\', (r == 'd' || r == 'D') && (before == 'd' || before == 'D'):
			b.WriteString(`\` + string(r))
		default:
			b.WriteRune(r)
		}
		base := r
		if ok {
			base, _ = utf8.DecodeRuneInString(code)
		}
		vowel, before = strings.ContainsRune("aeiouyAEIOUY", base), r
	}
	return b.String()
}

func utf16Bytes(s string, big, mark bool) []byte {
	if mark {
		s = "\ufeff" + s
	}
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		lo, hi := byte(u), byte(u>>8)
		if big {
			lo, hi = hi, lo
		}
		b = append(b, lo, hi)
	}
	return b
}

var decoders = map[EncodingName]func([]byte) string{
	TCVN3: bytesOf(decodeTCVN3), VNIWindows: bytesOf(decodeVNI), VPS: bytesOf(decodeVPS), VISCII: bytesOf(decodeVISCII), CP1258: bytesOf(decodeCP1258),
	VIQRText: func(b []byte) string { return decodeVIQR(string(b)) },
}

// bytesOf returns a decoder of bytes.
func bytesOf(decode func(string) string) func([]byte) string {
	return func(b []byte) string { return decode(shown(b)) }
}

// Every letter of every encoding is decoded, alone and inside a word.
func TestLegacyLetters(t *testing.T) {
	for name, enc := range encoders(t) {
		for r := range enc.codes {
			for _, word := range []string{string(r), "b" + string(r) + "n", "BB" + string(r) + "NN"} {
				b, _ := enc.encode(word)
				got := decoders[name](b)
				want := word
				sure := strings.HasPrefix(word, "BB") && unicode.IsUpper(r)
				if name == TCVN3 && untoned[r] != 0 || name == VPS && strings.ContainsRune(sharedVPS, unicode.ToLower(r)) && !sure {
					got, want = strings.ToLower(got), strings.ToLower(want)
				}
				if got != want {
					t.Errorf("%s: %q is %x and read as %q", name, word, b, got)
				}
			}
		}
	}
}

func TestDecode(t *testing.T) {
	for _, c := range []struct {
		rule, in, want string
		decode         func([]byte) string
	}{
		{"U15", "\x56\x69\xEA\xF2\x74", "Việt", bytesOf(decodeCP1258)},
		{"U15", "\xD0\xFD\xF5\xCC\x6E\x67", "Đường", bytesOf(decodeCP1258)},
		{"E01", latin1("Céng hoµ x· héi chñ nghÜa ViÖt Nam"), "Cộng hoà xã hội chủ nghĩa Việt Nam", bytesOf(decodeTCVN3)},
		{"E01", latin1("Uû ban nh©n d©n"), "Uỷ ban nhân dân", bytesOf(decodeTCVN3)},
		{"E01", latin1("n\u00adíc"), "nước", bytesOf(decodeTCVN3)},
		{"E02", latin1("HOAµ, ¢Ên, Aµo"), "HOÀ, Ấn, Ào", bytesOf(decodeTCVN3)},
		{"E02", latin1("\u0093ViÖt\u0094"), "“Việt”", bytesOf(decodeTCVN3)},
		{"E03", latin1("Ñöôøng loái"), "Đường lối", bytesOf(decodeVNI)},
		{"E03", latin1("kyõ thuaät, uûy ban"), "kỹ thuật, ủy ban", bytesOf(decodeVNI)},
		{"E03", latin1("THUÛ TÖÔÙNG"), "THỦ TƯỚNG", bytesOf(decodeVNI)},
		{"E03", latin1("Aø"), "À", bytesOf(decodeVNI)},
		{"VPS", "B\xb6 GI\xc1O D\xf8C", "BỘ GIÁO DỤC", bytesOf(decodeVPS)},
		{"VPS", "B\xb6 Gi\xe1o d\xf8c", "Bộ Giáo dục", bytesOf(decodeVPS)},
		{"VPS", "U\xf8 B\xb6 \x93\x83\xff", "Uụ Bộ ỀẤỳ", bytesOf(decodeVPS)},
		{"VIQR", `Vie^.t Nam la` + "`" + ` nu+o+'c\. Ha? ... http://a.vn/a?b`, "Việt Nam là nước. Hả ... http://a.vn/a?b", decoders[VIQRText]},
		{"I05", "Vie^.t Nam", "Việt Nam", decoders[VIQRText]},
		{"I05", "Ba('c Ninh", "Bắc Ninh", decoders[VIQRText]},
		{"I05", "Qua?ng Tri., DDa?ng bo^.", "Quảng Trị, Đảng bộ", decoders[VIQRText]},
		{"I05", "DDu+o+`ng lo^'i, u*o*'c mo* la^u", "Đường lối, ước mơ lâu", decoders[VIQRText]},
		{"I05", "Ha` No^.i, Hue^'-DDa` Na(~ng", "Hà Nội, Huế-Đà Nẵng", decoders[VIQRText]},
		{"I05", "C++", "C++", decoders[VIQRText]},
	} {
		if got := c.decode([]byte(c.in)); got != c.want {
			t.Errorf("%s: %q is read as %q, want %q", c.rule, c.in, got, c.want)
		}
	}
}

// latin1 returns the bytes that Latin-1 shows as s.
func latin1(s string) string {
	var b []byte
	for _, r := range s {
		b = append(b, byte(r))
	}
	return string(b)
}

func TestMisread(t *testing.T) {
	for _, s := range []string{"Việt Nam độc lập", "ĐƯỜNG LỐI, à í ọ ỏ ờ Á Í “x” – 漢"} {
		if got := decodeMisread(shown([]byte(s))); got != s {
			t.Errorf("%q is restored as %q", s, got)
		}
	}
	// A lost byte costs its letter only.
	if got, want := decodeMisread("ná»n táº£ng Viá»‡t"), "ná»n tảng Việt"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestShowsVIQR(t *testing.T) {
	for in, want := range map[string]bool{
		"Vie^.t Nam": true, "Ba('c Ninh": true, "Qua?ng Tri.": true, "DDa?ng bo^.": true, "u*o*'c mo*": false, "mo+ ra": false, "mo+` ra": true,
		"Tri.": false, "Hoi cai gi?": false, "o'clock": false, "dd": false, "ddi": true, "addi": false, "cha. oi. Ha. Long": false, "C++": false,
	} {
		if got := showsVIQR(in); got != want {
			t.Errorf("showsVIQR(%q) = %v", in, got)
		}
	}
}
