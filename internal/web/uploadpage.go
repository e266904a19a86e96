package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strings"

	"vankien/internal/find"
	"vankien/internal/ingest"
)

// uploadPage is the form in which holders of a key send files, and what became of
// those that were sent with it. The key is in the body, before the files, which are
// not looked at until it was found right. static/upload.js sends the same form with
// one file at a time and takes the rows of the answer.
type uploadPage struct {
	frame
	Action  string
	Limit   string // of a file
	Problem *trouble
	Rows    []fileRow
}

// fileRow tells on a page what became of a file, or of a part of one.
type fileRow struct {
	Name, Part string
	Result     ingest.Result
	Why        string   // in the language of the page
	Detail     string   // as another room has worded it, in English
	Facts      []string // what else there is to say
	Links      []link   // to its documents
	More       int      // documents without a link
}

// offers reports whether there is a page for holders of a key.
func (s *Server) offers(page string) bool {
	return len(s.opt.Keys) > 0 && (page != "files" || s.opt.Files != nil)
}

func (s *Server) uploadPage(r *http.Request) (any, error) {
	return s.newUploadPage(r)
}

func (s *Server) newUploadPage(r *http.Request) (*uploadPage, error) {
	lang, st, err := pageState(r)
	if err != nil {
		return nil, err
	}
	if !s.offers("upload") {
		return nil, fail("not_found", say("err.path", r.URL.Path))
	}
	p := &uploadPage{frame: newFrame("upload", lang, "/upload", st), Action: st.own().at("/upload"), Limit: megabytes(lang, s.opt.MaxFile)}
	p.Private = true
	return p, nil
}

// uploadFiles stores the files of a form and shows what became of them.
func (s *Server) uploadFiles(r *http.Request) (any, error) {
	p, err := s.newUploadPage(r)
	if err != nil {
		return nil, err
	}
	view, err := s.formFiles(r)
	if err == nil {
		for i := range view.Files {
			p.Rows = append(p.Rows, view.Files[i].row(p.Lang, p.own))
		}
		return p, nil
	}
	bad := s.problem(r, err)
	if bad.Status >= http.StatusInternalServerError {
		return nil, err
	}
	s.drain(r)
	p.Problem = newTrouble(p.Lang, bad, "")
	return reply{status: bad.Status, header: bad.header, view: p}, nil
}

// maxKey bounds the key in a form, in bytes.
const maxKey = 1 << 10

// formFiles stores the files of a form whose first field is a key that opens.
func (s *Server) formFiles(r *http.Request) (*FilesView, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, fail("malformed_body", say("err.malformed_body"))
	}
	given, err := s.formKey(parts)
	if err == nil {
		err = s.authorize(r, given)
	}
	if err != nil {
		return nil, err
	}
	return s.filesOf(r, parts)
}

// formKey reads the first field of a form.
func (s *Server) formKey(parts *multipart.Reader) (string, error) {
	part, err := parts.NextPart()
	if err != nil && !errors.Is(err, io.EOF) {
		return "", s.unread(err)
	}
	if err != nil || part.FormName() != "key" || part.FileName() != "" {
		return "", fail("missing_key", say("err.key_first"))
	}
	given, err := io.ReadAll(io.LimitReader(part, maxKey))
	if err != nil {
		return "", s.unread(err)
	}
	return string(given), nil
}

// row is what became of a file that was sent, for people.
func (f *FileOutcome) row(lang find.Language, own state) fileRow {
	row := fileRow{Name: clip(f.Name), Result: ingest.Result(f.Result)}
	part := []string{}
	if f.Member != "" {
		part = append(part, clip(f.Member))
	}
	if f.Line > 0 {
		part = append(part, tables[lang].say(say("file.line", lang.Number(f.Line))))
	}
	row.Part = strings.Join(part, ", ")
	if row.Result != ingest.ResultUnchanged {
		row.Why, row.Detail = whyOf(lang, f.Code, f.Reason)
	}
	row.Links, row.More = documentLinks(own, f.IDs, len(f.IDs))
	return row
}

// whyOf says in a language why a file was not read, and what another room says of
// that. It has worded it in English, so that English pages say nothing else.
func whyOf(lang find.Language, code, reason string) (why, detail string) {
	for _, key := range []string{"why." + code, "title." + code} {
		if why = tables[lang][key]; why != "" {
			break
		}
	}
	switch {
	case reason == "":
		return why, ""
	case lang == find.English || why == "":
		return "", clip(reason)
	}
	return why, clip(reason)
}

// maxLinks bounds the documents of a file to which its row leads.
const maxLinks = 3

// documentLinks leads to the first documents of a file; more is how many of all
// are left.
func documentLinks(own state, ids []string, all int) (links []link, more int) {
	for _, id := range ids[:min(len(ids), maxLinks)] {
		links = append(links, link{Label: clip(id), Href: own.at(find.DocumentPath(id))})
	}
	return links, all - len(links)
}

// megabytes writes a size for people.
func megabytes(lang find.Language, bytes int64) string {
	if bytes < 1e6 {
		return lang.Number(int((bytes+999)/1000)) + " kB"
	}
	return lang.Number(int((bytes+5e5)/1e6)) + " MB"
}
