package main

import (
	"bufio"
	"errors"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// served starts a server on a collection that it begins in dir.
func served(t *testing.T, dir string) *exec.Cmd {
	t.Helper()
	key := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(key, []byte("0123456789abcdef"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.Command("vankien", "serve", "--data", dir, "--addr", "127.0.0.1:0", "--key-file", key)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Process.Kill() })
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	return c
}

func dialed(t *testing.T, dir string) *link {
	t.Helper()
	conn, err := dialIn(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return newLink(conn)
}

// One caller never says what it wants, another never reads what it is told. The
// server ends for all that, and takes its socket with it, however long its path.
func TestServerWaitsForNoCaller(t *testing.T) {
	dir := filepath.Join(t.TempDir(), strings.Repeat("d", 120))
	c := served(t, dir)
	dialed(t, dir)
	long := filepath.Join(t.TempDir(), "long.jsonl")
	if err := os.WriteFile(long, []byte(`{"id":"long","title":"a","body":"`+strings.Repeat("b ", 1<<20)+`"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("vankien", "add", "--data", dir, long).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	deaf := dialed(t, dir)
	if err := deaf.send(call{Args: []string{"get", "long"}, Dir: dir}); err != nil {
		t.Fatal(err)
	}
	var first frame
	if err := deaf.in.Decode(&first); err != nil || first.Kind != frameOut {
		t.Fatalf("%v, %v: the verb does not print", first.Kind, err)
	}
	if err := c.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := c.Wait(); err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat(filepath.Join(dir, socketName)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the socket is left behind: %v", err)
	}
}

// tired is a listener that has no room for its first caller.
type tired struct {
	net.Listener
	rested bool
}

func (l *tired) Accept() (net.Conn, error) {
	if !l.rested {
		l.rested = true
		return nil, errors.New("too many open files")
	}
	return l.Listener.Accept()
}

func TestCallsAreAnsweredAfterALackOfRoom(t *testing.T) {
	dir := t.TempDir()
	l, err := listenIn(dir)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() { defer close(done); answerCalls(t.Context(), &tired{Listener: l}, &desk{dir: dir}) }()
	caller := dialed(t, dir)
	if err := caller.send(call{Args: []string{"stats", "--help"}, Dir: dir}); err != nil {
		t.Fatal(err)
	}
	var told strings.Builder
	if status := caller.follow(strings.NewReader(""), &told, &told); status != exitDone {
		t.Errorf("status %d: %s", status, told.String())
	}
	l.Close()
	<-done
}

// A call of what would change or serve from the process of the server is refused,
// and the server goes on.
func TestServerCarriesOutNoWorker(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "d")
	served(t, dir)
	for _, args := range [][]string{{"extract-worker"}, {"demo"}, {"serve"}, {}} {
		l := dialed(t, dir)
		if err := l.send(call{Args: args}); err != nil {
			t.Fatal(err)
		}
		var talk strings.Builder
		if status := l.follow(strings.NewReader(""), &talk, &talk); status != exitFatal || !strings.Contains(talk.String(), "no such call") {
			t.Errorf("%v: status %d, %q", args, status, talk.String())
		}
	}
	if out, err := exec.Command("vankien", "stats", "--data", dir).CombinedOutput(); err != nil {
		t.Errorf("afterwards: %v: %s", err, out)
	}
}
