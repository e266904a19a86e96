package web

import (
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/local"
)

// TestHelpExamplesFindWhatTheySay follows each example of the guide, in both languages.
func TestHelpExamplesFindWhatTheySay(t *testing.T) {
	s := newServer(t, Options{})
	for _, lang := range []string{"", "?lang=en"} {
		p := parsePage(t, get(s, "/help"+lang), 200)
		followed := 0
		for _, dt := range p.all("dt") {
			n := dt.all("span", ".n")
			if len(n) == 0 {
				continue
			}
			followed++
			href := dt.one(t, "a").attr("href")
			there := parsePage(t, get(s, href), 200)
			want, _, _ := strings.Cut(n[0].text(), " ")
			if got := there.one(t, "p", ".count").text(); !strings.HasPrefix(got, want+" ") {
				t.Errorf("%s: %q, but the guide says %q", href, got, n[0].text())
			}
		}
		if followed < 20 {
			t.Errorf("%d examples", followed)
		}
		if lang != "" && !strings.Contains(p.text(), "speaker:\"") {
			t.Error("the English guide has Vietnamese fields")
		}
	}
}

// TestHelpOfAnEmptyCollection teaches nothing that finds nothing.
func TestHelpOfAnEmptyCollection(t *testing.T) {
	x, err := local.OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	s := New(Options{Index: x})
	if n := len(parsePage(t, get(s, "/help"), 200).all("span", ".n")); n != 0 {
		t.Errorf("%d examples of nothing", n)
	}
	d := index.Document{ID: "a", Title: "Một", Body: "Hai", Date: "2024-05-01", Speaker: "Lê Thị Hòa"}
	if err := x.Put(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	if got := parsePage(t, get(s, "/help"), 200).text(); !strings.Contains(got, "le thi hoa") || !strings.Contains(got, "ngay:2024") {
		t.Errorf("what was added is not taught: %s", got)
	}
}
