package house

import (
	"bytes"
	"image"
	"image/png"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
)

const plainSVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><path id="p" d="M0 0h2v2z"/><use href="#p"/></svg>`

func dotPNG(t *testing.T) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 2, 2))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(t *testing.T, yaml string) (*Site, error) {
	return Read(fstest.MapFS{"site.yaml": {Data: []byte(yaml)}, "logo.svg": {Data: []byte(plainSVG)}, "in/dot.png": {Data: dotPNG(t)},
		"page.html": {Data: []byte("<html/>")}, "large.svg": {Data: make([]byte, maxLogo+1)}}, "site.yaml")
}

func TestRead(t *testing.T) {
	got, err := read(t, `
name: {vi: Kho lưu trữ, en: Archive}
title: {vi: Văn bản của tỉnh}
intro: Tìm ở đây.
contact: van-thu@example.org
language: en
base-url: https://tim.example.org/
logo: in/dot.png
examples: [đất đai, '"trường học"']
colours: {accent: "#174F7F", seal: "#9c2417", dark: {seal: "#e58a7d"}}
`)
	if err != nil {
		t.Fatal(err)
	}
	if got.Logo == nil || got.Logo.Type != "image/png" {
		t.Errorf("logo %+v", got.Logo)
	}
	got.Logo = nil
	want := &Site{Name: Text{"Kho lưu trữ", "Archive"}, Title: Text{"Văn bản của tỉnh", "Văn bản của tỉnh"}, Intro: Text{"Tìm ở đây.", "Tìm ở đây."},
		Contact: "van-thu@example.org", Language: "en", BaseURL: "https://tim.example.org", Examples: []string{"đất đai", `"trường học"`},
		Light: Colours{"#174f7f", "#9c2417"}, Dark: Colours{got.Dark.Accent, "#e58a7d"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	made, _ := parseRGB(got.Dark.Accent)
	if x, _ := least(made, darkPaper); x < minContrast {
		t.Errorf("the colour made for the dark page, %s, has a contrast of %.2f", made, x)
	}
	for _, empty := range []string{"", "# nothing\n"} {
		if got, err := read(t, empty); err != nil || !reflect.DeepEqual(got, &Site{}) {
			t.Errorf("%q: %+v, %v", empty, got, err)
		}
	}
}

func TestErrorsNameKeyValueAndWayOut(t *testing.T) {
	for yaml, want := range map[string]string{
		"nam: x":                             `site.yaml: line 1: there is no setting "nam"; is "name" meant?`,
		"colours: {paper: x}":                `site.yaml: line 1: there is no setting "colours.paper"; there are accent, dark, seal`,
		"name: a\nname: b":                   "twice",
		"- a":                                `write lines such as “base-url: …”`,
		"name: [a]":                          "site.yaml: line 1: name is to be one text",
		"name: {vi: }":                       "name.vi is empty; give it a value or remove the line",
		"name: " + strings.Repeat("a", 61):   "has 61 characters; at most 60 can be shown",
		"name: \"a\\nb\"":                    "several lines",
		"name: \"a\\u202eb\"":                "cannot be seen",
		"language: fr":                       `language: "fr" is no language of the pages; write vi or en`,
		"contact: somebody":                  `contact: "somebody" can be reached by nobody`,
		"contact: javascript:alert(1)":       "can be reached by nobody",
		"contact: a@b.c?subject=x":           "can be reached by nobody",
		"base-url: tim.example.org":          `base-url: "tim.example.org" is not the address of a site; write it as https://`,
		"base-url: https://example.org/tim":  "without a path",
		"examples: a":                        "examples is to be a list",
		"examples: [a, [b]]":                 "examples[1] is to be one text",
		`colours: {accent: blue}`:            `colours.accent: "blue" is no colour; write it as "#174f7f"`,
		`colours: {accent: "#88aaff"}`:       "colours.accent: #88aaff has a contrast of only 2.0 to #f3f1ea of the light page, and text needs 4.5; take #",
		`colours: {dark: {seal: "#9c2417"}}`: "colours.dark.seal: #9c2417 has a contrast of only 2.0 to #1e2125 of the dark page",
		"logo: ../logo.svg":                  "outside of the folder",
		"logo: /etc/passwd":                  "outside of the folder",
		"logo: none.svg":                     "logo: open none.svg",
		"logo: page.html":                    "logo: page.html: the picture is neither SVG nor PNG",
		"logo: large.svg":                    "at most 100 kB",
		"name: a\n---\nname: b":              `remove that line`,
		"name: {":                            "not a YAML file",
	} {
		if _, err := read(t, yaml); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\n got %v\nwant …%s…", yaml, err, want)
		}
	}
}

// TestOfferedColourIsAccepted takes the way out that errors offer.
func TestOfferedColourIsAccepted(t *testing.T) {
	for _, c := range []string{"#88aaff", "#ffffff", "#ffff00", "#777777", "#fbfaf7"} {
		_, err := read(t, `colours: {accent: "`+c+`"}`)
		_, offered, _ := strings.Cut(err.Error(), "take ")
		if _, err := read(t, `colours: {accent: "`+offered+`"}`); err != nil {
			t.Error(err)
		}
	}
}

func TestLogosDoNothing(t *testing.T) {
	for svg, want := range map[string]string{
		plainSVG:                                           "",
		`<svg><script>alert(1)</script></svg>`:             "<script>",
		`<svg><SCRIPT/></svg>`:                             "<SCRIPT>",
		`<svg onload="alert(1)"/>`:                         "onload",
		`<svg><foreignObject/></svg>`:                      "foreignObject",
		`<svg><a href="javascript:alert(1)"/></svg>`:       "javascript:",
		`<svg><image href="https://example.org/x"/></svg>`: "https://example.org/x",
		`<svg xmlns:xlink="http://www.w3.org/1999/xlink"><use xlink:href="x.svg#a"/></svg>`: "x.svg#a",
		`<!DOCTYPE svg [<!ENTITY a "b">]><svg/>`:                                            "DOCTYPE",
		`<svg>`:                                                                             "well-formed",
		``:                                                                                  "neither",
	} {
		_, err := picture([]byte(svg))
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", svg, err)
		}
	}
}

func TestContactHref(t *testing.T) {
	for contact, want := range map[string]string{"": "", "a@example.org": "mailto:a@example.org", "https://example.org/": "https://example.org/"} {
		if got := (&Site{Contact: contact}).ContactHref(); got != want {
			t.Errorf("%s leads to %s", contact, got)
		}
	}
}
