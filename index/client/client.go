package client

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// Client asks one server. It is safe for concurrent use as long as nobody changes its
// fields.
type Client struct {
	Base string       // address of the site: https://vankien.example
	Key  string       // with which documents are written; "" only reads
	HTTP *http.Client // nil means http.DefaultClient
}

// ask sends a request and reads its answer into a T.
func ask[T any](ctx context.Context, c *Client, method, path string, params url.Values, body any, headers ...string) (*T, http.Header, error) {
	answer, err := c.send(ctx, method, path, params, body, headers...)
	if err != nil {
		return nil, nil, err
	}
	defer answer.Body.Close()
	out := new(T)
	if err := json.NewDecoder(answer.Body).Decode(out); err != nil {
		return nil, nil, fmt.Errorf("read the answer of %s %s: %w", method, path, err)
	}
	return out, answer.Header, nil
}

// get reads what is at a path.
func get[T any](ctx context.Context, c *Client, path string, params url.Values) (*T, error) {
	out, _, err := ask[T](ctx, c, http.MethodGet, path, params, nil)
	return out, err
}

// send sends a request. The caller closes the body of the answer, whose status says
// that all went well: any other is an error.
func (c *Client) send(ctx context.Context, method, path string, params url.Values, body any, headers ...string) (*http.Response, error) {
	r, err := c.request(ctx, method, path, params, body)
	if err != nil {
		return nil, fmt.Errorf("ask %s: %w", c.Base, err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	asked := c.HTTP
	if asked == nil {
		asked = http.DefaultClient
	}
	answer, err := asked.Do(r)
	if err != nil {
		return nil, err // names the method and the address
	}
	if answer.StatusCode >= http.StatusBadRequest {
		defer answer.Body.Close()
		return nil, problemOf(answer)
	}
	return answer, nil
}

func (c *Client) request(ctx context.Context, method, path string, params url.Values, body any) (*http.Request, error) {
	address := strings.TrimRight(c.Base, "/") + path
	if len(params) > 0 {
		address += "?" + params.Encode()
	}
	var content io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		content = bytes.NewReader(b)
	}
	r, err := http.NewRequestWithContext(ctx, method, address, content)
	if err != nil {
		return nil, err
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.Key != "" && method != http.MethodGet {
		r.Header.Set("Authorization", "Bearer "+c.Key)
	}
	return r, nil
}

// documentPath is the address of a document and of what belongs to it.
func documentPath(id string, more ...string) string {
	return strings.Join(append([]string{"/api/v1/documents/" + url.PathEscape(id)}, more...), "/")
}
