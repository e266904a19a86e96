package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/gorilla/mux"

	"vankien/internal/alert"
	"vankien/internal/find"
)

// newAlert is what a holder of a key asks for.
type newAlert struct {
	Name   string `json:"name"`
	Search string `json:"search"`
	URL    string `json:"url"`
}

// alertView is an alert as its owner sees it. Its secret is told once.
type alertView struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Search    string `json:"search"`
	URL       string `json:"url,omitempty"`
	Feed      string `json:"feed"`
	Secret    string `json:"secret,omitempty"`
	Created   string `json:"created"`
	Delivered string `json:"delivered,omitempty"`
	Failures  int    `json:"failures"`
	Error     string `json:"error,omitempty"`
	Paused    bool   `json:"paused"`
}

// alerting is a handler for holders of a key, where there are alerts.
func (s *Server) alerting(next handler) handler {
	return s.keyed(func(r *http.Request) (any, error) {
		if s.opt.Alerts == nil {
			return nil, fail("not_found", say("err.alerts"))
		}
		view, err := next(r)
		switch {
		case errors.Is(err, alert.ErrNotFound):
			err = fail("not_found", say("err.alert", mux.Vars(r)["alert"]))
		case errors.Is(err, alert.ErrTooMany):
			err = fail("invalid_parameter", say("err.alerts.many", alert.MaxOfOwner))
		}
		return view, err
	})
}

// holds is the name of the key that came with a request.
func holds(r *http.Request) string { return traceOf(r.Context()).write.key }

func (s *Server) alertView(r *http.Request, a *alert.Alert) alertView {
	return alertView{ID: a.ID, Name: a.Name, Search: a.Search, URL: a.URL, Feed: s.base(r) + "/alerts/" + a.Token + ".atom", Created: a.Created,
		Delivered: a.Delivered, Failures: a.Failures, Error: a.Error, Paused: a.Paused}
}

func (s *Server) listAlerts(r *http.Request) (any, error) {
	list, err := s.opt.Alerts.Of(holds(r))
	if err != nil {
		return nil, err
	}
	views := make([]alertView, len(list))
	for i := range list {
		views[i] = s.alertView(r, &list[i])
	}
	return map[string][]alertView{"alerts": views}, nil
}

func (s *Server) addAlert(r *http.Request) (any, error) {
	body, err := s.body(r, appJSON)
	if err != nil {
		return nil, err
	}
	defer body.release()
	var in newAlert
	d := json.NewDecoder(strings.NewReader(string(body.data)))
	d.DisallowUnknownFields()
	if err := d.Decode(&in); err != nil {
		return nil, fail("malformed_json", say("err.alert.json"))
	}
	if err := s.checkAlert(&in); err != nil {
		return nil, err
	}
	a, err := s.opt.Alerts.Add(holds(r), in.Name, in.Search, in.URL, s.opt.Changes.Now())
	if err != nil {
		return nil, err
	}
	v := s.alertView(r, a)
	v.Secret = a.Secret
	return reply{status: http.StatusCreated, header: http.Header{"Location": {"/api/v1/alerts/" + a.ID}}, view: &v}, nil
}

func (s *Server) checkAlert(in *newAlert) error {
	in.Search = strings.TrimPrefix(in.Search, "?")
	for _, f := range []struct {
		name, value string
		most        int
	}{{"name", in.Name, alert.MaxName}, {"search", in.Search, alert.MaxSearch}, {"url", in.URL, alert.MaxURL}} {
		if len(f.value) > f.most {
			m := say("err.alert.long", f.name, f.most)
			return fail("invalid_parameter", m, pointerFault("/"+f.name, m))
		}
	}
	if err := s.find.CheckFollowed(in.Search); err != nil {
		return err
	}
	if in.URL == "" {
		return nil
	}
	if err := s.opt.Alerts.CheckURL(in.URL); err != nil {
		m := say("err.alert.url", err.Error())
		return fail("invalid_parameter", m, pointerFault("/url", m))
	}
	return nil
}

func (s *Server) deleteAlert(r *http.Request) (any, error) {
	return reply{status: http.StatusNoContent}, s.opt.Alerts.Remove(holds(r), mux.Vars(r)["alert"])
}

// resumeAlert has an alert that was paused tried again.
func (s *Server) resumeAlert(r *http.Request) (any, error) {
	return reply{status: http.StatusNoContent}, s.opt.Alerts.Resume(holds(r), mux.Vars(r)["alert"])
}

// alertFeed is the feed of an alert, for who has its address.
func (s *Server) alertFeed(r *http.Request) (any, error) {
	token, isAtom := strings.CutSuffix(mux.Vars(r)["feed"], ".atom")
	missing := fail("not_found", say("err.path", r.URL.Path))
	if !isAtom || s.opt.Alerts == nil {
		return nil, missing
	}
	a, err := s.opt.Alerts.ByToken(token)
	if errors.Is(err, alert.ErrNotFound) {
		err = missing
	}
	if err != nil {
		return nil, err
	}
	of := r.Clone(r.Context())
	of.URL.RawQuery = a.Search
	if cursor := r.URL.Query().Get("cursor"); cursor != "" {
		of.URL.RawQuery += "&" + find.Address("", map[string][]string{"cursor": {cursor}}, []string{"cursor"})[1:]
	}
	return s.feedOf(appAtom, func(f *feed) ([]byte, error) {
		f.ID, f.Self, f.First = tagURI(f.Base, "/alerts/"+a.ID), f.Base+r.URL.RequestURI(), f.Base+r.URL.Path
		if f.Next != "" {
			f.Next = f.First + find.Address("", map[string][]string{"cursor": {f.Feed.Next}}, []string{"cursor"})
		}
		return atom(f)
	})(of)
}

// Tell sends what alerts are of until the context ends. One process at a time may do
// that for a collection.
func (s *Server) Tell(ctx context.Context) {
	if s.opt.Alerts != nil {
		s.opt.Alerts.Run(ctx, told{s}, s.opt.Logger)
	}
}

// told is the collection as alerts ask of it.
type told struct{ *Server }

// State implements alert.Source.
func (t told) State(ctx context.Context) (string, error) { return t.opt.Index.State(ctx) }

// Now implements alert.Source.
func (t told) Now() string { return t.opt.Changes.Now() }

// Matches implements alert.Source.
func (t told) Matches(ctx context.Context, search string, after alert.Place, to string, n int) ([]alert.Match, error) {
	ctx, cancel := context.WithTimeout(ctx, t.opt.Timeout)
	defer cancel()
	hits, err := t.find.Newer(ctx, search, after.At, after.ID, to, n)
	if err != nil {
		return nil, err
	}
	list := make([]alert.Match, len(hits))
	for i, h := range hits {
		if t.site.BaseURL != "" {
			h.URL = strings.TrimSuffix(t.site.BaseURL, "/") + h.URL
		}
		list[i] = alert.Match{Place: alert.Place{At: h.Document.Indexed, ID: h.ID}, Value: h}
	}
	return list, nil
}
