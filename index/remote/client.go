package remote

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/opensearch-project/opensearch-go/v4/opensearchtransport"
	"golang.org/x/sync/semaphore"

	"vankien/index"
)

// The client is the transport of the official one: it deals requests out to the
// nodes in turn, leaves out those that failed and takes them back when they answer
// again. What it cannot do is done around it:
//
//   - It tries a request a fixed number of times, and a write as readily as a read,
//     without telling. Here the context says how long, the call whether it may be
//     repeated, and the reply whether it was.
//   - Its time-out is one for all attempts, so that either long searches fail or
//     stopped nodes cost as much as the longest search (see transport).
//   - It leaves out a node of which a caller did not wait for the answer.
//   - It reads answers of any size, and packs the smallest request.
//   - It polls nodes for their load, which needs rights that a user may lack.

const (
	packed    = 4 << 10 // bytes from which a request is gzipped
	firstWait = 50 * time.Millisecond
	longWait  = time.Second

	// tryTime is how long a call without a deadline is tried. An attempt under way at a
	// node that lives is not cut off.
	tryTime = 30 * time.Second

	// busyTime is the same for one that is refused because the nodes have too much to do:
	// they live, and what others do ends.
	busyTime = 5 * time.Minute
)

// client talks to the cluster. It is safe for concurrent use.
type client struct {
	os     *opensearchtransport.Client
	nodes  int
	where  string // the addresses, for messages
	secret []string
	probed string // path of what the probe of an outage asks
	outage outage
	room   *semaphore.Weighted // for bulks

	counted requests
}

// newClient returns a client of the cluster at some addresses, which are not asked yet.
func newClient(opt *Options) (*client, error) {
	urls, err := addresses(opt)
	if err != nil {
		return nil, err
	}
	t := newTransport(opt)
	c := &client{nodes: len(urls), where: strings.Join(opt.Addresses, ", "), secret: secrets(opt), probed: "/", room: semaphore.NewWeighted(bulkRoom)}
	if opt.Name != "" {
		c.probed = "/" + opt.Name + "/_search?size=0&allow_partial_search_results=false"
	}
	c.os, err = opensearchtransport.New(opensearchtransport.Config{
		URLs: urls, Username: opt.User, Password: opt.Password,
		DisableRetry: true, NodeStatsInterval: -1, MaxRetryClusterHealth: -1, ActiveListCap: -1,
		ResurrectTimeoutInitial: time.Second, ResurrectTimeoutMax: 5 * time.Second, MinimumResurrectTimeout: 500 * time.Millisecond,
		Transport: t,
		HealthCheck: func(ctx context.Context, _ *opensearchtransport.Connection, u *url.URL) (*http.Response, error) {
			return nil, t.alive(ctx, u, basic(opt))
		},
	})
	if err != nil {
		return nil, c.scrub(err)
	}
	c.outage.begin(c.probe)
	return c, nil
}

// close ends what goes on in the background.
func (c *client) close() {
	c.outage.close()
	_ = c.os.Close()
}

// call is a request.
type call struct {
	method, path string // the path begins with / and may have parameters
	body         []byte // may be nil

	// repeat says that it may be carried out more than once. Any call is sent again
	// when it surely was not carried out.
	repeat bool

	// accept reads the answer. Its error is that of the call; one that Is
	// index.ErrUnavailable makes the call be tried again.
	accept func([]byte) error
}

// reply is what became of a call.
type reply struct {
	body []byte

	// repeated says that an attempt before the last one may have been carried out,
	// though it had no answer.
	repeated bool
}

// send makes a call, again and again while the cluster cannot answer, until the
// deadline of ctx is near or, without one, tryTime (busyTime) is at its end; then the error Is
// index.ErrUnavailable. Another answer that is no success is a *response. The reply
// tells of errors, too, whether the call was repeated.
func (c *client) send(ctx context.Context, q call) (reply, error) {
	open, stop := c.whileOpen(ctx)
	defer stop()
	r, err := c.tries(open, &q)
	c.counted.ended(&q, err)
	if err != nil && c.outage.ctx.Err() != nil && ctx.Err() == nil {
		return r, index.ErrClosed
	}
	switch {
	case err == nil:
		c.outage.over(&q)
	case ctx.Err() == nil || errors.As(err, new(*failure)):
		c.outage.note(err)
	}
	return r, err
}

// whileOpen returns a context that ends when ctx does or the client is closed.
func (c *client) whileOpen(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(c.outage.ctx, cancel)
	return ctx, func() { stop(); cancel() }
}

func (c *client) tries(ctx context.Context, q *call) (r reply, err error) {
	body := c.pack(q.body)
	t := newTries(ctx, c)
	for {
		r.body, err = c.once(context.WithValue(ctx, attempt{}, t.n), q, body)
		if err == nil && q.accept != nil {
			err = q.accept(r.body)
		}
		if err == nil {
			return r, nil
		}
		if end := ctx.Err(); end != nil {
			return r, c.scrub(t.ended(end, err))
		}
		done := carriedOut(err)
		if !again(err) || done != no && !q.repeat || !t.wait(ctx, err) {
			return r, c.scrub(err)
		}
		r.repeated = r.repeated || done != no
		c.counted.repeats.Add(1)
	}
}

// once makes one attempt at one node.
func (c *client) once(ctx context.Context, q *call, body []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, q.method, q.path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if len(body) > 0 {
		req.Header.Set("Content-Type", "application/json")
	}
	if len(q.body) >= packed {
		req.Header.Set("Content-Encoding", "gzip")
	}
	res, err := c.os.Stream(req)
	if err != nil {
		return nil, c.unreachable(err)
	}
	defer res.Body.Close()
	b, ok := res.Body.(*answered)
	if !ok {
		return nil, res.Body.(broken).err
	}
	raw := b.raw
	if res.StatusCode >= http.StatusMultipleChoices {
		return nil, newResponse(res.StatusCode, raw)
	}
	return raw, nil
}

// pack gzips what is worth it.
func (c *client) pack(body []byte) []byte {
	if len(body) < packed {
		return body
	}
	var b bytes.Buffer
	b.Grow(len(body) / 3)
	z, err := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	if err == nil {
		_, _ = z.Write(body) // a Buffer takes everything
		_ = z.Close()
	}
	return b.Bytes()
}

// do makes a call and returns the body of the answer. It is repeated if it only reads.
func (c *client) do(ctx context.Context, method, path string, body []byte) ([]byte, error) {
	r, err := c.send(ctx, call{method: method, path: path, body: body, repeat: reads(method, path)})
	return r.body, err
}

// json is do for values: in, if it is not nil, is sent, and the answer decoded into
// out, if that is not nil.
func (c *client) json(ctx context.Context, method, path string, in, out any) error {
	var raw []byte
	if in != nil {
		var err error
		if raw, err = json.Marshal(in); err != nil {
			return err
		}
	}
	raw, err := c.do(ctx, method, path, raw)
	if err != nil || out == nil {
		return err
	}
	return json.Unmarshal(raw, out)
}

// change makes a change that can be made twice, as JSON says it.
func (c *client) change(ctx context.Context, method, path string, in any) error {
	var body []byte
	if in != nil {
		var err error
		if body, err = json.Marshal(in); err != nil {
			return err
		}
	}
	var a struct{ Acknowledged *bool }
	r, err := c.send(ctx, call{method: method, path: path, body: body, repeat: true})
	if err != nil {
		return err
	}
	if err := json.Unmarshal(r.body, &a); err != nil {
		return err
	}
	if a.Acknowledged != nil && !*a.Acknowledged {
		return unavailable("the cluster did not carry out %s %s in time: see that its nodes run", method, path)
	}
	return nil
}

// reads reports whether a request changes nothing.
func reads(method, path string) bool {
	path, _, _ = strings.Cut(path, "?")
	last := path[strings.LastIndexByte(path, '/')+1:]
	return method == http.MethodGet || method == http.MethodHead ||
		method == http.MethodPost && slices.Contains([]string{"_search", "_msearch", "_mget", "_count", "_refresh"}, last)
}

// searches reports whether a call is answered by every shard of an index.
func (q *call) searches() bool {
	path, _, _ := strings.Cut(q.path, "?")
	return strings.HasSuffix(path, "/_search") || strings.HasSuffix(path, "/_msearch")
}

// probe asks for nothing, of every shard.
func (c *client) probe(ctx context.Context) error {
	_, err := c.once(ctx, &call{method: http.MethodGet, path: c.probed}, nil)
	return err
}

// addresses returns the addresses of the nodes. A message never has what stands in
// one, since that may be a password.
func addresses(opt *Options) (urls []*url.URL, err error) {
	if len(opt.Addresses) == 0 {
		return nil, errors.New("no address of the cluster: name its nodes, such as http://127.0.0.1:9200")
	}
	if (opt.User == "") != (opt.Password == "") {
		return nil, errors.New("a user of the cluster needs a name and a password")
	}
	for i, a := range opt.Addresses {
		u, err := url.Parse(a)
		switch {
		case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
			return nil, fmt.Errorf("address %d of the cluster is no URL such as https://node1:9200", i+1)
		case u.User != nil:
			return nil, fmt.Errorf("address %d of the cluster (%s) has a user in it, which lists of processes and logs would show: put the user and the password into a file", i+1, u.Host)
		case u.RawQuery != "" || u.Fragment != "":
			return nil, fmt.Errorf("address %d of the cluster (%s) has parameters, which no node needs", i+1, u.Host)
		case opt.User != "" && u.Scheme == "http" && !loopback(u.Hostname()):
			return nil, fmt.Errorf("address %d of the cluster (%s) would get the password unencrypted: use https", i+1, u.Host)
		}
		urls = append(urls, u)
	}
	return urls, nil
}
