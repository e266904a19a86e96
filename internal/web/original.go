package web

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"
	"unicode"

	"github.com/klauspost/compress/gzhttp"

	"vankien/index"
	"vankien/internal/find"
)

// content is a view that is a file: it is sent as it is, whole or in the ranges
// that are asked for. It is closed when it was sent.
type content struct {
	file fs.File
	size int64
}

// original answers the file that a document was read from.
func (s *Server) original(r *http.Request) (any, error) {
	d, err := s.stored(r)
	if err != nil {
		return nil, err
	}
	f, err := s.openOriginal(d.Original)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fail("not_found", say("err.no_original", d.ID))
	}
	if err != nil {
		return nil, fmt.Errorf("original of %q: %w", d.ID, err)
	}
	return reply{status: http.StatusOK, header: originalHeader(d.Original), view: content{f, d.Original.Size}}, nil
}

// openOriginal opens the original of a document; fs.ErrNotExist: there is none.
func (s *Server) openOriginal(o *index.Original) (fs.File, error) {
	if o == nil || s.opt.Originals == nil {
		return nil, fs.ErrNotExist
	}
	return s.opt.Originals.Get(o.SHA256)
}

// pdfType is the type of originals in which an address can lead to a page.
const pdfType = "application/pdf"

// leaves returns what addresses of pages of a document begin with: those of its
// original, if that is kept and a browser opens it at a page, else of its text,
// which is at an address.
func (s *Server) leaves(id string, o *index.Original, text string) string {
	if o != nil && o.Type == pdfType {
		if f, err := s.openOriginal(o); err == nil {
			f.Close()
			return find.DocumentPath(id) + "/original#page="
		}
	}
	return text + "#page-"
}

// shownInBrowser are the types of files that a browser shows by itself and in
// which nothing can act in the name of this site. All others are saved.
var shownInBrowser = map[string]bool{
	pdfType: true, "image/png": true, "image/jpeg": true, "text/plain": true,
}

// sandboxed keeps what a file brings along from doing anything, should a browser
// show it after all. The viewer of PDFs does not work in a sandbox, and is one.
const sandboxed = "default-src 'none'; frame-ancestors 'none'; sandbox"

// originalHeader tells a client what a file is and what to do with it.
func originalHeader(o *index.Original) http.Header {
	kind, disposition := o.Type, "attachment"
	if shownInBrowser[kind] {
		disposition = "inline"
	}
	if kind == "" || strings.HasPrefix(kind, "text/") {
		kind = textPlain // never a page of this site
	}
	policy := sandboxed
	if kind == pdfType {
		policy = strings.TrimSuffix(sandboxed, "; sandbox")
	}
	return http.Header{
		"Content-Type":             {kind},
		"Content-Disposition":      {dispositionOf(disposition, o.Name)},
		"Content-Security-Policy":  {policy},
		"Etag":                     {`"` + o.SHA256 + `"`},
		"Cache-Control":            {"private, max-age=0, must-revalidate"},
		gzhttp.HeaderNoCompression: {"1"},
	}
}

// dispositionOf names a file for those who save it: in its own letters, and in
// those of ASCII for clients that know no other.
func dispositionOf(disposition, name string) string {
	name = path.Base(name)
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '/' || r == '\\' {
			return '_'
		}
		return r
	}, name)
	plain := strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII {
			return '_'
		}
		return r
	}, name)
	out := mime.FormatMediaType(disposition, map[string]string{"filename": plain})
	if plain != name {
		out += "; filename*=UTF-8''" + url.PathEscape(name)
	}
	return out
}

// sendRate is the rate at which a client must at least take a file, in bytes a second.
const sendRate = 32 << 10

// send sends a file.
func (s *Server) send(w http.ResponseWriter, r *http.Request, c content) {
	defer c.file.Close()
	w.Header().Del("Content-Length")
	if t := traceOf(r.Context()); t.conn != nil {
		t.conn.SetWriteDeadline(time.Now().Add(s.opt.WriteTimeout + time.Duration(c.size/sendRate)*time.Second))
	}
	http.ServeContent(w, r, "", time.Time{}, c.file.(io.ReadSeeker))
}
