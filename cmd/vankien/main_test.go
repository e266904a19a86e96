package main

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// node is a node of the cluster that scripts may use, "" without one. It is no setting
// of the other tests.
var node = os.Getenv("VANKIEN_OPENSEARCH")

// tests are those of this process, not the program that scripts run.
type tests struct{ *testing.M }

func (m tests) Run() int {
	os.Unsetenv("VANKIEN_OPENSEARCH")
	return m.M.Run()
}

func TestMain(m *testing.M) {
	testscript.Main(tests{m}, map[string]func(){"vankien": main})
}

// TestScript runs the command line: one script for each behaviour.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: false,
		Setup: func(e *testscript.Env) error {
			giveCluster(t, e)
			return writeBytes(e.WorkDir)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"outdate": outdate},
		Condition: func(cond string) (bool, error) {
			if cond != "opensearch" {
				return false, fmt.Errorf("there is no condition %s", cond)
			}
			return node != "", nil
		},
	})
}

// giveCluster gives a script the variables NODE and NAME, of a cluster and a collection
// on it that goes with the script.
func giveCluster(t *testing.T, e *testscript.Env) {
	name := "test-" + strings.ToLower(rand.Text())
	e.Setenv("NODE", node)
	e.Setenv("NAME", name)
	if node == "" {
		return
	}
	e.Defer(func() {
		first, _, _ := strings.Cut(node, ",")
		for _, i := range []string{"-1", "-2", ".meta", ".lexicon", ".files"} {
			req, err := http.NewRequest(http.MethodDelete, first+"/"+name+i+"?ignore_unavailable=true", nil)
			if err != nil {
				t.Error(err)
				return
			}
			res, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Error(err)
				return
			}
			res.Body.Close()
		}
	})
}

// outdate makes the collection of a script one that an older program built.
func outdate(ts *testscript.TestScript, _ bool, _ []string) {
	first, _, _ := strings.Cut(node, ",")
	const meta = `{"_meta":{"analysis":"viet 0, mapping 1","generation":"old"}}`
	req, err := http.NewRequest(http.MethodPut, first+"/"+ts.Getenv("NAME")+"-1/_mapping", strings.NewReader(meta))
	ts.Check(err)
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	ts.Check(err)
	res.Body.Close()
	if res.StatusCode != http.StatusOK {
		ts.Fatalf("outdate: %s", res.Status)
	}
}

// writeBytes writes the files whose bytes no script can hold.
func writeBytes(dir string) error {
	tcvn3 := "H\xe9i ngh\xde t\xe6ng k\xd5t c\xabng t\xb8c n\xa8m\n\xa7\xb9i bi\xd3u \xae\xb7 th\xb6o lu\xcbn, g\xe3p \xfd v\xd2 quy ho\xb9ch " +
		"s\xf6 d\xf4ng \xae\xcat v\xb5 k\xd5 ho\xb9ch \xae\xc7u t\xad c\xabng.\n"
	for name, bytes := range map[string]string{
		"utf16.txt": "\xff\xfeV\x00i\x00",
		"tcvn3.txt": tcvn3,
		"phap.txt":  "Les \xe9l\xe8ves ont pr\xe9sent\xe9 une pi\xe8ce tr\xe8s r\xe9ussie \xe0 la f\xeate.\n",
		"nhi.txt":   "abc\x00def",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(bytes), 0o644); err != nil {
			return err
		}
	}
	return nil
}
