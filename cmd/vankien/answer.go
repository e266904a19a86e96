package main

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/spf13/cobra"
)

// answer carries out the calls of others on a collection until stop, which returns
// when those under way have ended.
func (d *desk) answer(ctx context.Context) (stop func(), err error) {
	calls, err := listenIn(d.dir)
	if err != nil {
		return nil, err
	}
	answered := make(chan struct{})
	go func() { defer close(answered); answerCalls(ctx, calls, d) }()
	return func() {
		calls.Close()
		os.Remove(filepath.Join(d.dir, socketName)) // this process still holds the directory
		<-answered
	}, nil
}

// answerCalls carries out the calls that come through the socket of a collection
// that this process has open, until the listener is closed; it then waits for
// those under way, which ctx ends.
func answerCalls(ctx context.Context, l net.Listener, d *desk) {
	var running sync.WaitGroup
	defer running.Wait()
	for {
		conn, err := l.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil { // such as too many open files, which passes
			time.Sleep(acceptAgain)
			continue
		}
		running.Go(func() {
			defer conn.Close()
			answerCall(ctx, newLink(conn), d)
		})
	}
}

// acceptAgain is the time after which callers are looked for again when the system
// could not let one in.
const acceptAgain = 50 * time.Millisecond

// lastWords is how long a caller may take, when ctx has ended, to read what is said.
const lastWords = 2 * time.Second

// answerCall carries out one call, whose caller holds up nobody: when ctx ends it is
// neither waited for to say what it wants nor, for long, to read. What it sends to
// a verb that does not read it is dropped; when it leaves the verb is interrupted.
func answerCall(ctx context.Context, l *link, d *desk) {
	defer context.AfterFunc(ctx, func() {
		l.SetReadDeadline(time.Now())
		l.SetWriteDeadline(time.Now().Add(lastWords))
	})()
	var asked call
	if l.in.Decode(&asked) != nil {
		return
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stdin, input := io.Pipe()
	defer stdin.Close()
	go func() {
		defer input.Close()
		cancel(l.listen(input))
	}()
	cmd := newRoot()
	if cmd.SetArgs(asked.Args); !handed(cmd, asked.Args) {
		l.send(frame{Kind: frameTalk, Data: []byte("vankien: a server carries out no such call for others\n")})
		l.send(frame{Kind: frameExit, Code: exitFatal})
		return
	}
	cmd.SetIn(&wanted{l: l, in: stdin})
	cmd.SetOut(&printed{l, frameOut, asked.Terminal})
	cmd.SetErr(&printed{l, frameTalk, asked.Terminal})
	status := conclude(cmd.ExecuteContext(context.WithValue(ctx, heldKey{}, &held{d, asked.Dir, asked.User})), cmd.ErrOrStderr())
	l.send(frame{Kind: frameExit, Code: status})
}

// handed reports whether a server carries out a call: one of a verb that works on a
// collection. Those that serve have a process of their own, and a worker confines
// the one that it is in.
func handed(root *cobra.Command, args []string) bool {
	verb, _, err := root.Find(args)
	return err == nil && (verb.Flags().Lookup("data") != nil || verb.Name() == "migrate") && verb.Flags().Lookup("addr") == nil
}

// errInterrupted is why a call ends before its verb does.
var errInterrupted = errors.New("interrupt signal received")

// listen takes the frames of a caller until it interrupts or leaves.
func (l *link) listen(input *io.PipeWriter) error {
	for {
		var f frame
		if err := l.in.Decode(&f); err != nil || f.Kind == frameInterrupt {
			return errInterrupted
		}
		if f.Kind != frameInput {
			continue
		}
		if len(f.Data) == 0 {
			input.Close()
		} else if _, err := input.Write(f.Data); err != nil {
			return errInterrupted // the verb has ended
		}
	}
}

// wanted is the standard input of a caller, asked for when it is first read.
type wanted struct {
	l    *link
	in   io.Reader
	once sync.Once
}

func (w *wanted) Read(p []byte) (int, error) {
	w.once.Do(func() { w.l.send(frame{Kind: frameWant}) })
	return w.in.Read(p)
}

// printed sends what a verb prints.
type printed struct {
	l        *link
	kind     frameKind
	terminal bool
}

func (p *printed) Write(b []byte) (n int, err error) {
	for len(b) > 0 && err == nil {
		part := b[:min(len(b), frameBytes)]
		if err = p.l.send(frame{Kind: p.kind, Data: part}); err == nil {
			n, b = n+len(part), b[len(part):]
		}
	}
	return n, err
}

// held is where a verb finds the collection that this process has open already,
// what its caller's working directory is, and who that is.
type held struct {
	desk *desk
	dir  string
	user string
}

type heldKey struct{}

// heldBy returns nil for a verb that opens its collection itself.
func heldBy(c *cobra.Command) *held {
	if c.Context() == nil {
		return nil
	}
	h, _ := c.Context().Value(heldKey{}).(*held)
	return h
}

// at is a path as the caller of a verb means it.
func at(c *cobra.Command, path string) string {
	if h := heldBy(c); h != nil && path != "" && !filepath.IsAbs(path) {
		return filepath.Join(h.dir, path)
	}
	return path
}
