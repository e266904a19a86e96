package web

import "vankien/internal/find"

func (s *Server) followRoutes() []route {
	return []route{
		{path: "/search.atom", face: inJSON, get: s.gated(s.feedOf(appAtom, atom)), params: feedParams},
		{path: "/search.json", face: inJSON, get: s.gated(s.feedOf(appFeed, jsonFeedOf)), params: feedParams},
		{path: "/api/v1/changes", face: inJSON, get: s.gated(s.changes), params: changesParams},
		{path: "/api/v1/alerts", face: inJSON, get: s.alerting(s.listAlerts), post: s.alerting(s.addAlert)},
		{path: "/api/v1/alerts/{alert}", face: inJSON, post: s.alerting(s.resumeAlert), delete: s.alerting(s.deleteAlert)},
		{path: "/alerts/{feed}", face: inJSON, get: s.gated(s.alertFeed), params: []string{"cursor"}},
		{path: "/saved", face: page("saved"), get: s.savedPage, params: homeParams},
		{path: "/opensearch.xml", face: inText, get: s.openSearch, params: homeParams},
		{path: "/suggest.json", face: inJSON, get: s.gated(s.suggestions), params: find.CompleteParams()},
		{path: "/robots.txt", face: inText, get: s.robots, anyway: true},
		{path: "/llms.txt", face: inText, get: s.llms, anyway: true},
		{path: "/sitemap.xml", face: inText, get: s.sitemapIndex},
		{path: "/sitemap/{part}", face: inText, get: s.sitemapPart},
	}
}
