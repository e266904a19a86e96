package extract

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"
)

// child is a process that runs Work, seen from its parent. One goroutine at a
// time may ask it.
type child struct {
	cmd    *exec.Cmd
	in     *os.File // its input
	out    *os.File // its output
	reader *bufio.Reader
	talk   tail
	ended  chan struct{} // closed when it is gone
	err    error         // of Wait; read it after ended
}

// memory is what the garbage collector of a worker keeps to; the limit that holds
// is above it, and not to be had everywhere.
const memory = "GOMEMLIMIT=400MiB"

func startChild(opt PoolOptions) (*child, error) {
	path, args := opt.Executable, opt.Args
	if path == "" {
		var err error
		if path, err = os.Executable(); err != nil {
			return nil, err
		}
	}
	if args == nil {
		args = []string{"extract-worker"}
	}
	c := &child{cmd: exec.Command(path, args...), ended: make(chan struct{})}
	c.cmd.Env = append(slices.DeleteFunc(os.Environ(), secret), append([]string{memory}, opt.Env...)...)
	c.cmd.Stderr = &c.talk
	detach(c.cmd)
	return c, c.start()
}

// secret reports whether a worker must not see a variable: settings of this
// program, keys among them.
func secret(variable string) bool { return strings.HasPrefix(variable, "VANKIEN_") }

// start gives the process pipes of its own: those of exec are closed by Wait,
// which may run before all has been read.
func (c *child) start() error {
	in, inEnd, err := os.Pipe()
	if err != nil {
		return err
	}
	outEnd, out, err := os.Pipe()
	if err != nil {
		return errors.Join(err, in.Close(), inEnd.Close())
	}
	c.cmd.Stdin, c.cmd.Stdout = in, out
	c.in, c.out, c.reader = inEnd, outEnd, bufio.NewReader(outEnd)
	err = c.cmd.Start()
	in.Close()
	out.Close()
	if err != nil {
		return errors.Join(err, inEnd.Close(), outEnd.Close())
	}
	go func() {
		c.err = c.cmd.Wait()
		close(c.ended)
	}()
	return nil
}

// gone reports whether the process has ended.
func (c *child) gone() bool {
	select {
	case <-c.ended:
		return true
	default:
		return false
	}
}

// kill ends the process and returns when it is gone.
func (c *child) kill() {
	_ = killAll(c.cmd.Process) // it may be gone already
	<-c.ended
	c.in.Close()
	c.out.Close()
}

// exchange sends a request and returns its answer. It calls report for each state
// that is told before. A failed exchange leaves the child in disorder: kill it.
func (c *child) exchange(q request, data []byte, report func(state)) (answer, error) {
	if err := writeFrame(c.in, q, data, maxRequestHeader); err != nil {
		return answer{}, err
	}
	for {
		var a answer
		if _, err := readFrame(c.reader, &a, maxAnswer, 0); err != nil {
			return answer{}, err
		}
		if a.State == done {
			return a, nil
		}
		report(a.State)
	}
}

// cause words why an exchange failed.
func (c *child) cause(err error) string {
	if errors.Is(err, errFrame) {
		return fmt.Sprintf("its answer is over the limit of %d bytes", maxAnswer)
	}
	select {
	case <-c.ended:
	case <-time.After(time.Second):
		return "its answer cannot be understood: " + err.Error()
	}
	said := c.talk.String()
	for _, sign := range []string{"out of memory", "cannot allocate memory", "failed to reserve"} {
		if strings.Contains(said, sign) {
			return "it needs too much memory"
		}
	}
	if line, _, _ := strings.Cut(said, "\n"); line != "" {
		return line
	}
	if c.err != nil {
		return c.err.Error()
	}
	return "it stopped without an answer"
}

// tailSize is enough for the first lines of a stack trace.
const tailSize = 2 << 10

// tail keeps the beginning of what a process says on its standard error, which
// is where Go says why it ends.
type tail struct {
	mu   sync.Mutex
	said []byte
}

func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.said = append(t.said, b[:min(len(b), tailSize-len(t.said))]...)
	return len(b), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.said)
}

var _ io.Writer = (*tail)(nil)
