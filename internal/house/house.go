// Package house reads what a site is called and looks like: the settings of the
// house that runs it. It checks everything, so that who has a Site need not.
//
// The file is YAML. Every setting may be absent; a text is one for both languages or
// one for each:
//
//	name: {vi: Kho văn kiện, en: Archive}   # in titles, feeds and citations
//	title: …                                # heading of the first page
//	intro: …                                # what stands below it
//	contact: van-thu@example.org            # or an address that begins with https://
//	language: vi                            # of pages whose address names none: vi or en
//	base-url: https://tim.example.org       # where the site is, for links from elsewhere
//	logo: logo.svg                          # SVG or PNG, beside this file
//	examples: [chính quyền đô thị, giáo dục]
//	colours:
//	  accent: "#174f7f"                     # links and buttons on the light page
//	  seal: "#9c2417"
//	  dark: {accent: "#9cc5e8", seal: "#e58a7d"}
//
// Colours that are not given for the dark page are made of those for the light one.
package house

import (
	"fmt"
	"net/url"
	"strings"
)

// Site is what a house says of itself. Its zero value says nothing: then everything
// is as it is without a file.
type Site struct {
	Name     Text
	Title    Text
	Intro    Text
	Contact  string   // an address of mail, or of a page; "" for none
	Language string   // vi or en; "" for vi
	BaseURL  string   // without a slash at the end; "" where it is not known
	Examples []string // queries that the first page suggests
	Logo     *Logo    // nil: the seal of the program
	Light    Colours
	Dark     Colours
}

// Text is said in each language; "" where nothing is.
type Text struct{ Vietnamese, English string }

// In returns the text in a language, vi or en.
func (t Text) In(lang string) string {
	if lang == "en" {
		return t.English
	}
	return t.Vietnamese
}

// Logo is a picture as it is served.
type Logo struct {
	Body []byte
	Type string // image/svg+xml or image/png
}

// Colours are those of one page, as #rrggbb; "" for what the program has.
type Colours struct{ Accent, Seal string }

// ContactHref is what a link to the contact leads to; "" for none.
func (s *Site) ContactHref() string {
	if s.Contact == "" || strings.HasPrefix(s.Contact, "https://") {
		return s.Contact
	}
	return "mailto:" + s.Contact
}

// CheckBaseURL returns an address of a site without a slash at its end, or says why
// it is none.
func CheckBaseURL(s string) (string, error) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" ||
		strings.Trim(u.Path, "/") != "" {
		return "", fmt.Errorf("%q is not the address of a site; write it as https://tim.example.org, without a path", s)
	}
	return u.Scheme + "://" + u.Host, nil
}
