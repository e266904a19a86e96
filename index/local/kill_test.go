package local

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"vankien/index"
)

// childDir names the variable by which the test starts itself as the process
// that is to be killed.
const childDir = "VANKIEN_CHILD_DIR"

// rounds is how often something random is tried: VANKIEN_ROUNDS times, or n.
func rounds(n int) int {
	if r, err := strconv.Atoi(os.Getenv("VANKIEN_ROUNDS")); err == nil {
		return r
	}
	return n
}

// TestWriterProcess is the process that TestKill kills: four goroutines put and
// delete documents of their own and say on standard output what is acknowledged.
func TestWriterProcess(t *testing.T) {
	dir := os.Getenv(childDir)
	if dir == "" {
		t.Skip("started by TestKill only")
	}
	x, err := Open(dir)
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	var out sync.Mutex
	say := func(format string, args ...any) {
		out.Lock()
		defer out.Unlock()
		fmt.Printf(format+"\n", args...)
	}
	for g := range 4 {
		go func() {
			for n := 1; ; n++ {
				id := fmt.Sprintf("%d-%d", g, rand.IntN(40))
				if rand.IntN(3) == 0 {
					say("begin %s 0", id)
					if _, err := x.Delete(t.Context(), id); err != nil {
						say("error %v", err)
					}
					say("done %s 0", id)
					continue
				}
				say("begin %s %d", id, n)
				if err := x.Put(t.Context(), index.Document{ID: id, Number: fmt.Sprint(n), Body: strings.Repeat("báo cáo ", rand.IntN(300))}); err != nil {
					say("error %v", err)
				}
				say("done %s %d", id, n)
			}
		}()
	}
	select {}
}

// known is what may be said of a document: its acknowledged version, 0 when it
// is deleted, and the version that was being written.
type known struct{ acknowledged, begun int }

// TestKill kills a writing process at random moments: what was acknowledged is
// there, what was acknowledged as deleted is gone, and the index is sound.
func TestKill(t *testing.T) {
	skipUnderRace(t)
	dir := t.TempDir()
	docs := map[string]known{}
	acknowledged := 0
	for round := range rounds(10) {
		acknowledged += killOnce(t, dir, docs, 1+rand.IntN(120))
		x, err := Open(dir)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		live := 0
		for id, k := range docs {
			d, err := x.Get(t.Context(), id)
			n, _ := strconv.Atoi(d.Number)
			if err != nil && !errors.Is(err, index.ErrNotFound) || n != k.acknowledged && n != k.begun {
				t.Errorf("round %d: %s has version %d, acknowledged was %d, begun %d: %v", round, id, n, k.acknowledged, k.begun, err)
			}
			docs[id] = known{n, n}
			if err == nil {
				live++
			}
		}
		if got := search(t, x, index.Request{}).Total; got != live {
			t.Errorf("round %d: %d documents are found, %d are there", round, got, live)
		}
		if err := x.Close(); err != nil {
			t.Error(err)
		}
		if _, err := Verify(t.Context(), dir); err != nil {
			t.Errorf("round %d: %v", round, err)
		}
	}
	t.Logf("%d acknowledged writes", acknowledged)
}

// killOnce runs the writing process until it has acknowledged n writes, kills
// it, and notes all that it said.
func killOnce(t *testing.T, dir string, docs map[string]known, n int) (acknowledged int) {
	t.Helper()
	c := exec.Command(os.Args[0], "-test.run=^TestWriterProcess$")
	c.Env = append(os.Environ(), childDir+"="+dir)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	defer c.Wait()
	defer c.Process.Kill()
	for lines := bufio.NewReader(out); ; {
		line, err := lines.ReadString('\n')
		if err != nil {
			return acknowledged // the rest of a line that was being said is no word of it
		}
		var what, id string
		var version int
		if _, err := fmt.Sscan(line, &what, &id, &version); err != nil || what == "error" {
			t.Fatalf("the process says %q", line)
		}
		k := docs[id]
		if what == "begin" {
			k.begun = version
		} else {
			k = known{version, version}
			if acknowledged++; acknowledged == n {
				_ = c.Process.Kill()
			}
		}
		docs[id] = k
	}
}
