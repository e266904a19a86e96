package web

import "vankien/internal/find"

func (s *Server) followRoutes() []route {
	return []route{
		{path: "/search.atom", face: inJSON, get: s.gated(s.feedOf(appAtom, atom)), params: feedParams},
		{path: "/search.json", face: inJSON, get: s.gated(s.feedOf(appFeed, jsonFeedOf)), params: feedParams},
		{path: "/api/v1/changes", face: inJSON, get: s.gated(s.changes), params: changesParams},
		{path: "/saved", face: page("saved"), get: s.savedPage, params: homeParams},
		{path: "/opensearch.xml", face: inText, get: s.openSearch, params: homeParams},
		{path: "/suggest.json", face: inJSON, get: s.gated(s.suggestions), params: find.CompleteParams()},
		{path: "/robots.txt", face: inText, get: s.robots, anyway: true},
		{path: "/llms.txt", face: inText, get: s.llms, anyway: true},
		{path: "/sitemap.xml", face: inText, get: s.sitemapIndex},
		{path: "/sitemap/{part}", face: inText, get: s.sitemapPart},
	}
}
