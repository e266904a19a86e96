package web

import (
	"context"
	"net/url"
	"strconv"

	"vankien/index"
	"vankien/internal/find"
)

// besideLine leads to the documents before and after this one in the list that it was
// found in.
type besideLine struct {
	Status         string
	Previous, Next string
}

// addBeside leads through the list that a document was found in, and back to the
// page of it that has the document.
func (s *Server) addBeside(ctx context.Context, p *documentPage, st state, id string) error {
	st = st.without("m", "portion", "p")
	if len(st.without("lang")) == 0 {
		return nil
	}
	v := url.Values(st.without("lang"))
	if !st.has("duplicates") {
		v.Set("duplicates", "fold")
	}
	a, err := s.find.Read(v, p.Lang)
	if err != nil {
		return err
	}
	n, found, err := s.find.Beside(ctx, a, id)
	if err != nil || !found {
		return err
	}
	to := func(id string) string {
		if id == "" {
			return ""
		}
		return st.at(find.DocumentPath(id))
	}
	p.Beside = &besideLine{tables[p.Lang].say(say("beside.at", p.Lang.Number(n.Rank), p.Lang.Number(n.Total))), to(n.Before), to(n.After)}
	if per := a.Request.Limit; per > 0 && !st.has("offset") && !st.has("limit") && n.Rank <= index.MaxWindow {
		page := ""
		if at := (n.Rank-1)/per + 1; at > 1 {
			page = strconv.Itoa(at)
		}
		p.Back = st.set("page", page).at("/search")
	}
	return nil
}
