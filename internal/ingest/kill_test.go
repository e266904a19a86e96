package ingest

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"vankien/index/local"
)

// childDir names the variable by which the test starts itself as the process that
// is to be killed: the folder that its collection, its journal and its files are in.
const childDir = "VANKIEN_CHILD_DIR"

// TestAddingProcess is the process that TestKill kills. It says on standard output
// what it sees.
func TestAddingProcess(t *testing.T) {
	dir := os.Getenv(childDir)
	if dir == "" {
		t.Skip("started by TestKill only")
	}
	x, j := openBoth(t, dir)
	seen := func(s Seen) { fmt.Println(s.Path, s.Result) }
	how{BatchDocs: 50, Journal: j, Seen: seen}.must(t, x, Source{Path: filepath.Join(dir, "k")})
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	fmt.Println("done")
}

func openBoth(t *testing.T, dir string) (*local.Index, *Journal) {
	t.Helper()
	x, err := local.Open(filepath.Join(dir, "d"))
	if err != nil {
		t.Fatal(err)
	}
	return x, openJournal(t, filepath.Join(dir, "journal.db"))
}

// A process that is killed anywhere, again and again, ends as one run does.
func TestKill(t *testing.T) {
	dir := mixedFiles(t, 1000)
	one := newDesk(t)
	one.add(t, how{}, dir, "k")
	random := rand.New(rand.NewPCG(7, 8))
	kills := 0
	for done := false; !done; {
		c := exec.Command(os.Args[0], "-test.run=^TestAddingProcess$")
		c.Env = append(os.Environ(), childDir+"="+dir)
		c.Stderr = os.Stderr
		out, err := c.StdoutPipe()
		if err == nil {
			err = c.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		after := 100 + random.IntN(250)*(1+kills)
		for lines := bufio.NewScanner(out); lines.Scan(); after-- {
			if done = done || lines.Text() == "done"; after == 0 {
				_ = c.Process.Kill()
				kills++
			}
		}
		if err := c.Wait(); err != nil && after > 0 {
			t.Fatal(err)
		}
	}
	if kills < 2 {
		t.Errorf("killed only %d times", kills)
	}
	x, j := openBoth(t, dir)
	defer x.Close()
	check(t, documents(t, x), documents(t, one.Index))
	if files := j.files(dir); len(files) < 800 {
		t.Errorf("the journal knows only %d files", len(files))
	}
}
