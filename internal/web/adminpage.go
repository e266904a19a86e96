package web

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"vankien/index"
	"vankien/internal/find"
	"vankien/internal/ingest"
)

// adminPage shows holders of a key how the server and its collection are, and makes
// backups. It is asked for with a form that has the key in its body.
type adminPage struct {
	frame
	Action  string
	Problem *trouble
	Backups bool        // can be made here
	State   *AdminState // nil until the key was right
	Made    string      // said of a backup that was just made
	Facts   []adminFacts
	Last    []fileRow
	Failed  []fileRow
	// AllFailed leads to the files that failed where Failed is not all; else nil.
	AllFailed *link
}

// adminFacts are facts of one kind: their heading is the text admin.KEY.
type adminFacts struct {
	Key  string
	Rows []adminFact
}

type adminFact struct{ Name, Value, Href string }

// Actions of the form of the page.
const actionBackup = "backup"

func (s *Server) adminPage(r *http.Request) (any, error) { return s.newAdminPage(r) }

func (s *Server) newAdminPage(r *http.Request) (*adminPage, error) {
	lang, st, err := pageState(r)
	if err != nil {
		return nil, err
	}
	if !s.offers("admin") {
		return nil, fail("not_found", say("err.path", r.URL.Path))
	}
	p := &adminPage{frame: newFrame("admin", lang, "/admin", st), Action: st.own().at("/admin"), Backups: s.opt.Backup != nil}
	p.Private = true
	return p, nil
}

// adminAsked answers the form of the page.
func (s *Server) adminAsked(r *http.Request) (any, error) {
	p, err := s.newAdminPage(r)
	if err != nil {
		return nil, err
	}
	form, err := s.form(r)
	if err != nil {
		return nil, err
	}
	key, action := form.Get("key"), form.Get("action")
	form.Del("key")
	form.Del("action")
	if err = find.CheckParams(form, nil); err == nil {
		err = s.authorize(r, key)
	}
	ctx := r.Context()
	if err == nil && action == actionBackup && p.Backups {
		var b index.Backup
		ctx = unhurried(r)
		if b, err = s.opt.Backup(ctx, ""); err == nil {
			p.Made = tables[p.Lang].say(say("admin.made", b.Moment, p.Lang.Number(b.Files), megabytes(p.Lang, b.Bytes), megabytes(p.Lang, b.Copied)))
		}
	}
	if err != nil {
		bad := s.problem(r, err)
		p.Problem = newTrouble(p.Lang, bad, "")
		return reply{status: bad.Status, header: bad.header, view: p}, nil
	}
	p.show(s.adminState(ctx))
	return p, nil
}

// show fills the page with a state.
func (p *adminPage) show(v *AdminState) {
	p.State = v
	for _, key := range []string{"server", "collection", "review", "files", "memory", "limits"} {
		if rows := adminRows[key](p, v); len(rows) > 0 {
			p.Facts = append(p.Facts, adminFacts{key, rows})
		}
	}
	if v.Files != nil {
		for i := range v.Files.Last {
			p.Last = append(p.Last, v.Files.Last[i].row(p.Lang, p.own))
		}
		for i := range v.Files.Failed {
			p.Failed = append(p.Failed, v.Files.Failed[i].row(p.Lang, p.own))
		}
		if n := v.Files.Counts[ingest.ResultFailed]; n > len(p.Failed) {
			p.AllFailed = &link{Label: count(p.Lang, "admin.failed.all", n), Href: p.filesOf(ingest.ResultFailed)}
		}
	}
}

// fact is a line of the page; its name is the text admin.NAME.
func (p *adminPage) fact(name, value, href string) adminFact {
	return adminFact{tables[p.Lang].say(say("admin." + name)), value, href}
}

// adminRows are the lines of the page by kind.
var adminRows = map[string]func(*adminPage, *AdminState) []adminFact{
	"server": func(p *adminPage, v *AdminState) []adminFact {
		rows := []adminFact{p.fact("version", v.Version+" ("+v.Go+")", ""), p.fact("started", p.At(v.Started), ""), p.fact("uptime", p.span(v.Uptime), "")}
		return append(rows, p.fact("searches", tables[p.Lang].say(say("admin.searches.now", p.Lang.Number(int(v.Searches.Running)), p.Lang.Number(int(v.Searches.Waiting)), p.Lang.Number(int(v.Searches.Refused)))), ""))
	},
	"collection": func(p *adminPage, v *AdminState) (rows []adminFact) {
		if c := v.Collection; c != nil {
			rows = append(rows, p.fact("documents", p.Lang.Number(c.Documents), p.Browse), p.fact("dated", p.Lang.Number(c.Dated), ""),
				p.fact("topics", p.Lang.Number(c.Topics), ""), p.fact("disk", megabytes(p.Lang, c.DiskBytes), ""),
				p.fact("segments", p.Lang.Number(c.Segments), ""), p.fact("analysis", c.AnalysisVersion, ""))
		}
		if v.Cluster != nil {
			rows = append(rows, p.fact("cluster", strings.Join(v.Cluster.facts(p.Lang), "; "), ""))
		}
		return rows
	},
	"review": func(p *adminPage, v *AdminState) (rows []adminFact) {
		if v.Review != nil {
			rows = append(rows, p.fact("guessed", p.Lang.Number(v.Review.Guessed), p.Review), p.fact("corrected", p.Lang.Number(v.Review.Corrected), p.Review))
		}
		if d := v.Duplicates; d != nil {
			rows = append(rows, p.fact("duplicates", tables[p.Lang].say(say("admin.duplicates.now", p.Lang.Number(d.Groups), p.Lang.Number(d.Documents))), p.Review+"#duplicates"))
		}
		return rows
	},
	"files": func(p *adminPage, v *AdminState) (rows []adminFact) {
		if f := v.Files; f != nil {
			rows = append(rows, p.fact("read", count(p.Lang, "files.found", f.Total), p.Files), p.fact("failed", count(p.Lang, "files.found", f.Counts[ingest.ResultFailed]), p.filesOf(ingest.ResultFailed)),
				p.fact("waiting", count(p.Lang, "files.waits", f.WaitingPages), p.filesOf(ingest.ResultWaiting)))
			if f.Originals != nil {
				rows = append(rows, p.fact("originals", count(p.Lang, "files.found", f.Originals.Files)+", "+megabytes(p.Lang, f.Originals.Bytes), ""))
			}
		}
		return rows
	},
	"memory": func(p *adminPage, v *AdminState) []adminFact {
		m := v.Memory
		return []adminFact{p.fact("heap", megabytes(p.Lang, m.Heap), ""), p.fact("system", megabytes(p.Lang, m.System), ""),
			p.fact("cache", tables[p.Lang].say(say("admin.cache.now", megabytes(p.Lang, m.Cache), megabytes(p.Lang, m.CacheLimit), p.Lang.Number(int(m.CacheHits)), p.Lang.Number(int(m.CacheMiss)))), "")}
	},
	"limits": func(p *adminPage, v *AdminState) []adminFact {
		rate := tables[p.Lang].say(say("admin.unlimited"))
		if v.Limits.Rate > 0 {
			rate = tables[p.Lang].say(say("admin.rate.now", v.Limits.Rate))
		}
		return []adminFact{p.fact("rate", rate, ""), p.fact("timeout", (time.Duration(v.Limits.TimeoutMS) * time.Millisecond).String(), ""),
			p.fact("body", megabytes(p.Lang, v.Limits.MaxBody), ""), p.fact("file", megabytes(p.Lang, v.Limits.MaxFile), "")}
	},
}

// filesOf is the page of the files that have a result.
func (p *adminPage) filesOf(r ingest.Result) string {
	return find.Address("/files", url.Values(p.own.set("result", string(r))), filesPageParams)
}

// At is a moment as the page shows it, in the time of the server.
func (p *adminPage) At(t time.Time) string {
	t = t.Local()
	return p.Lang.Date(t.Format(time.DateOnly)) + " " + t.Format("15:04")
}

// Size is a size for the template; "" for none.
func (p *adminPage) Size(bytes int64) string {
	if bytes == 0 {
		return ""
	}
	return megabytes(p.Lang, bytes)
}

// span writes a time that has passed, by its two largest parts.
func (p *adminPage) span(seconds int64) string {
	m := seconds / 60
	return tables[p.Lang].say(say("admin.span", m/60/24, m/60%24, m%60))
}
