package web

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/semaphore"
)

// Bodies are whole in memory before they are stored, so what all of them take
// together is bounded. A place for each would let a few senders that are slow
// keep all others out. So a body takes memory only as it arrives, and must
// arrive at a minimum rate. When the memory is used up, one body at a time may
// go on beyond it: else several half-read ones would wait for each other.

// Bounds of what arrives.
const (
	bodiesHeld = 4         // bodies of the largest size in memory, besides the one that goes on beyond
	bodyStep   = 64 << 10  // least memory of a body, in bytes
	paceBytes  = 256 << 10 // that must arrive in each paceTime unless the body ends
	paceTime   = 10 * time.Second
	drained    = 8 // bodies of the largest size that are thrown away of a refused one
)

// intake is the memory for bodies.
type intake struct {
	bytes  *semaphore.Weighted
	beyond *semaphore.Weighted // the right to go on without
}

func newIntake(maxBody int64) *intake {
	return &intake{semaphore.NewWeighted(bodiesHeld * (maxBody + 1)), semaphore.NewWeighted(1)}
}

// held is a body in memory.
type held struct {
	data   []byte
	from   *intake
	taken  int64
	beyond bool
}

// read reads a body of at most limit bytes; the caller gives its memory back
// with release, also after an error.
func (h *held) read(ctx context.Context, body io.Reader, limit int64) error {
	for {
		if len(h.data) == cap(h.data) {
			if err := h.grow(ctx, limit+1); err != nil {
				return err
			}
		}
		n, err := body.Read(h.data[len(h.data):cap(h.data)])
		h.data = h.data[:len(h.data)+n]
		switch {
		case int64(len(h.data)) > limit:
			return &http.MaxBytesError{Limit: limit}
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
	}
}

// grow doubles the memory of a body, up to most.
func (h *held) grow(ctx context.Context, most int64) error {
	size := min(max(bodyStep, 2*int64(cap(h.data))), most)
	if err := h.take(ctx, size-int64(cap(h.data))); err != nil {
		return err
	}
	h.data = append(make([]byte, 0, size), h.data...)
	return nil
}

// take waits for memory as long as ctx allows.
func (h *held) take(ctx context.Context, n int64) error {
	if h.beyond || h.tryTake(n) {
		return nil
	}
	if err := h.from.beyond.Acquire(ctx, 1); err != nil {
		return err
	}
	if h.tryTake(n) {
		h.from.beyond.Release(1)
		return nil
	}
	h.beyond = true
	return nil
}

func (h *held) tryTake(n int64) bool {
	if !h.from.bytes.TryAcquire(n) {
		return false
	}
	h.taken += n
	return true
}

func (h *held) release() {
	h.from.bytes.Release(h.taken)
	if h.beyond {
		h.from.beyond.Release(1)
	}
	h.data, h.taken, h.beyond = nil, 0, false
}

// body reads a request's body, which must be of one of the given content types.
// The caller gives it back with release unless there was an error.
func (s *Server) body(r *http.Request, types ...string) (*held, error) {
	given := r.Header.Get("Content-Type")
	kind, params, err := mime.ParseMediaType(given)
	charset := strings.ToLower(params["charset"])
	if err != nil || !slices.Contains(types, kind) || charset != "" && charset != "utf-8" || r.Header.Get("Content-Encoding") != "" {
		return nil, fail("unsupported_media_type", say("err.media", given, strings.Join(types, ", "))).with("Accept", strings.Join(types, ", "))
	}
	if r.ContentLength > s.opt.MaxBody {
		return nil, s.unread(&http.MaxBytesError{Limit: s.opt.MaxBody})
	}
	h := &held{from: s.intake}
	if err := h.read(r.Context(), r.Body, s.opt.MaxBody); err != nil {
		h.release()
		return nil, s.unread(err)
	}
	return h, nil
}

// unread is the problem of a body that could not be read.
func (s *Server) unread(err error) error {
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return fail("body_too_large", say("err.too_large", large.Limit))
	case errors.Is(err, os.ErrDeadlineExceeded):
		return fail("body_too_slow", say("err.too_slow", paceBytes>>10, int(paceTime.Seconds()))).with("Connection", "close")
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	}
	p := fail("malformed_body", say("err.malformed_body")).with("Connection", "close")
	p.cause = err
	return p
}

// paced is a body that must arrive at a minimum rate, and by the deadline of
// its request. Without a connection, as in tests, nothing is too slow.
type paced struct {
	io.ReadCloser
	ctx    context.Context
	conn   *http.ResponseController
	window int // bytes that have arrived since the deadline was set
	begun  bool
}

// pace makes the body of a request a paced one. A connection whose body comes in
// chunks ends with the answer: a proxy in front may have gone by a length that
// was given too, and what it takes for the rest of this body must not be taken
// for the next request.
func pace(w http.ResponseWriter, r *http.Request) {
	if len(r.TransferEncoding) > 0 {
		w.Header().Set("Connection", "close")
	}
	if r.Body != nil && r.Body != http.NoBody {
		r.Body = &paced{ReadCloser: r.Body, ctx: r.Context(), conn: http.NewResponseController(w)}
	}
}

// Read reads at most as much as must arrive before the next deadline is set.
// After the end there is none: the connection is watched while the body is
// stored.
func (p *paced) Read(b []byte) (int, error) {
	if !p.begun || p.window >= paceBytes {
		p.begun, p.window = true, 0
		end := time.Now().Add(paceTime)
		if last, ok := p.ctx.Deadline(); ok && last.Before(end) {
			end = last
		}
		p.conn.SetReadDeadline(end) // not supported without a connection
	}
	n, err := p.ReadCloser.Read(b)
	if p.window += n; err == io.EOF {
		p.conn.SetReadDeadline(time.Time{})
	}
	return n, err
}

// ease has the rest of a body, which a holder of a key sends, arrive by no deadline
// but at its rate. The time that passed since the last read does not count: this
// server had other things to do.
func ease(r *http.Request) {
	if p, ok := r.Body.(*paced); ok {
		p.begun, p.ctx = false, traceOf(r.Context()).client
	}
}

// drain reads what is left of a refused body, up to a bound. A client that is
// still sending would not look at the answer, and lose it when the connection
// closes; one that waits to be told to go on is told the answer at once.
func (s *Server) drain(r *http.Request) {
	if most := drained * s.opt.MaxBody; r.Header.Get("Expect") == "" && r.ContentLength <= most {
		io.CopyN(io.Discard, r.Body, most) // what fails here ends the connection
	}
}
