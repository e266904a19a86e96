// Command vankien indexes Vietnamese speeches and reports and searches them, on
// the command line, as a JSON interface and as a site. It needs nothing but
// itself and sends no request to any other host.
//
//	vankien demo                      serve the sample collection
//	vankien add --data DIR FILE…      add documents
//	vankien serve --data DIR          serve a collection
//	vankien search --data DIR QUERY   search one
//
// Data goes to standard output, talk to standard error. The exit status is 0
// when done, 1 when nothing was found or some inputs failed, 2 when the call
// was wrong or the work could not be done.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// Exit statuses.
const (
	exitDone    = 0
	exitPartial = 1
	exitFatal   = 2
)

// errPartial ends a verb that did its work but found nothing or had inputs
// that failed; what there is to say has been said.
var errPartial = errors.New("nothing found, or some inputs failed")

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the program with its surroundings handed in.
func run(args []string, in io.Reader, out, talk io.Writer) int {
	ctx, stop := untilSignal()
	defer stop()
	cmd := newRoot()
	cmd.SetArgs(args)
	cmd.SetIn(in)
	cmd.SetOut(out)
	cmd.SetErr(talk)
	err := cmd.ExecuteContext(ctx)
	if held := (*heldError)(nil); errors.As(err, &held) {
		if status, ok := held.ask(ctx, in, out, talk); ok {
			return status
		}
	}
	return conclude(err, talk)
}

// conclude says why a verb could not do its work and returns the exit status.
func conclude(err error, talk io.Writer) int {
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errPartial):
		return exitPartial
	default:
		say(talk, "vankien: %v\n", err)
		return exitFatal
	}
}

// untilSignal returns a context that an interrupt ends. By then signals have
// their ordinary effect again, so that a second one ends the process even when
// the work does not.
func untilSignal() (ctx context.Context, stop func()) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	ctx, cancel := context.WithCancelCause(context.Background())
	go func() {
		select {
		case s := <-signals:
			signal.Stop(signals)
			cancel(fmt.Errorf("%v signal received", s))
		case <-ctx.Done():
			signal.Stop(signals)
		}
	}()
	return ctx, func() { cancel(nil) }
}
