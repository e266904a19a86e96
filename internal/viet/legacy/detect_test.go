package legacy

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"vankien/internal/viet"
)

const (
	formalText = "Ủy ban nhân dân tỉnh tổ chức hội nghị tổng kết công tác năm và triển khai nhiệm vụ trọng tâm."
	secondText = "Đại biểu đã thảo luận, góp ý về quy hoạch sử dụng đất và kế hoạch đầu tư công trung hạn."
)

var smallText = strings.Replace(formalText, "Ủ", "ủ", 1) // as TCVN3 has it

// legacy returns s in an encoding.
func legacy(t testing.TB, name EncodingName, s string) string {
	t.Helper()
	e := encoders(t)[name]
	b, ok := e.encode(s)
	if !ok {
		t.Fatalf("%s cannot write %q", name, s)
	}
	return string(b)
}

func TestDetect(t *testing.T) {
	tcvn := func(s string) string { return legacy(t, TCVN3, s) }
	vni := func(s string) string { return legacy(t, VNIWindows, s) }
	misreadTCVN := shown([]byte(tcvn(formalText)))
	twice := shown([]byte(shown([]byte("Việt Nam"))))
	for _, c := range []struct {
		name, in string
		found    EncodingName
		want     string
	}{
		{"empty", "", UTF8, ""},
		{"UTF-8", formalText, UTF8, formalText},
		{"mark", utf8BOM + formalText, UTF8, formalText},
		{"NFD stays", "Vie\u0323\u0302t", UTF8, "Vie\u0323\u0302t"},
		{"UTF-16", string(utf16Bytes("Việt Nam", false, true)), UTF16LE, "Việt Nam"},
		{"UTF-16 without mark", string(utf16Bytes("Việt Nam", true, false)), UTF16BE, "Việt Nam"},
		{"bytes", tcvn(formalText), TCVN3, smallText},
		{"read as Windows-1252", misreadTCVN, TCVN3, smallText},
		{"the same in UTF-16", string(utf16Bytes(misreadTCVN, false, true)), TCVN3, smallText},
		{"short heading before", vni("Đề án\n" + formalText), VNIWindows, "Đề án\n" + formalText},
		{"short lines only", vni("Cả nhà cùng học\nCả làng cùng vui\nMột đời mải miết\nÔng đồ"), VNIWindows, "Cả nhà cùng học\nCả làng cùng vui\nMột đời mải miết\nÔng đồ"},
		{"foreign names", vni(formalText + "\nKissinger, Brzezinski, Khrushchev, Wilson, Chirac và Mitterrand ở Mỹ\n"), VNIWindows, formalText + "\nKissinger, Brzezinski, Khrushchev, Wilson, Chirac và Mitterrand ở Mỹ\n"},
		{"Unicode beside bytes", secondText + "\n" + vni(formalText) + "\nHà Nội\n" + vni("Bác Hồ\n") + secondText + formalText, UTF8, secondText + "\n" + formalText + "\nHà Nội\nBác Hồ\n" + secondText + formalText},
		{"two encodings", tcvn(secondText) + "\n" + vni(formalText), TCVN3, secondText + "\n" + formalText},
		{"Unicode beside misread", formalText + "\n" + shown([]byte(vni(secondText))) + "\n" + formalText, UTF8, formalText + "\n" + secondText + "\n" + formalText},
		{"UTF-8 read as Windows-1252", shown([]byte(formalText)), MisreadUTF, formalText},
		{"VIQR", legacy(t, VIQRText, formalText+"\nHạ Long\n"), VIQRText, formalText + "\nHạ Long\n"},
		{"too short", misreadTCVN[:30], UTF8, misreadTCVN[:30]},
		{"read wrongly twice", twice, UTF8, twice},
		{"bare ASCII", "Uy ban nhan dan tinh to chuc hoi nghi? Co! Ha Noi.", UTF8, "Uy ban nhan dan tinh to chuc hoi nghi? Co! Ha Noi."},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := Detect([]byte(c.in))
			got, err := e.Decode([]byte(c.in))
			if e.Name != c.found || err != nil || got != c.want {
				t.Errorf("%q, %v, %v\n got %q\nwant %q\n%v", e.Name, err, e.Found, got, c.want, e.Evidence)
			}
		})
	}
}

func TestDetectRefuses(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"binary", "abc\x00def", "the NUL at byte offset 3 shows a binary file"},
		{"binary that looks wide", "\x00\x05\x00\x05\x00\x01\x00\x01", "the NUL at byte offset 0 shows a binary file"},
		{"binary after a mark", "\xff\xfea\x00\x00\x00", "a NUL shows a binary file"},
		{"French", "Les \xe9l\xe8ves ont pr\xe9sent\xe9 une pi\xe8ce tr\xe8s r\xe9ussie", "byte offset 4 is not UTF-8, and no other encoding fits: TCVN3 makes syllables of 0 words in 8, VNI-Windows makes syllables of 0 words in 8, VPS makes syllables of 0 words in 8; save the file as UTF-8"},
		{"one bad byte", formalText + "\n" + formalText + "\xe1\n", fmt.Sprintf("byte offset %d is not UTF-8", 2*len(formalText)+1)},
		{"too short", "Vi\xd6t Nam", "byte offset 2 is not UTF-8, and the text is too short to tell another encoding; save the file as UTF-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := Detect([]byte(c.in))
			s, err := e.Decode([]byte(c.in))
			if e.Name != Unknown || err == nil || s != "" || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("%q, %q, %v\nwant %s", e.Name, s, err, c.want)
			}
		})
	}
}

func TestRepair(t *testing.T) {
	title, body, place := shown([]byte(legacy(t, TCVN3, "Tin mới"))), shown([]byte(legacy(t, TCVN3, secondText))), "Hà Nội"
	found := Repair(&title, &body, &place).Found
	if len(found) != 1 || title != "Tin mới" || body != secondText || place != "Hà Nội" {
		t.Errorf("%v %q %q %q", found, title, body, place)
	}
	title, body = "Cá và Ô", formalText
	if found := Repair(&title, &body).Found; found != nil || title != "Cá và Ô" || body != formalText {
		t.Errorf("%v %q %q", found, title, body)
	}
	if n := testing.AllocsPerRun(100, func() { Repair(&title, &body) }); n > 0 {
		t.Errorf("%v allocations for sound text", n)
	}
}

// A long line is looked at in pieces, and all of it is decoded.
func TestDetectLongLine(t *testing.T) {
	long := strings.Repeat(secondText+" ", 3*maxLine/len(secondText))
	b := []byte(legacy(t, VNIWindows, long))
	if got, err := Detect(b).Decode(b); err != nil || got != long {
		t.Errorf("%v, %d bytes of %d", err, len(got), len(long))
	}
	for _, s := range []string{strings.Repeat("é", maxLine), strings.Repeat("\xe1", 2*maxLine+1), ""} {
		if got := slices.Collect(pieces(s)); strings.Join(got, "") != s {
			t.Errorf("%d pieces do not make the text", len(got))
		}
	}
}

// Text of other languages, also as bytes, is no Vietnamese.
func TestDetectForeign(t *testing.T) {
	for name, s := range map[string]string{
		"French":     "L'été dernier, à la fête du village, les élèves ont présenté une pièce très réussie, où même le maire a joué un rôle; près de mille personnes étaient là.",
		"Portuguese": "A situação não é fácil: há três razões, e a população já não acredita que a construção da ponte será concluída até ao próximo verão, depois de tantas promessas vãs.",
		"German":     "Für die Übung müssen alle Schüler früh aufstehen; die größten Äpfel hängen über dem Zaun, und der Bär läuft müde durch die schöne, grüne Gegend.",
		"Spanish":    "El niño pequeño comió jamón y después salió al jardín, donde había más árboles que el año pasado; mañana vendrá también su abuelo de Aragón.",
		"Danish":     "Når børnene går på stranden, får de øje på små både; en gæst på øen køber rødgrød med fløde og spørger, hvor længe færgen sejler om året.",
		"Icelandic":  "Það er gaman að ganga með ánni á góðum degi; þá sér maður fjöllin, túnin og bæina, og börnin hlaupa á undan með hundinn sinn út að læk.",
		"Italian":    "La città è più bella di notte, perché le luci si specchiano nell'acqua e così si può camminare fino al porto, dove c'è già la festa.",
		"Czech":      "Příliš mnoho dětí běželo přes náměstí, protože začínal déšť a tramvaj číslo tři už stála na zastávce před školou.",
		"Turkish":    "Şehrin güneyinde küçük bir göl var; çocuklar öğleden sonra oraya yürür, büyükler ise ağaçların altında çay içip sohbet eder.",
		"English":    "The café's owner, a naïve but skilful man, said that 25°C ± 2° was fine; £5 or €6 would cover the crème brûlée and the soufflé for each guest.",
		"code":       "if (a(b) == c[d]) { x = y^2 + z*a'; o++; u+=1; e^x; f(a(1), o(2)); return a ? b : c; } // add odd middle ddd addresses to the ladder",
		"Yoruba":     "Ọmọ náà lọ sí ọjà láti ra ẹ̀wà àti ìrẹsì; ó padà wá sílé ní ìrọ̀lẹ́, ó sì bá àwọn òbí rẹ̀ jẹun pọ̀ ní àárín ilé wọn.",
	} {
		if e := Detect([]byte(s)); e.Name != UTF8 || len(e.Found) > 0 {
			t.Errorf("%s is %s: %v", name, e.Name, e.Evidence)
		}
		var b []byte
		for _, r := range s {
			if c, ok := unread(r); ok {
				b = append(b, c)
			}
		}
		if e := Detect(b); e.Name != Unknown && !utf8.Valid(b) {
			t.Errorf("%s in Windows-1252 is %s: %v", name, e.Name, e.Evidence)
		}
	}
}

func FuzzDetect(f *testing.F) {
	for name := range decoders {
		f.Add([]byte(legacy(f, name, formalText)))
		f.Add([]byte(shown([]byte(legacy(f, name, secondText))) + "\n" + formalText))
	}
	f.Add([]byte(shown([]byte(formalText))))
	f.Add(utf16Bytes(formalText, false, false))
	f.Add([]byte("\xff\xfea\x00\x00\xd8"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for name, decode := range decoders {
			if s := decode(b); name != VIQRText && !utf8.ValidString(s) || viet.Compose(s) != s {
				t.Fatalf("%s makes %q of %q", name, s, b)
			}
		}
		e := Detect(b)
		s, err := e.Decode(b)
		if !utf8.ValidString(s) || len(e.Found) > 0 && viet.Compose(s) != s || (err != nil) != (e.Name == Unknown) || err != nil && s != "" {
			t.Fatalf("%s of %q: %q, %v", e.Name, b, s, err)
		}
		field := string(b)
		if found := Repair(&field).Found; (len(found) == 0) != (field == string(b)) && utf8.Valid(b) {
			t.Fatalf("%q is repaired to %q: %v", b, field, found)
		}
		if utf8.Valid(b) && !slices.Contains(b, 0) && e.Outer == UTF8 && err != nil {
			t.Fatalf("UTF-8 is refused: %q, %v", b, err)
		}
	})
}
