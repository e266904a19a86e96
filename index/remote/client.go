package remote

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"github.com/opensearch-project/opensearch-go/v4"
)

// client talks to the cluster.
type client struct{ os *opensearch.Client }

// newClient returns a client of the cluster at some addresses.
func newClient(opt *Options) (*client, error) {
	os, err := opensearch.NewClient(opensearch.Config{Addresses: opt.Addresses})
	if err != nil {
		return nil, err
	}
	return &client{os}, nil
}

// response is an answer of the cluster that is no success.
type response struct {
	Status int    `json:"status"`
	Type   string // of the cluster's error
	Reason string
	body   []byte
}

func (e *response) Error() string { return fmt.Sprintf("%d %s: %s", e.Status, e.Type, e.Reason) }

// do sends a request and returns the body of the answer; without success the error
// is a *response, or says that the cluster was not reached. body may be nil. A path
// begins with / and may have parameters.
func (c *client) do(ctx context.Context, method, path string, body []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if len(body) > 0 {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := c.os.Perform(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	if res.StatusCode >= http.StatusMultipleChoices {
		return nil, &response{Status: res.StatusCode, Reason: string(raw), body: raw}
	}
	return raw, nil
}

// get sends body, if it is not nil, as JSON, and decodes the answer into out.
func (c *client) json(ctx context.Context, method, path string, body, out any) error {
	var raw []byte
	if body != nil {
		var err error
		if raw, err = json.Marshal(body); err != nil {
			return err
		}
	}
	raw, err := c.do(ctx, method, path, raw)
	if err != nil || out == nil {
		return err
	}
	return json.Unmarshal(raw, out)
}
