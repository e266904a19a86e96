package web

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// formOf is the body of a form of files as a browser sends it, with the key first.
func formOf(t *testing.T, key string, files ...string) (body, contentType string) {
	t.Helper()
	b := new(bytes.Buffer)
	w := multipart.NewWriter(b)
	if err := w.WriteField("key", key); err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(files); i += 2 {
		part, err := w.CreateFormFile("file", files[i])
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(part, files[i+1])
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String(), w.FormDataContentType()
}

// rowsOf are the rows of the table of files on a page.
func rowsOf(t *testing.T, p node) (rows []string) {
	t.Helper()
	for _, tr := range p.one(t, "table", ".files").one(t, "tbody").all("tr") {
		cells := append(textsOf(tr.all("th")), textsOf(tr.all("td"))...)
		rows = append(rows, tr.attr("class")+": "+strings.Join(cells, " | "))
	}
	return rows
}

func TestUploadPage(t *testing.T) {
	s := newReceiver(t, Options{MaxFile: 2e6})
	p := parsePage(t, get(s, "/upload"), http.StatusOK)
	form := p.one(t, "form", ".keyed")
	if form.attr("action") != "/upload" || form.attr("enctype") != formData || form.all("input")[0].attr("name") != "key" || form.all("input")[0].attr("type") != "password" {
		t.Errorf("the form %+v", form.Attr)
	}
	if got := p.one(t, "main").text(); !strings.Contains(got, "Mỗi tệp lớn nhất 2 MB.") {
		t.Errorf("says %q", got)
	}
	for _, label := range p.one(t, "main").all("label") {
		p.one(t, "input", "id="+label.attr("for"))
	}
	if got := parsePage(t, get(s, "/"), http.StatusOK).link(t, "Gửi tệp"); got != "/upload" {
		t.Errorf("the footer leads to %s", got)
	}
	for _, c := range []struct {
		path string
		want []string
	}{
		{"/upload", []string{"added: Tờ trình.txt | Đã thêm | to-trinh-", "failed: b.jsonl dòng 2 | Không đọc được ", "added: b.jsonl | Đã thêm | b1 b2 b3 và 1 tài liệu khác", "failed: <b>.bin | Không đọc được Không phải định dạng có văn bản "}},
		{"/upload?lang=en", []string{"unchanged: Tờ trình.txt | Unchanged | to-trinh-", "failed: b.jsonl line 2 | Failed ", "unchanged: b.jsonl | Unchanged | b1 b2 b3 and 1 more", "failed: <b>.bin | Failed "}},
	} {
		body, contentType := formOf(t, key, "Tờ trình.txt", "Tờ trình về cấp nước\n\nĐề nghị cho đặt đường ống mới.",
			"b.jsonl", `{"id":"b1","title":"Một"}`+"\n{}\n"+`{"id":"b2","title":"Hai"}`+"\n"+`{"id":"b3","title":"Ba"}`+"\n"+`{"id":"b4","title":"Bốn"}`, "<b>.bin", "\x7fELF\x00\x01\x02")
		p := parsePage(t, send(s, "POST", c.path, body, "Content-Type", contentType), http.StatusOK)
		got := rowsOf(t, p)
		if len(got) != len(c.want) {
			t.Fatalf("%s: %q", c.path, got)
		}
		for i := range got {
			if !strings.HasPrefix(got[i], c.want[i]) {
				t.Errorf("%s: %q, want %q", c.path, got[i], c.want[i])
			}
		}
		link := p.one(t, "table").all("a")[0].attr("href")
		parsePage(t, get(s, link), http.StatusOK)
		if strings.HasSuffix(link, "?lang=en") != strings.HasSuffix(c.path, "lang=en") {
			t.Errorf("%s leads to %s", c.path, link)
		}
	}
}

// TestUploadNeedsAKey: files are not looked at until the key was found right.
func TestUploadNeedsAKey(t *testing.T) {
	s := newReceiver(t, Options{})
	s.guesses = newLimiter(0.001, 2)
	before := get(s, "/api/v1/search?limit=0").Body.String()
	upload := func(status int, body, contentType, says string) {
		t.Helper()
		p := parsePage(t, send(s, "POST", "/upload", body, "Content-Type", contentType), status)
		if got := p.one(t, "div", ".notice").text(); !strings.Contains(got, says) || len(p.all("section", ".outcome")) != 1 {
			t.Errorf("says %q, want %q", got, says)
		}
		if rows := rowsOf(t, p); len(rows) > 0 || strings.Contains(p.one(t, "main").text(), key) {
			t.Errorf("rows %q", rows)
		}
	}
	body, contentType := formOf(t, "sai", "a.txt", "Một hai ba")
	upload(403, body, contentType, "Khóa truy cập không đúng.")
	body, contentType = formOf(t, "", "a.txt", "Một hai ba")
	upload(403, body, contentType, "Khóa truy cập không đúng.")
	upload(429, body, contentType, "quá nhiều lần")
	body, contentType = formOf(t, key, "a.txt", "Một hai ba")
	upload(429, body, contentType, "quá nhiều lần")
	late, lateType := bodyOf(t, "a.txt", "Một hai ba") // another field first
	upload(401, late.String(), lateType, "Biểu mẫu không có khóa đứng trước các tệp.")
	upload(400, "x", formData, "bị đứt giữa chừng")
	upload(401, "--x--\r\n", formData+"; boundary=x", "không có khóa")
	s.guesses = newLimiter(guessRate, guessBurst)
	body, contentType = formOf(t, key)
	upload(400, body, contentType, "không có tệp nào")
	if after := get(s, "/api/v1/search?limit=0").Body.String(); before[:strings.Index(before, "took")] != after[:strings.Index(after, "took")] {
		t.Errorf("something was stored: %s, %s", before, after)
	}

	without := newServer(t, Options{})
	parsePage(t, get(without, "/upload"), http.StatusNotFound)
	body, contentType = formOf(t, key, "a.txt", "Một hai ba")
	parsePage(t, send(without, "POST", "/upload", body, "Content-Type", contentType), http.StatusNotFound)
	if links := textsOf(parsePage(t, get(without, "/"), http.StatusOK).one(t, "footer").all("a")); slices.Contains(links, "Gửi tệp") || slices.Contains(links, "Các tệp đã đọc") {
		t.Errorf("the footer has %q", links)
	}
}
