package web

import (
	"regexp"
	"strings"
	"testing"

	"vankien/internal/house"
)

const logoSVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><path d="M0 0h2v2z"/></svg>`

var ownSite = house.Site{Name: house.Text{Vietnamese: "Kho 100% tỉnh", English: "Archive"}, Title: house.Text{Vietnamese: "Văn bản của tỉnh", English: "Papers"},
	Contact: "van-thu@example.org", Language: "en", Logo: &house.Logo{Body: []byte(logoSVG), Type: "image/svg+xml"},
	Light: house.Colours{Accent: "#5b2a86"}, Dark: house.Colours{Accent: "#d0b0f0"}}

// TestSiteIsWhatTheHouseSays looks for the settings wherever the site shows them.
func TestSiteIsWhatTheHouseSays(t *testing.T) {
	s := newServer(t, Options{Site: ownSite})
	for lang, want := range map[string][2]string{"en": {"Archive", "Papers"}, "vi": {"Kho 100% tỉnh", "Văn bản của tỉnh"}} {
		p := parsePage(t, get(s, "/?lang="+lang), 200)
		if got := p.one(t, "a", ".brand").text(); got != want[0] {
			t.Errorf("%s: the site is called %q", lang, got)
		}
		if got := p.one(t, "title").text(); got != want[0] {
			t.Errorf("%s: title %q", lang, got)
		}
		if got := p.one(t, "h1").text(); got != want[1] {
			t.Errorf("%s: heading %q", lang, got)
		}
		if got := p.one(t, "footer").text(); !strings.HasPrefix(got, want[0]+": "+want[1]) {
			t.Errorf("%s: foot %q", lang, got)
		}
		if got := p.one(t, "a", "href=mailto:van-thu@example.org").text(); got == "" {
			t.Errorf("%s: the contact has no name", lang)
		}
	}
	p := parsePage(t, get(s, "/search?q=a"), 200)
	logo := get(s, p.one(t, "link", "rel=icon").attr("href"))
	if logo.Body.String() != logoSVG || logo.Header().Get("Content-Type") != "image/svg+xml" || !strings.Contains(logo.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("logo: %s, %v", logo.Body, logo.Header())
	}
	if got := logo.Header().Get("Content-Security-Policy"); got != logoPolicy {
		t.Errorf("the logo may do what %q allows", got)
	}
	sheets := p.all("link", "rel=stylesheet")
	sheet := get(s, sheets[1].attr("href"))
	if got := sheet.Body.String(); !strings.Contains(got, ":root { --link: #5b2a86;") || !strings.Contains(got, "dark) { :root { --link: #d0b0f0;") {
		t.Errorf("sheet %s", got)
	}
	if got := get(s, "/api/openapi.json").Body.String(); !strings.Contains(got, `"title": "Archive"`) {
		t.Error("the description of the interface has another name")
	}
	if links := parsePage(t, get(newServer(t, Options{}), "/"), 200).all("link", "rel=stylesheet"); len(links) != 1 {
		t.Errorf("a site without colours of its own has %d sheets", len(links))
	}
}

// TestLanguageOfTheHouse: an address without a language shows that of the house, and
// all links of a page keep its language.
func TestLanguageOfTheHouse(t *testing.T) {
	s := newServer(t, Options{Site: ownSite, Keys: keys})
	for _, path := range []string{"/", "/search?q=%C4%91%E1%BA%A5t+%C4%91ai&topic=dat-dai", "/d/a?q=%C4%91%C3%B4", "/review", "/analyze", "/d/a/edit", "/nope"} {
		status := 200
		if path == "/nope" {
			status = 404
		}
		own := parsePage(t, get(s, path), status)
		if got := own.one(t, "html").attr("lang"); got != "en" {
			t.Errorf("%s is in %s", path, got)
		}
		sep := "?"
		if strings.Contains(path, "?") {
			sep = "&"
		}
		other := parsePage(t, get(s, path+sep+"lang=vi"), status)
		if got := other.one(t, "html").attr("lang"); got != "vi" {
			t.Errorf("%s in Vietnamese is in %s", path, got)
		}
		for _, a := range own.all("a") {
			if href := a.attr("href"); strings.Contains(href, "lang=") && a.attr("lang") == "" {
				t.Errorf("%s: %s", path, href)
			}
		}
		for _, a := range other.all("a") {
			href := a.attr("href")
			local := strings.HasPrefix(href, "/") && !strings.HasPrefix(href, "/api") && !strings.HasPrefix(href, "/d/a/original")
			if back := a.attr("lang") == "en"; local && strings.Contains(href, "lang=vi") == back {
				t.Errorf("%s in Vietnamese: %s", path, href)
			}
		}
		for _, f := range other.all("form", "role=search") {
			f.one(t, "input", "name=lang", "value=vi")
		}
	}
}

// TestPapersAreThoseOfTheSheet: colours are checked against what they stand on.
func TestPapersAreThoseOfTheSheet(t *testing.T) {
	sheet := get(newServer(t, Options{}), "/static/style.css").Body.String()
	papers := regexp.MustCompile(`--(?:paper|panel): (#\w+);`).FindAllStringSubmatch(sheet, 4)
	light, dark := house.Papers()
	want := append(light[:], dark[:]...)
	for i := range want {
		if papers[i][1] != want[i] {
			t.Errorf("the sheet has %s where colours are checked against %s", papers[i][1], want[i])
		}
	}
}
