package client

import (
	"context"
	"iter"
	"net/http"
	"net/url"
)

// Document reads a stored document. When there is none it is a *Problem with the code
// document_not_found.
func (c *Client) Document(ctx context.Context, id string) (*Document, error) {
	return tagged(ask[Document](ctx, c, http.MethodGet, documentPath(id), nil, nil))
}

// Put stores a document under its ID and returns it as it is stored. With a Tag it
// replaces only that version: if another is stored meanwhile, it is a *Problem with the
// code precondition_failed.
func (c *Client) Put(ctx context.Context, d Document) (*Document, error) {
	d.Indexed = "" // is for the server to say
	return tagged(ask[Document](ctx, c, http.MethodPut, documentPath(d.ID), nil, &d, onlyIf(d.Tag)...))
}

// Delete removes a document, with a tag only that version of it.
func (c *Client) Delete(ctx context.Context, id, tag string) error {
	answer, err := c.send(ctx, http.MethodDelete, documentPath(id), nil, nil, onlyIf(tag)...)
	if err != nil {
		return err
	}
	return answer.Body.Close()
}

func onlyIf(tag string) []string {
	if tag == "" {
		return nil
	}
	return []string{"If-Match", tag}
}

func tagged(d *Document, header http.Header, err error) (*Document, error) {
	if d != nil {
		d.Tag = header.Get("ETag")
	}
	return d, err
}

// Changes yields what has changed since a place, or a time, in the order in which it
// did, some at once, up to now: deletions, too. "" is the beginning. The Next of what
// was yielded last is the place to begin with another time. It ends with the first
// error: a *Problem with the code cursor_expired means to begin anew without a place.
func (c *Client) Changes(ctx context.Context, since string) iter.Seq2[*Changes, error] {
	return func(yield func(*Changes, error) bool) {
		since := since
		for {
			list, err := get[Changes](ctx, c, "/api/v1/changes", with(url.Values{}, "since", since))
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(list, nil) || !list.More {
				return
			}
			since = list.Next
		}
	}
}
