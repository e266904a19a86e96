package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// heldError ends a verb whose collection another process has open; that one may
// carry it out.
type heldError struct {
	dir string
	cmd *cobra.Command
	err error
}

func (e *heldError) Error() string { return e.err.Error() }
func (e *heldError) Unwrap() error { return e.err }

// ask has the server that holds the collection carry out the verb. ok is false
// when no server answers.
func (e *heldError) ask(ctx context.Context, in io.Reader, out, talk io.Writer) (status int, ok bool) {
	conn, err := dialIn(e.dir)
	if err != nil {
		return 0, false
	}
	defer conn.Close()
	l := newLink(conn)
	wd, err := os.Getwd()
	if err == nil {
		err = l.send(call{Args: resolved(e.cmd), Dir: wd, User: userName(e.cmd), Terminal: onTerminal(talk)})
	}
	if err != nil {
		return 0, false
	}
	defer context.AfterFunc(ctx, func() { l.send(frame{Kind: frameInterrupt}) })()
	return l.follow(in, out, talk), true
}

// follow prints what the server sends until the end and returns the exit status.
func (l *link) follow(in io.Reader, out, talk io.Writer) int {
	for {
		var f frame
		if err := l.in.Decode(&f); err != nil {
			fmt.Fprintln(talk, "vankien: the server that has the collection open ended before the work was done; call again")
			return exitFatal
		}
		var err error
		switch f.Kind {
		case frameWant:
			go l.feed(in)
		case frameOut:
			_, err = out.Write(f.Data)
		case frameTalk:
			_, err = talk.Write(f.Data)
		case frameExit:
			return f.Code
		}
		if err != nil { // such as a closed pipe: nobody reads on
			return exitFatal
		}
	}
}

// feed sends standard input.
func (l *link) feed(in io.Reader) {
	buf := make([]byte, frameBytes)
	for {
		n, err := in.Read(buf)
		if n > 0 && l.send(frame{Kind: frameInput, Data: buf[:n]}) != nil {
			return
		}
		if err != nil {
			l.send(frame{Kind: frameInput})
			return
		}
	}
}

// resolved is the call of a verb whose flags are set, from wherever they were
// set, without those that name the collection.
func resolved(c *cobra.Command) []string {
	args := []string{c.Name()}
	c.Flags().VisitAll(func(f *pflag.Flag) { // not Visit, which knows only what the call says
		if !f.Changed || f.Name == "data" || f.Name == "config" {
			return
		}
		values := []string{f.Value.String()}
		if list, ok := f.Value.(pflag.SliceValue); ok {
			values = list.GetSlice()
		}
		for _, v := range values {
			args = append(args, "--"+f.Name+"="+v)
		}
	})
	return append(append(args, "--"), c.Flags().Args()...)
}
