package web

import "bytes"

const appFeed = "application/feed+json; charset=utf-8"

// The members of a JSON Feed, version 1.1 (jsonfeed.org).
type (
	jsonFeed struct {
		Version  string       `json:"version"`
		Title    string       `json:"title"`
		Home     string       `json:"home_page_url"`
		Feed     string       `json:"feed_url"`
		Next     string       `json:"next_url,omitempty"`
		Language string       `json:"language"`
		Authors  []jsonAuthor `json:"authors"`
		Items    []jsonItem   `json:"items"`
	}
	jsonItem struct {
		ID        string       `json:"id"`
		URL       string       `json:"url"`
		Title     string       `json:"title"`
		Text      string       `json:"content_text"`
		Published string       `json:"date_published,omitempty"`
		Modified  string       `json:"date_modified"`
		Authors   []jsonAuthor `json:"authors,omitempty"`
		Tags      []string     `json:"tags,omitempty"`
		Language  string       `json:"language,omitempty"`
	}
	jsonAuthor struct {
		Name string `json:"name"`
	}
)

// jsonFeedOf is a feed in JSON.
func jsonFeedOf(f *feed) ([]byte, error) {
	out := jsonFeed{Version: "https://jsonfeed.org/version/1.1", Title: f.Title, Home: f.Page, Feed: f.Self, Next: f.Next,
		Language: string(f.Lang), Authors: []jsonAuthor{{f.Site}}, Items: []jsonItem{}}
	for i := range f.entries {
		e := &f.entries[i]
		item := jsonItem{ID: e.ID, URL: e.Link, Title: e.Title, Text: e.Summary, Published: e.Published, Modified: e.Updated}
		if name := e.author(); name != "" {
			item.Authors = []jsonAuthor{{name}}
		}
		for _, t := range e.Document.Topics {
			item.Tags = append(item.Tags, f.Search.Label("topic", t))
		}
		out.Items = append(out.Items, item)
	}
	var b bytes.Buffer
	err := encode(&b, out)
	return b.Bytes(), err
}
