package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const root = "../.."

// bleve names what belongs to Bleve.
var bleve = []string{"github.com/blevesearch/"}

// table says what each room may import besides the standard library. An entry
// ending in / allows everything below it. "*" allows anything.
var table = map[string][]string{
	"cmd/vankien":   {"*"},
	"corpus":        {},
	"index":         rooms("index/query", "index/snippet", "internal/outline", "internal/viet"),
	"index/answer":  rooms("index", "index/content", "index/lexicon", "index/match", "index/plan", "index/query", "index/snippet", "internal/viet"),
	"index/client":  {},
	"index/content": rooms("index", "index/plan", "internal/viet"),
	"index/exec":    slices.Concat(bleve, rooms("index/rank", "index/segment"), libraries("github.com/RoaringBitmap/roaring/v2")),
	"index/indextest": slices.Concat(rooms("index", "index/plan", "index/query", "index/snippet", "internal/outline", "internal/viet"),
		libraries("golang.org/x/text/")),
	"index/lexicon": slices.Concat(rooms("index", "index/content", "index/plan", "index/runs", "internal/viet"), libraries("github.com/klauspost/compress/zstd")),
	"index/match":   rooms("index", "index/plan", "index/snippet", "internal/viet"),
	"index/plan":    rooms("index", "index/query", "internal/viet", "internal/viet/name"),
	"index/query":   slices.Concat(rooms("internal/near"), libraries("golang.org/x/text/")),
	"index/rank":    {},
	"index/remote": slices.Concat(rooms("index", "index/answer", "index/content", "index/lexicon", "index/match", "index/plan", "index/query", "index/rank", "index/snippet", "internal/outline", "internal/viet"),
		libraries("github.com/opensearch-project/opensearch-go/v4", "golang.org/x/sync/")),
	"index/runs":    {},
	"index/snippet": {},
	"index/segment": slices.Concat(bleve, rooms("index/runs"), libraries("github.com/RoaringBitmap/roaring/v2", "github.com/klauspost/compress/s2", "golang.org/x/sys/")),

	"index/local": slices.Concat(bleve,
		rooms("index", "index/answer", "index/content", "index/exec", "index/lexicon", "index/match", "index/plan", "index/query", "index/rank", "index/runs", "index/segment", "index/snippet", "internal/boltfile", "internal/viet"),
		libraries("github.com/RoaringBitmap/roaring/v2", "github.com/gofrs/flock", "github.com/klauspost/compress/zstd", "github.com/maypok86/otter/v2", "golang.org/x/sys/", "golang.org/x/time/rate")),

	"internal/archtest":  {},
	"internal/boltfile":  {},
	"internal/cite":      rooms("index", "internal/viet"),
	"internal/duplicate": rooms("internal/viet"),
	"internal/alert":     {},
	"internal/export":    rooms("internal/cite"),
	// head tells whether a text begins with a letter head: then its first line is no title
	"internal/extract": slices.Concat(rooms("internal/extract/ocr", "internal/extract/pdf", "internal/head", "internal/near", "internal/outline", "internal/viet", "internal/viet/legacy"),
		libraries("codeberg.org/readeck/go-readability/v2", "github.com/yuin/goldmark", "golang.org/x/net/html", "golang.org/x/sys/", "golang.org/x/text/", "go.yaml.in/yaml/v4")),
	"internal/extract/ocr": libraries("github.com/tetratelabs/wazero", "golang.org/x/image/"),
	"internal/extract/pdf": slices.Concat(rooms("internal/viet", "internal/viet/legacy"), libraries("github.com/klippa-app/go-pdfium", "github.com/tetratelabs/wazero")),
	"internal/find":        rooms("index", "index/query", "index/snippet", "internal/cite", "internal/compare", "internal/duplicate", "internal/export", "internal/extract", "internal/near", "internal/outline", "internal/period", "internal/topics", "internal/viet"),
	"internal/ingest": slices.Concat(rooms("index", "internal/boltfile", "internal/compare", "internal/duplicate", "internal/extract", "internal/head", "internal/originals", "internal/topics", "internal/viet"),
		libraries("github.com/fsnotify/fsnotify", "go.etcd.io/bbolt", "golang.org/x/sync/", "golang.org/x/text/")),
	"internal/load":      rooms("index", "index/query", "internal/viet"),
	"internal/head":      rooms("index", "internal/viet", "internal/viet/name"),
	"internal/house":     slices.Concat(rooms("internal/near", "internal/viet"), libraries("go.yaml.in/yaml/v4")),
	"internal/near":      {},
	"internal/compare":   {},
	"internal/originals": libraries("golang.org/x/sync/"),
	"internal/outline":   {},
	"internal/period":    libraries("go.yaml.in/yaml/v4"),
	"internal/topics":    slices.Concat(rooms("internal/viet"), libraries("go.yaml.in/yaml/v4")),
	"internal/viet":      libraries("golang.org/x/text/"),

	"internal/viet/legacy": slices.Concat(rooms("internal/viet"), libraries("golang.org/x/text/")),
	"internal/viet/name":   rooms("internal/viet"),

	"internal/web": slices.Concat(
		rooms("index", "index/snippet", "internal/alert", "internal/cite", "internal/compare", "internal/duplicate", "internal/export", "internal/extract", "internal/find", "internal/house", "internal/ingest", "internal/originals", "internal/outline", "internal/period", "internal/topics", "internal/viet"),
		libraries("github.com/gorilla/mux", "github.com/prometheus/client_golang/", "github.com/klauspost/compress/gzhttp",
			"golang.org/x/sync/semaphore", "golang.org/x/time/rate")),

	// a module of its own, so that the product's go.mod stays free of other engines
	"internal/bench": slices.Concat(bleve, rooms("index", "index/local", "index/query", "internal/viet"),
		libraries("github.com/blugelabs/bluge", "modernc.org/sqlite", "golang.org/x/sync/")),
}

func libraries(paths ...string) []string { return paths }

func rooms(names ...string) []string {
	for i := range names {
		names[i] = "vankien/" + names[i]
	}
	return names
}

// source is one parsed file.
type source struct {
	path string // from the root, with slashes
	room string
	file *ast.File
}

func (s source) isTest() bool { return strings.HasSuffix(s.path, "_test.go") }

// sources parses every Go file of the module.
func sources(t *testing.T) (list []source, files *token.FileSet) {
	t.Helper()
	files = token.NewFileSet()
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() {
			if name := e.Name(); name == "testdata" || path != root && strings.HasPrefix(name, ".") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		f, err := parser.ParseFile(files, path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		rel = filepath.ToSlash(rel)
		list = append(list, source{rel, filepath.ToSlash(filepath.Dir(rel)), f})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 20 {
		t.Fatalf("only %d files found below %s", len(list), root)
	}
	return list, files
}

func TestImports(t *testing.T) {
	list, _ := sources(t)
	for _, s := range list {
		allowed, known := table[s.room]
		if !known {
			t.Errorf("%s: the room %s has no row in the import table", s.path, s.room)
			continue
		}
		if s.isTest() {
			continue
		}
		for _, i := range s.file.Imports {
			path, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if !permitted(path, allowed) {
				t.Errorf("%s: %s may not import %s", s.path, s.room, path)
			}
		}
	}
}

// TestServing keeps the command line to one way of asking a collection: only the
// file that serves it knows HTTP, and that which asks a server whether it is well, and only those with its settings the pages.
// file that serves it knows HTTP, and only those with its settings the pages. health.go
// asks a server whether it is ready, and nothing of a collection.
func TestServing(t *testing.T) {
	may := map[string][]string{"net/http": {"serve.go", "health.go"}, "net/http/httptest": nil, "vankien/internal/web": {"serve.go", "key.go"}}
	list, _ := sources(t)
	for _, s := range list {
		if s.room != "cmd/vankien" || s.isTest() {
			continue
		}
		for _, i := range s.file.Imports {
			name := strings.Trim(i.Path.Value, `"`)
			if files, known := may[name]; known && !slices.Contains(files, filepath.Base(s.path)) {
				t.Errorf("%s imports %s", s.path, name)
			}
		}
	}
}

// TestImportGroups keeps the module's own imports apart from others, behind a
// blank line.
func TestImportGroups(t *testing.T) {
	list, files := sources(t)
	for _, s := range list {
		for i, imp := range s.file.Imports[min(1, len(s.file.Imports)):] {
			before := s.file.Imports[i]
			apart := files.Position(imp.Pos()).Line > files.Position(before.End()).Line+1
			if ours(imp) != ours(before) && !apart {
				t.Errorf("%s: no blank line before the import of %s", s.path, imp.Path.Value)
			}
		}
	}
}

// ours reports whether a room of this module is imported.
func ours(i *ast.ImportSpec) bool { return strings.HasPrefix(i.Path.Value, `"vankien/`) }

func permitted(path string, allowed []string) bool {
	if first, _, _ := strings.Cut(path, "/"); !strings.Contains(first, ".") && first != "vankien" {
		return true
	}
	return slices.ContainsFunc(allowed, func(a string) bool {
		return a == "*" || a == path || strings.HasSuffix(a, "/") && strings.HasPrefix(path, a) || strings.HasPrefix(path, a+"/") && !strings.HasPrefix(a, "vankien")
	})
}

func TestPermitted(t *testing.T) {
	for _, c := range []struct {
		path string
		want bool
	}{
		{"strings", true}, {"net/http", true}, {"vankien/index", true}, {"vankien/index/query", false},
		{"github.com/gorilla/mux", true}, {"github.com/gorilla/handlers", false}, {"golang.org/x/text/unicode/norm", true},
	} {
		if got := permitted(c.path, []string{"vankien/index", "github.com/gorilla/mux", "golang.org/x/text/"}); got != c.want {
			t.Errorf("permitted(%s) = %v", c.path, got)
		}
	}
}

// TestTopLevel keeps the top level to what the architecture names.
func TestTopLevel(t *testing.T) {
	known := []string{"go.mod", "go.sum", "LICENSE", "README.md", "cmd", "index", "internal", "corpus"}
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if name := e.Name(); !strings.HasPrefix(name, ".") && !slices.Contains(known, name) {
			t.Errorf("%s stands at the top level", name)
		}
	}
}
