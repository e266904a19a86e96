package web

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"vankien/internal/find"
)

// maxSearchBody bounds what is asked in a body, in bytes.
const maxSearchBody = 256 << 10

// asking is a handler of a POST that only reads: it has the time of a search, and room
// for a question. It takes a slot when it has read the body, so that who sends slowly
// holds none.
func (s *Server) asking(next handler) handler {
	return func(r *http.Request) (any, error) {
		ctx, cancel := context.WithTimeout(r.Context(), s.opt.Timeout)
		defer cancel()
		r = r.WithContext(ctx)
		if r.ContentLength > maxSearchBody {
			return nil, s.unread(&http.MaxBytesError{Limit: maxSearchBody})
		}
		r.Body = http.MaxBytesReader(nil, r.Body, maxSearchBody)
		return next(r)
	}
}

// searchPosted answers a search whose parameters are the members of a JSON object, for
// queries that are too long for an address.
func (s *Server) searchPosted(r *http.Request) (any, error) {
	if err := find.CheckParams(r.URL.Query(), nil); err != nil {
		return nil, err // all of it is in the body
	}
	body, err := s.body(r, appJSON)
	if err != nil {
		return nil, err
	}
	v, err := posted(body.data)
	body.release()
	if err != nil {
		return nil, err
	}
	if err := find.CheckParams(v, find.SearchParams()); err != nil {
		return nil, err
	}
	return s.gated(func(r *http.Request) (any, error) {
		a, err := s.find.Read(v, find.Vietnamese)
		if err != nil {
			return nil, err
		}
		return s.find.Find(r.Context(), a)
	})(r)
}

// posted reads an object of parameters: each is a string, a number or, where it may be
// repeated, a list of them. null in the place of one is as if it was not there.
func posted(body []byte) (url.Values, error) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var members map[string]any
	if err := d.Decode(&members); err != nil || members == nil || d.More() {
		return nil, fail("malformed_json", say("err.object"))
	}
	v := url.Values{}
	for name, value := range members {
		list, isList := value.([]any)
		if !isList {
			list = []any{value}
		}
		for _, one := range list {
			switch one := one.(type) {
			case string:
				v.Add(name, one)
			case json.Number:
				v.Add(name, one.String())
			default:
				if one == nil && !isList {
					continue
				}
				m := say("err.member", name)
				return nil, fail("invalid_parameter", m, pointerFault("/"+strings.NewReplacer("~", "~0", "/", "~1").Replace(name), m))
			}
		}
	}
	return v, nil
}
