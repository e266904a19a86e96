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
// delete documents of their own, have the index rebuilt, and say on standard
// output what is acknowledged and what is read beside it.
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
	read := func(id string) {
		for range 10 {
			if d, err := x.Get(t.Context(), id); err == nil {
				say("seen %s %s", id, d.Number)
			}
		}
	}
	write := func(id string, n int) error {
		if n == 0 {
			_, err := x.Delete(t.Context(), id)
			return err
		}
		return x.Put(t.Context(), index.Document{ID: id, Number: fmt.Sprint(n), Body: strings.Repeat("báo cáo ", rand.IntN(300))})
	}
	for g := range 4 {
		go func() {
			for i := 1; ; i++ {
				id, n := fmt.Sprintf("%d-%d", g, rand.IntN(40)), i
				if rand.IntN(3) == 0 {
					n = 0
				}
				say("begin %s %d", id, n)
				go read(id)
				if err := write(id, n); err != nil {
					say("error %v", err)
				}
				say("done %s %d", id, n)
				if rand.IntN(40) == 0 {
					if err := x.Reindex(t.Context(), nil); err != nil {
						say("error %v", err)
					}
					say("rebuilt - 0")
				}
			}
		}()
	}
	select {}
}

// known is what may be said of a document: its acknowledged version, 0 when it
// is deleted, and the version that was being written.
type known struct{ acknowledged, begun int }

// TestKill kills a writing process at random moments: what was acknowledged, and
// what was read, is there, what was acknowledged as deleted is gone, and the
// index is sound.
func TestKill(t *testing.T) {
	t.Parallel()
	skipUnderRace(t)
	dir := t.TempDir()
	docs := map[string]known{}
	acknowledged, rebuilt := 0, 0
	for round := range rounds(10) {
		said := killOnce(t, dir, docs, 1+rand.IntN(120))
		acknowledged, rebuilt = acknowledged+said["done"], rebuilt+said["rebuilt"]
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
	t.Logf("%d acknowledged writes, %d times rebuilt", acknowledged, rebuilt)
}

// killOnce runs the writing process until it has acknowledged n writes, kills
// it, notes all that it said of documents, and counts what it said.
func killOnce(t *testing.T, dir string, docs map[string]known, n int) map[string]int {
	t.Helper()
	said := map[string]int{}
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
			return said // the rest of a line that was being said is no word of it
		}
		var what, id string
		var version int
		if _, err := fmt.Sscan(line, &what, &id, &version); err != nil || what == "error" {
			t.Fatalf("the process says %q", line)
		}
		said[what]++
		k := docs[id]
		switch what {
		case "begin":
			k.begun = version
		case "done":
			k = known{version, version}
		case "seen":
			if version == k.begun { // else it was read before the last write
				k.acknowledged = version
			}
		default:
			continue
		}
		docs[id] = k
		if what == "done" && said[what] == n {
			_ = c.Process.Kill()
		}
	}
}
