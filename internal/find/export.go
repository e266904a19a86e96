package find

import (
	"context"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"

	"vankien/index"
	"vankien/internal/export"
)

// Export is a search to be taken away: all documents that it finds, in its order.
type Export struct {
	*Search
	Format   export.Format
	Site     string    // what comes before the paths of addresses; "" leaves them as they are
	Accessed time.Time // the day of citations; zero leaves it out
	Total    int       // documents found, as Count saw them

	engine  Engine
	columns []column
	counted index.Request // that which found them
}

// wholeList are the parameters of a search that are of one page of it, or of what
// stands beside the hits.
var wholeList = []string{"page", "per_page", "offset", "limit", "cursor", "facets"}

// ExportParams returns what the address of an export may carry: what that of its
// search may, but for what makes pages of it.
func ExportParams() []string {
	names := slices.DeleteFunc(SearchParams(), func(name string) bool { return slices.Contains(wholeList, name) || name == paramFields })
	return append(names, "format", paramFields, "lang")
}

// ReadExport reads the parameters of an export and refuses all others; the error is
// a *Refused.
func (s *Service) ReadExport(raw url.Values) (*Export, error) {
	if err := CheckParams(raw, ExportParams()); err != nil {
		return nil, err
	}
	v := &Params{Values: raw}
	e := &Export{engine: s.engine, Format: export.Format(v.Choice("format", exportFormats()...))}
	lang := Language(v.Choice("lang", string(Vietnamese), string(English)))
	e.columns = v.columns(e.Format)
	if err := v.Err(); err != nil {
		return nil, err
	}
	one := url.Values{"limit": {"1"}} // asked as the first page is, so that what is mended there is mended here
	for name, values := range raw {
		one[name] = values
	}
	delete(one, paramFields) // names columns here
	a, err := s.Read(one, lang)
	if err != nil {
		return nil, err
	}
	e.Search = a
	if e.Fold = e.Fold && len(a.relations.Groups()) > 0; e.Fold && !raw.Has("fields") {
		e.columns = append(e.columns, namedColumn("also_at"))
	}
	return e, nil
}

// exportFormats are the names of all formats, the default first.
func exportFormats() (names []string) {
	for _, f := range export.Formats() {
		names = append(names, string(f))
	}
	return names
}

// Count asks how many documents there are, and by which reading of the query. It
// must be called before Write.
func (e *Export) Count(ctx context.Context) (err error) {
	e.counted, e.Total, err = whole(ctx, e.engine, e.Request)
	return err
}

// whole returns the request that finds all that a search is answered with, which asks
// for what was meant where that is answered, and how many documents that are.
func whole(ctx context.Context, engine Engine, asked index.Request) (index.Request, int, error) {
	req := asked
	req.Snippets = 0
	res, err := engine.Search(ctx, req)
	if err == nil && res.Total == 0 && !req.Suggest {
		req.Suggest = true
		res, err = engine.Search(ctx, req)
	}
	if err != nil {
		return asked, 0, err
	}
	for _, s := range res.Suggestions {
		if s.Used {
			asked.Query = s.Query
		}
	}
	return asked, res.Total, nil
}

// Name is what to call the file, without the marks and signs that some system does
// not take.
func (e *Export) Name() string {
	return "vankien-" + shortened(e.slug(), maxName) + "." + e.Format.Extension()
}

// maxName bounds what a name of a file tells of the search, in bytes.
const maxName = 60

// Write writes the file. told, unless it is nil, is called after every document with
// how many were written.
func (e *Export) Write(ctx context.Context, w io.Writer, told func(written int)) error {
	out := export.New(e.Format, w, e.options())
	written, seen := 0, map[string]bool{}
	err := e.engine.Walk(ctx, e.counted, e.want(), func(x *index.Walked) error {
		if e.Fold && e.copyOf(seen, x.Document.ID) {
			return nil
		}
		if err := e.rows(x, out.Write); err != nil {
			return err
		}
		if written++; told != nil {
			told(written)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return out.Close()
}

// copyOf reports whether a document of the same group was written, and remembers it.
func (e *Export) copyOf(seen map[string]bool, id string) bool {
	g := e.relations.Group(id)
	if len(g) == 0 {
		return false
	}
	was := seen[g[0]]
	seen[g[0]] = true
	return was
}

// options say what the list is.
func (e *Export) options() *export.Options {
	opt := &export.Options{Title: e.heading(), Notes: e.notes(), Texts: export.Texts{
		Sheet: e.Lang.say("export.sheet"), Notes: e.Lang.say("export.notes"), Untitled: e.Lang.say("export.untitled"),
		Page: e.Lang.say("export.page"), Cut: e.Lang.say("export.cut"),
		CutCount: func(n int64) string { return e.Lang.say("export.cut_count", e.Lang.Number(int(n))) },
	}}
	for _, c := range e.columns {
		opt.Columns = append(opt.Columns, export.Column{Name: c.name, Label: e.Lang.say("column." + c.name)})
	}
	return opt
}

func (e *Export) heading() string {
	if q := strings.TrimSpace(e.Q); q != "" {
		return e.Lang.say("export.for", q)
	}
	return e.Lang.say("export.all")
}

// notes tell what the list is: how many, of which filters, when, and what is left out.
func (e *Export) notes() []string {
	all := []string{e.Lang.say("export.total", e.Lang.Number(e.Total))}
	for _, f := range index.FilterFields() {
		if values := e.Request.Filter.Any[f]; len(values) > 0 {
			all = append(all, e.Lang.say("export.only", e.Lang.say("column."+string(f)), e.labels(f, values)))
		}
		if values := e.Request.Filter.None[f]; len(values) > 0 {
			all = append(all, e.Lang.say("export.without", e.Lang.say("column."+string(f)), e.labels(f, values)))
		}
	}
	if from, to := e.Request.Filter.From, e.Request.Filter.To; from != "" || to != "" {
		all = append(all, e.Lang.say("export.dates", dated(e.Lang, from), dated(e.Lang, to)))
	}
	if e.Fold {
		all = append(all, e.Lang.say("export.folded"))
	}
	if !e.Accessed.IsZero() {
		all = append(all, e.Lang.say("export.when", e.Lang.Date(e.Accessed.Format("2006-01-02"))))
	}
	return all
}

// labels are what people read for values of a field; NoValue is that there is none.
func (e *Export) labels(f index.Field, values []string) string {
	var all []string
	for _, v := range values {
		if v == index.NoValue {
			all = append(all, e.Lang.say("export.novalue"))
		} else {
			all = append(all, e.Label(f, v))
		}
	}
	return strings.Join(all, ", ")
}

func dated(l Language, iso string) string {
	if iso == "" {
		return "…"
	}
	return l.Date(iso)
}
