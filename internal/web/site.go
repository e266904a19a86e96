package web

import (
	"cmp"
	"fmt"
	"strings"

	"vankien/internal/find"
	"vankien/internal/house"
)

// site is what the house that runs a server says of itself, as answers need it.
type site struct {
	*house.Site
	lang   find.Language    // of pages whose address names none
	assets map[string]asset // the logo and the sheet of colours, under names with their hashes
	logo   string           // address
	kind   string           // content type of the logo
	style  string           // address; "" where the house has the colours of the program
}

// siteView is a site as templates show it.
type siteView struct {
	Name, Contact, ContactHref, Logo, LogoType, Style, BaseURL string
}

// logoPolicy has a picture that is opened by itself do nothing and fetch nothing.
const logoPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

func newSite(h *house.Site) *site {
	s := &site{Site: h, lang: cmp.Or(find.Language(h.Language), find.Vietnamese), assets: map[string]asset{},
		logo: "/static/" + assets.hashed["seal.svg"], kind: "image/svg+xml"}
	if h.Logo != nil {
		ext := map[string]string{"image/svg+xml": ".svg", "image/png": ".png"}[h.Logo.Type]
		s.logo, s.kind = s.serve("logo", ext, asset{body: h.Logo.Body, contentType: h.Logo.Type, policy: logoPolicy}), h.Logo.Type
	}
	if sheet := sheetOf(h); sheet != "" {
		s.style = s.serve("house", ".css", asset{body: []byte(sheet), contentType: "text/css; charset=utf-8"})
	}
	return s
}

// serve has an asset served for ever under its hash and returns the address.
func (s *site) serve(name, ext string, a asset) string {
	hash := contentHash(a.body)
	a.tag, a.forever = `W/"`+hash+`"`, true
	s.assets[name+"."+hash+ext] = a
	return "/static/" + name + "." + hash + ext
}

// sheetOf sets the custom properties of style.css that a house has of its own.
func sheetOf(h *house.Site) string {
	var b strings.Builder
	if h.Logo != nil {
		b.WriteString(".brand img { object-fit: contain; }\n")
	}
	if light := properties(h.Light, false); light != "" {
		fmt.Fprintf(&b, ":root { %s}\n", light)
	}
	if dark := properties(h.Dark, true); dark != "" {
		fmt.Fprintf(&b, "@media (prefers-color-scheme: dark) { :root { %s} }\n", dark)
	}
	return b.String()
}

func properties(c house.Colours, dark bool) string {
	var b strings.Builder
	if c.Accent != "" {
		fmt.Fprintf(&b, "--link: %s; --link-over: %s; ", c.Accent, house.Over(c.Accent, dark))
	}
	if c.Seal != "" {
		fmt.Fprintf(&b, "--seal: %s; ", c.Seal)
	}
	return b.String()
}

// name is what the site is called in a language.
func (s *site) name(lang find.Language) string {
	return cmp.Or(s.Name.In(string(lang)), tables[lang].say(say("site.name")))
}

func (s *site) view(lang find.Language) siteView {
	return siteView{s.name(lang), s.Contact, s.ContactHref(), s.logo, s.kind, s.style, s.BaseURL}
}

// texts is the table of a language with what the house says itself.
func (s *site) texts(lang find.Language) texts {
	own := texts{"site.name": s.name(lang), "home.title": s.Title.In(string(lang)), "home.lead": s.Intro.In(string(lang))}
	if title := own["home.title"]; title != "" {
		own["foot.about"] = "%s: " + strings.ReplaceAll(title, "%", "%%")
	}
	all := tableOf(tables[lang])
	for key, text := range own {
		if text != "" {
			all[key] = text
		}
	}
	return all
}
