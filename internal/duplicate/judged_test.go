package duplicate

import (
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func summed(data []byte) []byte {
	sum := sha256.Sum256(data)
	return append(data, sum[:]...)
}

// dataDir returns the folder of real texts, or skips the test.
func dataDir(t testing.TB) string {
	dir := os.Getenv("VANKIEN_DATA")
	if dir == "" {
		t.Skip("VANKIEN_DATA does not name a folder of real texts")
	}
	return dir
}

// corpus reads the texts of a file of JSON lines.
func corpus(t testing.TB, name string) (texts []Text) {
	t.Helper()
	f, err := os.Open(filepath.Join(dataDir(t), "corpora", name+".jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var d struct{ ID, Title, Body, Date string }
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			t.Fatal(err)
		}
		texts = append(texts, Text{ID: d.ID, Title: d.Title, Body: d.Body, Date: d.Date})
	}
	return texts
}

// TestJudgedPairs: of the pairs that people judged, all duplicates are found and
// nothing else is taken for one; what is on one form is at least similar.
func TestJudgedPairs(t *testing.T) {
	judged, err := os.ReadFile(filepath.Join(dataDir(t), "files", "duplicates.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	rel := setOf(t, slices.Concat(corpus(t, "policy"), corpus(t, "news"))...).Relations()
	said := map[string]map[string]int{}
	for line := range strings.Lines(string(judged)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if strings.HasPrefix(line, "#") || len(f) < 4 {
			continue
		}
		got := "nothing"
		if slices.Contains(rel.Group(f[2]), f[3]) {
			got = "duplicate"
		}
		for _, x := range rel.Alike(f[2]) {
			if x.ID == f[3] {
				got = string(x.Kind)
			}
		}
		if said[f[0]] == nil {
			said[f[0]] = map[string]int{}
		}
		said[f[0]][got]++
	}
	for judgment, n := range said {
		t.Log(judgment, n)
	}
	if said["duplicate"]["duplicate"] != 4 || said["different"]["duplicate"] != 0 || said["different"]["similar"]+said["different"]["template"] < 20 {
		t.Errorf("said %v", said)
	}
	for _, g := range rel.Groups() {
		t.Log("group", g)
	}
}

// TestCorpora tells what real collections cost, and what is found in them.
func TestCorpora(t *testing.T) {
	for name, least := range map[string]int{"policy": 6, "news": 0, "feed": 1500} {
		texts := corpus(t, name)
		var s Set
		began := time.Now()
		put(&s, texts...)
		signed := time.Now()
		r := relate(t, &s, texts)
		related := time.Now()
		rel := s.Relations()
		n, kinds := 0, map[Kind]int{}
		for _, g := range rel.Groups() {
			n += len(g)
		}
		for _, x := range texts {
			for _, a := range rel.Alike(x.ID) {
				kinds[a.Kind]++
			}
		}
		t.Log(name, len(texts), "documents;", n, "in", len(rel.Groups()), "groups;", kinds, fmt.Sprintf("%+v", r), "sign", signed.Sub(began), "relate", related.Sub(signed))
		if len(rel.Groups()) < least {
			t.Errorf("%s: %d groups", name, len(rel.Groups()))
		}
	}
}

// BenchmarkSign makes signatures of news articles.
func BenchmarkSign(b *testing.B) {
	for _, name := range []string{"news", "feed"} {
		b.Run(name, func(b *testing.B) {
			texts := corpus(b, name)
			var s Signer
			for i := 0; b.Loop(); i++ {
				s.Sign(texts[i%len(texts)])
			}
		})
	}
}
