package remote

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"vankien/index"
)

// How long a node may be silent. A node that is stopped keeps its connections open
// and takes more of them, so nothing but its silence tells; but a long search is
// silent, too. So whoever waits asks the node for its name on a connection of its
// own, and gives up what it waits for only when that has no answer either. With
// other nodes to ask that is done at once, but later with each attempt at the same call:
// nodes may be slow to tell their names, too. Without any, waiting is as good as asking
// again, so it takes several looks.
const (
	silence      = time.Second // before a node is asked for its name, and again
	nameTimeout  = time.Second // for its name
	loneLooks    = 5           // at the only node
	loneSilence  = loneLooks * (silence + nameTimeout)
	dialTimeout  = 5 * time.Second
	maxAnswer    = 256 << 20 // bytes of an answer, unpacked
	idlePerNode  = 64
	idleLifetime = 90 * time.Second
)

// errSilent is the failure of a node that does not even tell its name.
var errSilent = errors.New("the node does not answer")

// errTooLarge is the failure of a request whose answer has more than maxAnswer bytes.
var errTooLarge = fmt.Errorf("the answer has more than %d MB", maxAnswer>>20)

// transport makes one attempt at a request: at one node, whole, bounded in time by
// the context and by the silence of the node, and in size. Answers come gzipped,
// which net/http asks for and unpacks by itself.
type transport struct {
	http  *http.Transport
	name  *http.Transport // asks for names, on a new connection each time
	looks int             // without an answer, after which a node is given up
}

func newTransport(opt *Options) *transport {
	t := &transport{looks: 1}
	if len(opt.Addresses) < 2 {
		t.looks = loneLooks
	}
	dialer := &net.Dialer{Timeout: dialTimeout, KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 5 * time.Second, Interval: 2 * time.Second, Count: 3}}
	t.http = &http.Transport{
		Proxy: http.ProxyFromEnvironment, DialContext: dialer.DialContext,
		TLSClientConfig:     &tls.Config{RootCAs: opt.CA, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout: dialTimeout, ExpectContinueTimeout: time.Second,
		MaxIdleConnsPerHost: idlePerNode, IdleConnTimeout: idleLifetime,
	}
	t.name = t.http.Clone()
	t.name.DisableKeepAlives = true
	return t
}

// RoundTrip implements http.RoundTripper. An attempt that the context ended is
// no failure of the node, which the pool would leave out for it: it is an answer
// whose body is the error.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, give := context.WithCancelCause(req.Context())
	defer give(nil)
	w := t.watch(ctx, req, give)
	res, raw, err := t.attempt(req.WithContext(ctx))
	w.timer.Stop()
	switch ended := req.Context().Err(); {
	case err == nil:
		res.Body = &answered{bytes.NewReader(raw), raw}
	case ended != nil && w.silent.Load():
		return &http.Response{Body: broken{&failure{kind: index.ErrUnavailable, text: errSilent.Error(), cause: ended}}}, nil
	case ended != nil:
		return &http.Response{Body: broken{ended}}, nil
	case errors.Is(err, errTooLarge):
		res.Body = broken{err}
	case errors.Is(context.Cause(ctx), errSilent):
		return nil, errSilent
	default:
		return nil, err
	}
	return res, nil
}

// attempt sends a request and reads the answer whole.
func (t *transport) attempt(req *http.Request) (*http.Response, []byte, error) {
	res, err := t.http.RoundTrip(req)
	if err != nil {
		return nil, nil, err
	}
	defer res.Body.Close()
	var b bytes.Buffer
	if n := res.ContentLength; n > 0 && n <= maxAnswer {
		b.Grow(int(n) + bytes.MinRead)
	}
	n, err := b.ReadFrom(io.LimitReader(res.Body, maxAnswer+1))
	if err == nil && n > maxAnswer {
		err = errTooLarge
	}
	return res, b.Bytes(), err
}

// attempt is the key of the number of attempts at a call that were made before.
type attempt struct{}

// watched is a node while it is waited for.
type watched struct {
	timer  *time.Timer
	silent atomic.Bool // it did not tell its name the last time
}

// watch ends an attempt with errSilent when its node is silent, until the timer is
// stopped.
func (t *transport) watch(ctx context.Context, req *http.Request, give context.CancelCauseFunc) *watched {
	auth := req.Header.Get("Authorization")
	node := url.URL{Scheme: req.URL.Scheme, Host: req.URL.Host}
	before, _ := ctx.Value(attempt{}).(int)
	w, looks := &watched{}, 0
	ready := make(chan struct{})
	w.timer = time.AfterFunc(silence, func() {
		<-ready
		looks++
		err := t.alive(ctx, &node, auth)
		if w.silent.Store(err != nil); err == nil {
			looks = 0
		}
		switch {
		case ctx.Err() != nil:
		case looks >= t.looks+before:
			give(errSilent)
		default:
			w.timer.Reset(silence)
		}
	})
	close(ready)
	return w
}

// alive returns nil when a node answers, whatever it says.
func (t *transport) alive(ctx context.Context, node *url.URL, auth string) error {
	ctx, cancel := context.WithTimeout(ctx, nameTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, node.String()+"/", nil)
	if err != nil {
		return err
	}
	if auth != "" {
		req.Header.Set("Authorization", auth)
	}
	res, err := t.name.RoundTrip(req)
	if err != nil {
		return err
	}
	return res.Body.Close()
}

// CloseIdleConnections is called when the client is closed.
func (t *transport) CloseIdleConnections() { t.http.CloseIdleConnections() }

// answered is a body that was read.
type answered struct {
	*bytes.Reader
	raw []byte
}

func (*answered) Close() error { return nil }

// broken is a body that fails.
type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }
func (broken) Close() error               { return nil }
