package web

import (
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"html/template"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/gorilla/mux"

	"vankien/internal/find"
)

//go:embed templates static openapi.json openapi
var files embed.FS

// pageNames are the pages: each is templates/NAME.html inside layout.html. All of
// them can show what the files part_*.html define.
var pageNames = namesOfPages()

func namesOfPages() (names []string) {
	all, err := fs.Glob(files, "templates/*.html")
	if err != nil {
		panic("web: " + err.Error())
	}
	for _, name := range all {
		name = strings.TrimSuffix(path.Base(name), ".html")
		if name != "layout" && !strings.HasPrefix(name, "part_") {
			names = append(names, name)
		}
	}
	return names
}

// faces is every page in every language, parsed once.
type faces map[find.Language]map[string]*template.Template

// newFaces panics on a template that cannot be parsed. offers says which pages for
// key holders there are, of what the house says of itself.
func newFaces(offers func(page string) bool, of *site) faces {
	all := faces{}
	for lang := range tables {
		all[lang] = map[string]*template.Template{}
		layout := template.Must(template.New("layout.html").Funcs(funcs(lang, of)).Funcs(template.FuncMap{"offers": offers}).ParseFS(files, "templates/layout.html", "templates/part_*.html"))
		for _, name := range pageNames {
			t := template.Must(layout.Clone())
			all[lang][name] = template.Must(t.ParseFS(files, "templates/"+name+".html"))
		}
	}
	return all
}

// funcs are what templates can say in a language.
func funcs(lang find.Language, of *site) template.FuncMap {
	said, own := of.texts(lang), state{}
	if lang != cmp.Or(of.lang, find.Vietnamese) {
		own = own.set("lang", string(lang))
	}
	return template.FuncMap{
		"t":      func(key string, args ...any) string { return said.say(say(key, args...)) },
		"site":   func() siteView { return of.view(lang) },
		"number": lang.Number,
		"date":   lang.Date,
		"kind":   lang.Kind,
		"guess":  lang.Guess,
		"plink":  func(anchor int) string { return paragraphLink(own, anchor) },
		"token":  func(kind string) string { return tables[lang].say(say("token." + kind)) },
		"asset":  func(name string) string { return "/static/" + assets.hashed[name] },
		"choice": func(title string, links []link) choices { return choices{title, links} },
		"has":    func(name string) bool { return assets.hashed[name] != "" },
	}
}

func (f faces) render(w io.Writer, name string, v pageView) error {
	return f[v.language()][name].ExecuteTemplate(shown{w}, "layout", v)
}

// asset is an embedded file as it is served.
type asset struct {
	body        []byte
	contentType string
	tag         string
	forever     bool   // named by its content, so it never changes
	policy      string // of its content, where that of the site is not enough
}

// assets serves each file under its own name, to be asked for again, and under
// a name with a hash of its content, to be kept.
var assets = newAssets()

type assetTable struct {
	byName map[string]asset
	hashed map[string]string // plain name → name with hash
}

func newAssets() assetTable {
	t := assetTable{map[string]asset{}, map[string]string{}}
	entries, err := fs.ReadDir(files, "static")
	if err != nil {
		panic("web: " + err.Error())
	}
	for _, e := range entries {
		body, err := files.ReadFile("static/" + e.Name())
		if err != nil {
			panic("web: " + err.Error())
		}
		hash, ext := contentHash(body), path.Ext(e.Name())
		a := asset{body: body, contentType: mime.TypeByExtension(ext), tag: `W/"` + hash + `"`}
		t.byName[e.Name()] = a
		a.forever = true
		t.hashed[e.Name()] = strings.TrimSuffix(e.Name(), ext) + "." + hash + ext
		t.byName[t.hashed[e.Name()]] = a
	}
	return t
}

// contentHash is what names of assets carry.
func contentHash(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:6])
}

func (s *Server) static(r *http.Request) (any, error) {
	name := mux.Vars(r)["name"]
	a, ok := assets.byName[name]
	if !ok {
		a, ok = s.site.assets[name]
	}
	if !ok {
		return nil, fail("not_found", say("err.path", r.URL.Path))
	}
	h := http.Header{"Etag": {a.tag}}
	if a.policy != "" {
		h.Set("Content-Security-Policy", a.policy)
	}
	if a.forever {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	return reply{status: http.StatusOK, header: h, view: raw{a.contentType, a.body}}, nil
}
