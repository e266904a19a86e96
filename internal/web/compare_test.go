package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCompareJSON(t *testing.T) {
	s := decisionServer(t)
	v := decode[comparisonView](t, get(s, "/api/v1/compare?a=v1&b=v2").Body)
	if v.A.ID != "v1" || v.B.URL != "/d/v2" || v.B.Document.Date != "2023-04-05" || v.Kept != 9 || v.Changed != 1 || v.New != 1 || v.Dropped != 1 {
		t.Errorf("%+v", v)
	}
	if len(v.Changes) != 12 {
		t.Fatalf("%d paragraphs", len(v.Changes))
	}
	if diff := cmp.Diff(changedView{Kind: "kept", A: 1, B: 1, Text: "QUYẾT ĐỊNH"}, v.Changes[0]); diff != "" {
		t.Error(diff)
	}
	for _, c := range v.Changes {
		switch c.Kind {
		case "changed":
			var before, after strings.Builder
			for _, p := range c.Pieces {
				if p.Kind != "new" {
					before.WriteString(p.Text)
				}
				if p.Kind != "dropped" {
					after.WriteString(p.Text)
				}
			}
			if before.String() != "Kinh phí lấy từ quỹ xã là mười triệu đồng mỗi năm." || after.String() != "Kinh phí lấy từ quỹ xã là hai mươi triệu đồng mỗi năm." || c.Text != "" {
				t.Errorf("it was %q and is %q", &before, &after)
			}
		case "new":
			if c.Text != "Thêm một đoạn mới <b>." || c.A != 0 || c.B == 0 {
				t.Errorf("%+v", c)
			}
		case "dropped":
			if c.Text != "Một đoạn sẽ bỏ đi." || c.A != 8 || c.B != 0 {
				t.Errorf("%+v", c)
			}
		}
	}
	problem(t, get(s, "/api/v1/compare?a=v1"), 400, "invalid_parameter")
}

func TestComparePageLeadsToTheComparison(t *testing.T) {
	s := decisionServer(t)
	form := parsePage(t, get(s, "/compare?a=v1&lang=en"), http.StatusOK).one(t, "form", "action=/compare")
	if form.one(t, "input", "id=a").attr("value") != "v1" || form.one(t, "input", "name=lang").attr("value") != "en" {
		t.Error("the form lost what was given")
	}
	odd := url.PathEscape("thư mục/tệp 1?.txt")
	for given, want := range map[[2]string]string{
		{" v1 ", "v2"}: "/d/v1/diff/v2", {"https://vankien.example/d/v1?q=x#p2", "/d/v2/original"}: "/d/v1/diff/v2",
		{"thư mục/tệp 1?.txt", "http://x/d/" + odd}: "/d/" + odd + "/diff/" + odd,
	} {
		w := get(s, "/compare?"+url.Values{"a": {given[0]}, "b": {given[1]}}.Encode())
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != want {
			t.Errorf("%q: %d, %s", given, w.Code, w.Header().Get("Location"))
		}
	}
	if got := get(s, "/compare?a=v1&b=v2&lang=en").Header().Get("Location"); got != "/d/v1/diff/v2?lang=en" {
		t.Errorf("in English it leads to %s", got)
	}
	for _, b := range []string{"nope", "http://[x", "https://x/d/nope", "/d/%zz"} {
		p := parsePage(t, get(s, "/compare?"+url.Values{"a": {"v1"}, "b": {b}}.Encode()), http.StatusNotFound)
		if p.one(t, "input", "id=b").attr("value") != b {
			t.Errorf("%s is gone from the form", b)
		}
	}
}

// compareAnswers compares documents in every way.
func compareAnswers(t *testing.T, c *contract, s, closed, limited *Server) {
	t.Helper()
	const path = "/api/v1/compare?a=v1&b=v2"
	c.call(t, s, 200, "GET", path, "")
	c.call(t, s, 400, "GET", "/api/v1/compare?a=v1&b=", "")
	c.call(t, s, 404, "GET", "/api/v1/compare?a=v1&b=nope", "")
	c.call(t, closed, 503, "GET", path, "")
	c.call(t, limited, 429, "GET", path, "")
	c.call(t, busyServer(t, Options{Timeout: 1}), 504, "GET", path, "")
}
