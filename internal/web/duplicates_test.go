package web

import (
	"net/http"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/indextest"
	"vankien/index/local"
	"vankien/internal/ingest"
)

const order = "Điều 1. Bãi bỏ toàn bộ các quy định về cầu phà qua Sông Mai kể từ ngày ký. Điều 2. Các sở và phường ở An Hải chịu trách nhiệm thi hành. " +
	"Điều 3. Chánh văn phòng theo dõi việc thi hành và báo cáo trước cuối năm về những khó khăn đã gặp, nếu có, ở từng bến phà và từng phường dọc hai bờ sông."

// copied are documents of which some say the same.
var copied = []index.Document{
	{ID: "first", Title: "Bãi bỏ quy định về phà", Body: order, Date: "2025-03-01", Number: "72/2025/QĐ-UBND"},
	{ID: "again", Title: "Đăng lại: bãi bỏ quy định", Body: strings.ToUpper(order), Date: "2025-04-01"},
	{ID: "third", Body: order + "\n"},
	{ID: "form", Title: "Quyết định về phà", Body: "Trích: " + order, Number: "73/2025/QĐ-UBND"},
	{ID: "part", Title: "Trích quyết định về phà", Body: order[:len(order)*2/5]},
	{ID: "other", Title: "Chuyện cầu phà", Body: "Người lái phà kể chuyện."},
}

// newCopies returns a server that knows which documents say the same.
func newCopies(t *testing.T, docs ...index.Document) *Server {
	t.Helper()
	x := indextest.Open(t, local.OpenMemory, docs...)
	d := ingest.OpenDuplicates("", x)
	if _, err := d.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	return New(Options{Index: x, Relations: d})
}

// TestReviewListsDuplicates: who keeps a collection sees all groups in one place.
func TestReviewListsDuplicates(t *testing.T) {
	t.Parallel()
	p := parsePage(t, get(newCopies(t, copied...), "/review?lang=en"), http.StatusOK)
	twins := p.one(t, "section", "id=duplicates")
	if got := twins.one(t, "h2").text(); got != "1 group of documents that say the same" {
		t.Errorf("heading %q", got)
	}
	if got := twins.one(t, "li").one(t, "a"); got.text() != "Bãi bỏ quy định về phà 3" || got.attr("href") != "/d/first?lang=en#duplicates" {
		t.Errorf("%q leads to %s", got.text(), got.attr("href"))
	}
}

// TestPagesFoldDuplicates: one hit of a group, with where else, and a way to see
// all and back; the interface shows all unless it is told to fold.
func TestPagesFoldDuplicates(t *testing.T) {
	s := newCopies(t, copied...)
	page := parsePage(t, get(s, "/search?q=ph%C3%A0"), http.StatusOK)
	if got := len(page.one(t, "ol", ".hits").all("article")); got != len(copied)-2 {
		t.Errorf("%d hits", got)
	}
	if got := page.one(t, "p", ".copies").text(); got != "Cũng có ở 2 nơi" {
		t.Errorf("copies: %q", got)
	}
	if got := page.one(t, "p", ".count").text(); !strings.HasPrefix(got, "6 ") {
		t.Errorf("count %q", got)
	}
	if got := page.one(t, "p", ".folding").text(); got != "Đã gộp 2 bản trùng trên trang này; hiện tất cả" {
		t.Errorf("folding: %q", got)
	}
	all := parsePage(t, get(s, page.link(t, "hiện tất cả")), http.StatusOK)
	if got := len(all.one(t, "ol", ".hits").all("article")); got != len(copied) {
		t.Errorf("%d hits of all", got)
	}
	again := parsePage(t, get(s, all.link(t, "Gộp các bản trùng")), http.StatusOK)
	if got := len(again.one(t, "ol", ".hits").all("article")); got != len(copied)-2 {
		t.Errorf("%d hits folded again", got)
	}
	for query, want := range map[string]int{"": len(copied), "&duplicates=show": len(copied), "&duplicates=fold": len(copied) - 2} {
		if v := decode[struct{ Hits []any }](t, get(s, "/api/v1/search?q=ph%C3%A0"+query).Body); len(v.Hits) != want {
			t.Errorf("%q: %d hits", query, len(v.Hits))
		}
	}
}

// TestDocumentPageTellsOfCopies, of documents on the same form and of excerpts.
func TestDocumentPageTellsOfCopies(t *testing.T) {
	s := newCopies(t, copied...)
	page := parsePage(t, get(s, parsePage(t, get(s, "/search?q=ph%C3%A0"), http.StatusOK).link(t, "Cũng có ở 2 nơi")), http.StatusOK)
	twins := page.one(t, "section", "id=duplicates")
	if got := twins.text(); strings.Count(got, "phà")+strings.Count(got, "bãi bỏ")+strings.Count(got, "Không có tiêu đề") < 2 || len(twins.all("li")) != 2 {
		t.Errorf("copies: %q", got)
	}
	alike := textsOf(page.one(t, "section", "aria-labelledby=alike").all("li"))
	if len(alike) != 2 || !strings.Contains(alike[0], "cùng mẫu, giống 9") || !strings.Contains(alike[1], "trích từ tài liệu này") {
		t.Errorf("alike: %q", alike)
	}
	if page := parsePage(t, get(s, "/d/other"), http.StatusOK); len(page.all("section", ".twins")) != 0 {
		t.Error("a document that is like none has a list")
	}
	type related struct {
		Total      int
		Duplicates []struct{ ID, Title, Date string }
		Similar    []struct {
			ID, Title, Kind string
			Score           float64
		}
	}
	v := decode[related](t, get(s, "/api/v1/documents/part/duplicates").Body)
	if v.Total != 0 || len(v.Similar) != 2 || v.Similar[0].ID != "first" || v.Similar[0].Kind != "excerpt" || v.Similar[0].Score < 0.8 {
		t.Errorf("%+v", v)
	}
	v = decode[related](t, get(s, "/api/v1/documents/third/duplicates").Body)
	if v.Total != 2 || v.Duplicates[0].ID != "first" || v.Duplicates[0].Date != "2025-03-01" || v.Duplicates[1].ID != "again" {
		t.Errorf("%+v", v)
	}
}

// TestRemovedCopies: what was removed since is named by no page.
func TestRemovedCopies(t *testing.T) {
	s := newCopies(t, copied...)
	if _, err := s.opt.Index.Delete(t.Context(), "again", "form"); err != nil {
		t.Fatal(err)
	}
	page := parsePage(t, get(s, "/d/first"), http.StatusOK)
	if got := len(page.one(t, "section", "id=duplicates").all("li")) + len(page.one(t, "section", "aria-labelledby=alike").all("li")); got != 2 {
		t.Errorf("%d documents are named", got)
	}
}
