package load

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

// patience is how long an answer may take before it counts as none.
const patience = time.Minute

// Remote asks the /api/v1/search of a running server, over connections that
// are kept and without compression, so that the clients, which may share the
// server's processors, cost little. addr is host:port or a URL. The error is
// that there is no server; answers other than 200 are counted.
func Remote(ctx context.Context, addr string, queries []Query, opt Options) (*Report, error) {
	base, err := baseURL(addr)
	if err != nil {
		return nil, err
	}
	r := &remote{client: &http.Client{Timeout: patience, Transport: &http.Transport{
		MaxIdleConnsPerHost: max(1, opt.Clients), DisableCompression: true}}}
	defer r.client.CloseIdleConnections()
	for _, q := range queries {
		u := base.JoinPath("/api/v1/search")
		u.RawQuery = q.Params.Encode()
		r.urls = append(r.urls, u)
	}
	r.known = make([]atomic.Bool, len(queries))
	if _, err := r.get(ctx, base.JoinPath("/livez"), nil); err != nil {
		return nil, fmt.Errorf("ask %s: %w", addr, err)
	}
	observed := Observe()
	m, err := drive(ctx, queries, opt, r.send)
	if err != nil {
		return nil, err
	}
	m.CPU = 0
	return &Report{Queries: len(queries), Mixed: m, Machine: observed()}, nil
}

func baseURL(addr string) (*url.URL, error) {
	if !strings.Contains(addr, "://") {
		addr = "http://" + addr
	}
	u, err := url.Parse(addr)
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("%q is no address of a server, such as 127.0.0.1:8080", addr)
	}
	return u.JoinPath("/"), nil // else what is joined to it begins without a slash
}

type remote struct {
	client *http.Client
	urls   []*url.URL
	known  []atomic.Bool // queries whose total was read
}

// send reads the total of the first answer to each query; to read it in all
// would cost more than to answer.
func (r *remote) send(ctx context.Context, i int) (answer, error) {
	if r.known[i].Load() {
		n, err := r.get(ctx, r.urls[i], nil)
		return answer{hits: -1, bytes: n}, err
	}
	var view struct{ Total int }
	n, err := r.get(ctx, r.urls[i], &view)
	if err == nil {
		r.known[i].Store(true)
	}
	return answer{hits: view.Total, bytes: n}, err
}

// get returns the size of an answer, and decodes it into view unless that is nil.
func (r *remote) get(ctx context.Context, u *url.URL, view any) (int64, error) {
	req := (&http.Request{Method: http.MethodGet, URL: u, Header: http.Header{}}).WithContext(ctx)
	w, err := r.client.Do(req)
	if err != nil {
		return 0, err
	}
	defer w.Body.Close()
	if w.StatusCode != http.StatusOK {
		return refusal(w)
	}
	if view == nil {
		return io.Copy(io.Discard, w.Body)
	}
	body, err := io.ReadAll(w.Body)
	if err == nil {
		err = json.Unmarshal(body, view)
	}
	return int64(len(body)), err
}

// refusal reads what a server says of a request it does not fulfil.
func refusal(w *http.Response) (int64, error) {
	const longest = 64 << 10
	body, err := io.ReadAll(io.LimitReader(w.Body, longest))
	bad := &statusError{status: w.StatusCode, detail: http.StatusText(w.StatusCode)}
	var problem struct{ Detail string }
	if err == nil && json.Unmarshal(body, &problem) == nil && problem.Detail != "" {
		bad.detail = problem.Detail
	}
	return int64(len(body)), bad
}
