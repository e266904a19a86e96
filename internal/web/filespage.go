package web

import (
	"context"
	"net/http"
	"net/url"
	"time"
	"unicode/utf8"

	"vankien/internal/find"
	"vankien/internal/ingest"
)

// Files knows what became of the files that documents were read from.
type Files interface {
	List(context.Context, ingest.Filter) (ingest.Listing, error)
}

// FilesList is a page of the files that were read, those read last first.
type FilesList struct {
	Total        int                   `json:"total"` // files with this result and such a path
	Page         int                   `json:"page"`
	PerPage      int                   `json:"per_page"`
	Counts       map[ingest.Result]int `json:"counts"`        // of the files with such a path
	WaitingPages int                   `json:"waiting_pages"` // of all files
	Originals    *KeptView             `json:"originals,omitempty"`
	Cluster      *Cluster              `json:"cluster,omitempty"` // that the collection is on
	Files        []FileState           `json:"files"`

	all int
}

// KeptView says how much is kept of the files.
type KeptView struct {
	Files int   `json:"files"`
	Bytes int64 `json:"bytes"`
}

// FileState is what is known of a file.
type FileState struct {
	Path         string        `json:"path"`
	Sent         bool          `json:"sent,omitempty"` // the path is the name that it was sent by
	Result       ingest.Result `json:"result"`
	Code         string        `json:"code,omitempty"`
	Reason       string        `json:"reason,omitempty"`
	DuplicateOf  string        `json:"duplicate_of,omitempty"`
	Documents    int           `json:"documents"`
	FailedParts  int           `json:"failed_parts,omitempty"`
	WaitingPages int           `json:"waiting_pages,omitempty"`
	IDs          []string      `json:"ids,omitempty"`
	URLs         []string      `json:"urls,omitempty"`
	Bytes        int64         `json:"bytes"`
	ReadAt       time.Time     `json:"read_at"`
}

// fileResults are what files are counted and filtered by, in the order of a list.
var fileResults = [...]ingest.Result{ingest.ResultAdded, ingest.ResultChanged, ingest.ResultUnchanged, ingest.ResultMoved,
	ingest.ResultFailed, ingest.ResultSkipped, ingest.ResultDuplicate, ingest.ResultWaiting}

// Bounds of a list of files.
const (
	filesPerPage = 100
	maxFilesPage = ingest.MaxListedBefore/filesPerPage + 1
	maxFilesPath = 500 // code points of q
)

// filesParams are what a list of files may be asked by.
var (
	filesParams     = []string{"result", "q", "page"}
	filesPageParams = []string{"lang", "result", "q"}
)

// filesAsked is what a list of files is asked by.
type filesAsked struct {
	result, path string
	page         int
}

func readFilesAsked(v url.Values) (filesAsked, error) {
	if err := find.CheckParams(v, filesParams); err != nil {
		return filesAsked{page: 1}, err
	}
	p, choices := &find.Params{Values: v}, []string{""}
	for _, r := range fileResults {
		choices = append(choices, string(r))
	}
	asked := filesAsked{p.Choice("result", choices...), v.Get("q"), p.Number("page", 1, 1, maxFilesPage)}
	if utf8.RuneCountInString(asked.path) > maxFilesPath {
		p.Refuse("invalid_parameter", "q", say("err.long_path", maxFilesPath))
	}
	return asked, p.Err()
}

// filesJSON answers what became of the files that were read.
func (s *Server) filesJSON(r *http.Request) (any, error) {
	if s.opt.Files == nil {
		return nil, fail("not_found", say("err.nofiles"))
	}
	asked, err := readFilesAsked(r.URL.Query())
	if err != nil {
		return nil, err
	}
	return s.listFiles(r.Context(), asked)
}

// listFiles returns what is asked for; there is a journal.
func (s *Server) listFiles(ctx context.Context, asked filesAsked) (*FilesList, error) {
	l, err := s.opt.Files.List(ctx, ingest.Filter{Result: ingest.Result(asked.result), Path: asked.path,
		Offset: (asked.page - 1) * filesPerPage, Limit: filesPerPage})
	if err != nil {
		return nil, err
	}
	v := &FilesList{Total: l.Total, Page: asked.page, PerPage: filesPerPage, Counts: map[ingest.Result]int{}, WaitingPages: l.Waits,
		Files: []FileState{}, all: l.All}
	for _, r := range fileResults {
		v.Counts[r] = l.Counts[r]
	}
	for i := range l.Files {
		v.Files = append(v.Files, fileState(&l.Files[i]))
	}
	if s.opt.Originals != nil {
		v.Originals = new(KeptView)
		v.Originals.Files, v.Originals.Bytes, err = s.opt.Originals.Size()
	}
	if s.opt.Cluster != nil {
		c := s.opt.cluster(ctx)
		v.Cluster = &c
	}
	return v, err
}

func fileState(f *ingest.Listed) FileState {
	v := FileState{Path: f.Path, Sent: f.Sent, Result: f.Result, Code: f.Code, Reason: f.Reason, DuplicateOf: f.Of, Documents: f.Documents,
		FailedParts: f.Failed, WaitingPages: f.Waits, IDs: f.IDs, Bytes: f.Size, ReadAt: f.Read.UTC()}
	for _, id := range f.IDs {
		v.URLs = append(v.URLs, find.DocumentPath(id))
	}
	return v
}

// filesPage shows holders of a key what became of the files that were read. It is
// asked for with a form that has the key in its body, and begins with what its address
// asks for.
type filesPage struct {
	frame
	Action   string
	Problem  *trouble
	Path     string
	Results  []option
	Asked    bool // the key was right: what follows is there
	Found    string
	Facts    []string
	Rows     []fileRow
	Previous int // number of the page; 0: there is none
	Next     int
}

func (s *Server) filesPage(r *http.Request) (any, error) {
	p, err := s.newFilesPage(r)
	if err != nil {
		return nil, err
	}
	asked := r.URL.Query()
	asked.Del("lang")
	chosen, err := readFilesAsked(asked)
	if err != nil {
		return nil, err
	}
	p.Path, p.Results = chosen.path, resultOptions(p.Lang, chosen.result, nil)
	return p, nil
}

func (s *Server) newFilesPage(r *http.Request) (*filesPage, error) {
	lang, st, err := pageState(r)
	if err != nil {
		return nil, err
	}
	if !s.offers("files") {
		return nil, fail("not_found", say("err.path", r.URL.Path))
	}
	p := &filesPage{frame: newFrame("files", lang, "/files", st), Action: st.own().at("/files")}
	p.Private = true
	return p, nil
}

// filesList answers the form of the page of files.
func (s *Server) filesList(r *http.Request) (any, error) {
	p, err := s.newFilesPage(r)
	if err != nil {
		return nil, err
	}
	form, err := s.form(r)
	if err != nil {
		return nil, err
	}
	given := form.Get("key")
	form.Del("key")
	asked, err := readFilesAsked(form)
	p.Path, p.Results = resent(asked.path), resultOptions(p.Lang, asked.result, nil)
	if wrong := s.authorize(r, given); wrong != nil {
		err = wrong
	}
	if err == nil {
		v, err := s.listFiles(r.Context(), asked)
		if err != nil {
			return nil, err
		}
		p.show(asked, v)
		return p, nil
	}
	bad := s.problem(r, err)
	p.Problem = newTrouble(p.Lang, bad, "")
	return reply{status: bad.Status, header: bad.header, view: p}, nil
}

// resultOptions are the choices of what became of a file, with counts if they are
// known.
func resultOptions(lang find.Language, chosen string, v *FilesList) []option {
	all := []option{{Label: tables[lang].say(say("files.any"))}}
	for _, r := range fileResults {
		all = append(all, option{Value: string(r), Label: tables[lang].say(say("result." + string(r)))})
	}
	for i := range all {
		o := &all[i]
		o.On = o.Value == chosen
		switch {
		case v == nil:
		case o.Value == "":
			o.Label += " (" + lang.Number(v.all) + ")"
		default:
			o.Label += " (" + lang.Number(v.Counts[ingest.Result(o.Value)]) + ")"
		}
	}
	return all
}

// show fills the page with what was asked for.
func (p *filesPage) show(asked filesAsked, v *FilesList) {
	p.Asked, p.Results = true, resultOptions(p.Lang, asked.result, v)
	p.Found = count(p.Lang, "files.found", v.Total)
	if pages := min((v.Total+filesPerPage-1)/filesPerPage, maxFilesPage); pages > 1 {
		p.Found = tables[p.Lang].say(say("results.paged", p.Found, p.Lang.Number(v.Page), p.Lang.Number(pages)))
		if v.Page < pages {
			p.Next = v.Page + 1
		}
	}
	p.Previous = v.Page - 1
	p.Facts = append(p.Facts, count(p.Lang, "files.waits", v.WaitingPages))
	if v.Originals != nil {
		p.Facts = append(p.Facts, tables[p.Lang].say(say("files.originals", p.Lang.Number(v.Originals.Files), megabytes(p.Lang, v.Originals.Bytes))))
	}
	if v.Cluster != nil {
		p.Facts = append(p.Facts, v.Cluster.facts(p.Lang)...)
	}
	for i := range v.Files {
		p.Rows = append(p.Rows, v.Files[i].row(p.Lang, p.own))
	}
}

// row is what is known of a file, for people.
func (f *FileState) row(lang find.Language, own state) fileRow {
	row := fileRow{Name: clip(f.Path), Result: f.Result}
	row.Why, row.Detail = whyOf(lang, f.Code, f.Reason)
	fact := func(text string) { row.Facts = append(row.Facts, text) }
	if f.DuplicateOf != "" {
		fact(tables[lang].say(say("file.duplicate", clip(f.DuplicateOf))))
	}
	if f.WaitingPages > 0 {
		fact(count(lang, "file.waits", f.WaitingPages))
	}
	if f.FailedParts > 0 && f.Documents > 0 {
		fact(count(lang, "file.failed", f.FailedParts))
	}
	at := f.ReadAt.Local()
	fact(megabytes(lang, f.Bytes) + ", " + tables[lang].say(say("file.read", lang.Date(at.Format(time.DateOnly)), at.Format("15:04"))))
	row.Links, row.More = documentLinks(own, f.IDs, f.Documents)
	return row
}
