package web

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"vankien/internal/ingest"
)

const filesPath = "/api/v1/admin/files"

// filesServer is a server that keeps a journal and has read a folder: two files of
// one content, an empty one, one that is broken, and some more.
func filesServer(t *testing.T, more int) *Server {
	t.Helper()
	dir := t.TempDir()
	journal, err := ingest.OpenJournal(filepath.Join(t.TempDir(), "journal.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { journal.Close() })
	s := newReceiver(t, Options{Files: journal})
	s.opt.Reading.Journal = journal
	contents := map[string]string{"Báo cáo.txt": "Báo cáo một", "báo cáo 2.txt": "Báo cáo một", "rỗng.txt": "", "hỏng.md": "---\nlayout: x\n---\na"}
	for i := range more {
		contents[fmt.Sprintf("n%03d.txt", i)] = fmt.Sprintf("Tờ số %d", i)
	}
	for name, content := range contents {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := ingest.Run(t.Context(), s.writer, []ingest.Source{{Path: dir}}, s.opt.Reading); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestFilesJSON(t *testing.T) {
	s := filesServer(t, 0)
	list := func(query string) FilesList {
		t.Helper()
		w := send(s, "GET", filesPath+query, "", authorized("")...)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d %s", query, w.Code, w.Body)
		}
		return decode[FilesList](t, w.Body)
	}
	v := list("")
	if v.Total != 4 || len(v.Files) != 4 || v.Page != 1 || v.PerPage != filesPerPage || v.Originals == nil || v.Originals.Files != 1 || v.Originals.Bytes != int64(len("Báo cáo một")) {
		t.Errorf("%+v", v)
	}
	if want := "map[added:2 changed:0 duplicate:1 failed:1 moved:0 skipped:1 unchanged:0 waiting:0]"; fmt.Sprint(v.Counts) != want {
		t.Errorf("%v, want %s", v.Counts, want)
	}
	for query, want := range map[string]string{"?result=failed": "hỏng.md", "?result=skipped": "rỗng.txt", "?result=duplicate": "báo cáo 2.txt", "?q=HONG": "hỏng.md"} {
		v := list(query)
		if len(v.Files) != 1 || filepath.Base(v.Files[0].Path) != want {
			t.Errorf("%s: %+v", query, v.Files)
		}
	}
	f := list("?result=duplicate").Files[0]
	if filepath.Base(f.DuplicateOf) != "Báo cáo.txt" || f.Documents != 1 || len(f.URLs) != 1 || get(s, f.URLs[0]).Code != http.StatusOK || f.Bytes == 0 || f.ReadAt.IsZero() {
		t.Errorf("%+v", f)
	}
	if v := list("?page=2"); v.Total != 4 || v.Files == nil || len(v.Files) != 0 {
		t.Errorf("behind the end: %+v", v)
	}
}

// askFiles sends the form of the page of files, filled with names and values in turn.
func askFiles(t *testing.T, s *Server, path string, status int, set ...string) node {
	t.Helper()
	v := url.Values{}
	for i := 0; i < len(set); i += 2 {
		v.Set(set[i], set[i+1])
	}
	return parsePage(t, send(s, "POST", path, v.Encode(), "Content-Type", appForm), status)
}

func TestFilesPage(t *testing.T) {
	s := filesServer(t, 0)
	p := parsePage(t, get(s, "/files"), http.StatusOK)
	if len(p.all("table")) != 0 || len(p.one(t, "select").all("option")) != 9 || p.one(t, "input", "type=password").attr("name") != "key" {
		t.Errorf("before the key: %q", p.one(t, "main").text())
	}
	p = parsePage(t, get(s, "/files?result=failed&q=HONG"), http.StatusOK)
	if got := chosen(p); !slices.Equal(got, []string{"Không đọc được"}) || p.one(t, "input", "id=path").attr("value") != "HONG" {
		t.Errorf("the address asks for %q", got)
	}
	parsePage(t, get(s, "/files?result=x"), http.StatusBadRequest)
	if got := parsePage(t, get(s, "/?lang=en"), http.StatusOK).link(t, "Files"); got != "/files?lang=en" {
		t.Errorf("the footer leads to %s", got)
	}
	ask := func(path string, status int, set ...string) node {
		t.Helper()
		return askFiles(t, s, path, status, set...)
	}
	p = ask("/files", 200, "key", key)
	if rows := rowsOf(t, p); len(rows) != 4 || !strings.Contains(strings.Join(rows, "\n"), "rỗng.txt 0 kB, đọc ngày") {
		t.Errorf("rows %q", rows)
	}
	if got := textsOf(p.one(t, "section", ".outcome").all("h2")); got[0] != "4 tệp" {
		t.Errorf("heading %q", got)
	}
	if got := textsOf(p.one(t, "ul", ".facts").all("li")); !slices.Equal(got, []string{"0 trang đang chờ nhận dạng", "Bản gốc được lưu: 1 tệp, 1 kB"}) {
		t.Errorf("facts %q", got)
	}
	if got := textsOf(p.one(t, "select").all("option")); got[0] != "Tất cả (4)" || got[1] != "Đã thêm (2)" || got[7] != "Trùng tệp khác (1)" {
		t.Errorf("choices %q", got)
	}
	p = ask("/files?lang=en", 200, "key", key, "result", "failed", "q", "HONG")
	rows := rowsOf(t, p)
	if len(rows) != 1 || !strings.Contains(rows[0], "hỏng.md") || !strings.Contains(rows[0], "Failed") || p.one(t, "input", "id=path").attr("value") != "HONG" {
		t.Errorf("rows %q", rows)
	}
	if got := chosen(p); !slices.Equal(got, []string{"Failed (1)"}) {
		t.Errorf("chosen %q", got)
	}
	p = ask("/files", 403, "key", "sai", "q", "x")
	if len(p.all("table")) != 0 || p.one(t, "input", "id=path").attr("value") != "x" || p.one(t, "input", "name=key").attr("value") != "" {
		t.Errorf("a wrong key: %q", p.one(t, "main").text())
	}
	ask("/files", 403)
	ask("/files", 400, "key", key, "result", "x")
	ask("/files", 400, "key", key, "page", "0")
	ask("/files", 400, "key", key, "other", "1")
	ask("/files", 400, "key", key, "q", strings.Repeat("x", maxFilesPath+1))
	without := newServer(t, Options{Keys: keys})
	parsePage(t, get(without, "/files"), http.StatusNotFound)
	askFiles(t, without, "/files", http.StatusNotFound, "key", key)
}

// chosen are the choices that are made on a page.
func chosen(p node) (texts []string) {
	for _, o := range p.all("option") {
		if slices.ContainsFunc(o.Attr, func(a html.Attribute) bool { return a.Key == "selected" }) {
			texts = append(texts, o.text())
		}
	}
	return texts
}

func TestFilesPager(t *testing.T) {
	s := filesServer(t, 2*filesPerPage)
	buttons := func(page string) (at []string, heading string, rows int) {
		p := askFiles(t, s, "/files", http.StatusOK, "key", key, "page", page)
		for _, b := range p.all("button", "name=page") {
			at = append(at, b.attr("value")+b.attr("form"))
		}
		return at, p.one(t, "section", ".outcome").one(t, "h2").text(), len(rowsOf(t, p))
	}
	for page, want := range map[string]string{"1": "[2ask] 204 tệp, trang 1 trên 3 100", "2": "[1ask 3ask] 204 tệp, trang 2 trên 3 100", "3": "[2ask] 204 tệp, trang 3 trên 3 4"} {
		at, heading, rows := buttons(page)
		if got := fmt.Sprint(at, " ", heading, " ", rows); got != want {
			t.Errorf("%s: %s, want %s", page, got, want)
		}
	}
}

// filesAnswers asks for the files in every way.
func filesAnswers(t *testing.T, c *contract) {
	t.Helper()
	s := filesServer(t, 0)
	c.call(t, s, 200, "GET", filesPath, "", authorized("")...)
	c.call(t, s, 200, "GET", filesPath+"?result=duplicate&q=b&page=1", "", authorized("")...)
	c.call(t, s, 400, "GET", filesPath+"?result=x", "", authorized("")...)
	c.call(t, s, 401, "GET", filesPath, "")
	c.call(t, s, 403, "GET", filesPath, "", "Authorization", "Bearer x")
	c.call(t, newServer(t, Options{Keys: keys}), 404, "GET", filesPath, "", authorized("")...)
	s.guesses = newLimiter(0.001, 1)
	s.guesses.wait("192.0.2.1")
	c.call(t, s, 429, "GET", filesPath, "", "Authorization", "Bearer x")
}
