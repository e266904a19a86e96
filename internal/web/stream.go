package web

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/klauspost/compress/gzhttp"
)

// stream is a view that is written as it is made, of any length and for as long as
// that takes. An answer that cannot be whole ends with its connection, so that no
// client takes a part for it; what goes wrong before the first bytes are on their way
// is told as ever.
type stream struct {
	contentType string
	filename    string // to save it under
	packed      bool   // compressing it again is of no use
	write       func(context.Context, io.Writer) error
	done        func() // called once, whatever became of it
}

// Bounds of a stream.
const (
	streamBuffer = 64 << 10         // bytes that are held until it is clear that it begins well
	stallTime    = 30 * time.Second // in which a client must take what was written
)

// sendStream sends a stream. An error is one before anything was sent.
func (s *Server) sendStream(w http.ResponseWriter, r *http.Request, status int, c stream) error {
	defer c.done()
	h := w.Header()
	h.Set("Content-Type", c.contentType)
	h.Set("Content-Disposition", dispositionOf("attachment", c.filename))
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", sandboxed)
	if c.packed {
		h.Set(gzhttp.HeaderNoCompression, "1")
	}
	if r.Method == http.MethodHead {
		w.WriteHeader(status)
		return nil
	}
	ctx := unhurried(r)
	to := &sending{w: w, status: status, conn: traceOf(r.Context()).conn}
	out := bufio.NewWriterSize(to, streamBuffer)
	err := c.write(ctx, out)
	if err == nil {
		err = out.Flush()
	}
	switch {
	case err == nil:
		return nil
	case !to.begun:
		for _, name := range []string{"Content-Type", "Content-Disposition", gzhttp.HeaderNoCompression} {
			h.Del(name)
		}
		h.Set("Content-Security-Policy", headers["Content-Security-Policy"])
		return err
	case ctx.Err() == nil && !errors.Is(err, errStalled):
		s.problem(r, err) // logged: the client sees no more than that it ended
	}
	cutOff(w, r)
	return nil
}

// cutOff ends an answer in the middle. To a client that does not know chunks, an
// answer ends with its connection, so that must end by a fault.
func cutOff(w http.ResponseWriter, r *http.Request) {
	if !r.ProtoAtLeast(1, 1) {
		if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
			if tcp, ok := conn.(*net.TCPConn); ok {
				tcp.SetLinger(0)
			}
			conn.Close()
		}
	}
	panic(http.ErrAbortHandler)
}

// errStalled is the error of a client that takes nothing.
var errStalled = errors.New("the client does not take what it is sent")

// sending writes to a client that must not hold the rest up.
type sending struct {
	w      http.ResponseWriter
	status int
	conn   *http.ResponseController
	begun  bool
}

func (s *sending) Write(b []byte) (int, error) {
	if !s.begun {
		s.begun = true
		s.w.WriteHeader(s.status)
	}
	s.conn.SetWriteDeadline(time.Now().Add(stallTime)) // not supported without a connection
	n, err := s.w.Write(b)
	if err != nil {
		err = errStalled
	}
	return n, err
}
