package extract

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// said is what a file came to, each record in full but for its bytes.
func said(name, input string) (list []string) {
	for rec, err := range Read(name, strings.NewReader(input), Options{}) {
		s := fmt.Sprintf("[%s] %s | %s | %s | %s | %s", rec.Member, rec.Title, lined(rec), rec.Date, rec.Source, strings.Join(rec.Recipients, ", "))
		if err != nil {
			s = fmt.Sprintf("[%s] error: %v", rec.Member, err)
		}
		list = append(list, s)
	}
	return list
}

const letterHead = "From: =?utf-8?b?VsSDbiB0aMaw?= <vt@example.vn>\r\nTo: \"=?utf-8?b?UGjDsm5nIFThu5VuZyBo4bujcA==?=\" <th@example.vn>, b@example.vn\r\n" +
	"Subject: =?utf-8?b?TeG7nWk=?=\r\n =?utf-8?b?IGjhu41w?=\r\nDate: Thu, 27 Nov 2025 23:15:00 +0700\r\nMIME-Version: 1.0\r\n"

const letterLine = "[] Mời họp | Kính gửi | 2025-11-27 | Văn thư | Phòng Tổng hợp, b@example.vn"

func parts(kind string, list ...string) string {
	return "Content-Type: multipart/" + kind + "; boundary=\"" + kind + "\"\r\n\r\n--" + kind + "\r\n" + strings.Join(list, "\r\n--"+kind+"\r\n") + "\r\n--" + kind + "--\r\n"
}

func TestLetters(t *testing.T) {
	plain := "Content-Type: text/plain; charset=utf-8\r\n\r\nKính gửi"
	page := "Content-Type: text/html; charset=utf-8\r\n\r\n<p>Kính gửi</p>"
	file := func(header, content string) string {
		return header + "\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.StdEncoding.EncodeToString([]byte(content))
	}
	md := file("Content-Type: application/octet-stream; name=\"=?utf-8?q?K=E1=BA=BF_ho=E1=BA=A1ch.md?=\"", "# Kế hoạch\nnăm")
	mdLine := "[Kế hoạch.md] Kế hoạch | năm |  |  | "
	for _, c := range []struct {
		name, input string
		want        []string
	}{
		{"plain", letterHead + plain, []string{letterLine}},
		{"no type", letterHead + "\r\nKính gửi", []string{letterLine}},
		{"quoted-printable", letterHead + "Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nK=C3=ADnh g=E1=BB=AD=\r\ni", []string{letterLine}},
		{"TCVN3", letterHead + "Content-Type: text/plain; charset=us-ascii\r\n\r\n" + latin1(sentenceTCVN), []string{strings.Replace(letterLine, "Kính gửi", sentence, 1)}},
		{"a page", letterHead + page, []string{letterLine}},
		{"the first form", letterHead + parts("alternative", plain, page), []string{letterLine}},
		{"a form without text", letterHead + parts("alternative", "Content-Type: text/plain\r\n\r\n \r\n", parts("related", page, file("Content-Type: image/png\r\nContent-ID: <1>", "\x89PNG\r\n\x1a\n"))), []string{letterLine}},
		{"a file", letterHead + parts("mixed", plain, md), []string{letterLine, mdLine}},
		{"a name in parts", letterHead + parts("mixed", plain, file("Content-Type: text/markdown\r\nContent-Disposition: attachment; filename*0*=utf-8''K%E1%BA%BF; filename*1*=%20ho%E1%BA%A1ch.md", "# Kế hoạch\nnăm")), []string{letterLine, mdLine}},
		{"a name in bytes", letterHead + parts("mixed", plain, file("Content-Type: text/markdown; name="+latin1("KÕ ho¹ch.md"), "# Kế hoạch\nnăm")), []string{letterLine, mdLine}},
		{"no name", letterHead + parts("mixed", plain, file("Content-Type: application/pdf", "\x89PNG\r\n\x1a\n")), []string{letterLine, "[attachment-1] error: the image is damaged: unexpected EOF"}},
		{"a zip", letterHead + parts("mixed", plain, file("Content-Type: application/zip; name=a.zip", packedZip(t, "b.txt", "Bê"))), []string{letterLine, "[a.zip/b.txt] Bê |  |  |  | "}},
		{"a letter in it", letterHead + parts("mixed", plain, "Content-Type: message/rfc822; name=b.eml\r\n\r\nFrom: a@b.vn\r\nMessage-ID: <1>\r\nSubject: Hai\r\n\r\nba"), []string{letterLine, "[b.eml] Hai | ba |  | a@b.vn | "}},
		{"signed", letterHead + parts("signed", plain, file("Content-Type: application/pgp-signature; name=s.asc", "x")), []string{letterLine}},
		{"cut off", letterHead + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + plain, []string{letterLine}},
		{"only a file", "From: a@b.vn\r\nMIME-Version: 1.0\r\n" + parts("mixed", md), []string{mdLine}},
		{"nothing", "From: a@b.vn\r\nMIME-Version: 1.0\r\n\r\n", []string{"[] error: empty file"}},
		{"a mailbox", "From a@b.vn Thu Nov 27 08:15:00 2025\nFrom: a@b.vn\nSubject: Một\n\nhai\n>From x\n\nFrom b@b.vn Thu Nov 27 08:15:00 2025\nFrom: b@b.vn\nSubject: Ba\nTo: c\n\nbốn\n",
			[]string{"[1.eml] Một | hai\nFrom x |  | a@b.vn | ", "[2.eml] Ba | bốn |  | b@b.vn | c"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, said("a", c.input)); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

func TestIsLetter(t *testing.T) {
	for _, c := range []struct {
		name, text    string
		letter, saved bool
	}{
		{"a", "From: a\nTo: b\nSubject: c\n\nd", true, false},
		{"a.txt", "From: a\nTo: b\nSubject: c\n\nd", false, false},
		{"a.txt", "Received: x\nFrom: a\n\nd", true, false},
		{"a", "Thời gian: 8h\nĐịa điểm: b\n", false, false},
		{"a", "From: a\nd e f\n", false, false},
		{"a", "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n", false, true},
		{"a", "From: <Saved by Blink>\nSnapshot-Content-Location: https://a.vn/\nMIME-Version: 1.0\n", false, true},
		{"a", "From: a\nTo: b\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n", true, false},
	} {
		p := newProbe(c.name, []byte(c.text))
		if isLetter(p) != c.letter || isMHTML(p) != c.saved {
			t.Errorf("%s %q: letter %v, saved page %v", c.name, c.text, isLetter(p), isMHTML(p))
		}
	}
}

func TestMHTML(t *testing.T) {
	head := "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.vn/b\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
	page := "Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://a.vn/b\r\n\r\n<html><h1>M=E1=BB=99t</h1><p>hai"
	for _, c := range []struct{ name, input, want string }{
		{"browser", head + parts("related", page, "Content-Type: image/png\r\n\r\nx"), "[] Một | hai |  | https://a.vn/b | "},
		{"no page", head + parts("related", "Content-Type: image/png\r\n\r\nx"), "[] error: unsupported: the saved page has no part that is HTML"},
	} {
		if got := strings.Join(said("a.html", c.input), "\n"); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestLettersAreBounded(t *testing.T) {
	var many, deep strings.Builder
	many.WriteString("From: a@b.vn\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n")
	for range maxMIMEParts + 1 {
		many.WriteString("--b\n\na\n")
	}
	deep.WriteString("From: a@b.vn\nMIME-Version: 1.0\n")
	for i := range 3000 {
		fmt.Fprintf(&deep, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	for input, want := range map[string]string{many.String(): "more than 1000 parts", deep.String(): "more than 20 levels"} {
		if got := said("a.eml", input); len(got) != 1 || !strings.Contains(got[0], want) {
			t.Errorf("%.200q, want %q", got, want)
		}
	}
}

func FuzzReadLetter(f *testing.F) {
	f.Add([]byte(letterHead + parts("mixed", "Content-Type: text/html\r\n\r\n<p>a", parts("alternative", "\r\n\r\nb", "c"))))
	f.Add([]byte("From a@b.vn 2025\nFrom: a\nSubject: b\n\nc\n\nFrom d 2025\nFrom: a\n"))
	fuzzRead(f, "a.eml")
}
