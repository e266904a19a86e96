package web

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"vankien/internal/find"
)

var verb = regexp.MustCompile(`%(\[\d\])?[a-z]`)

func TestTablesHaveTheSameKeys(t *testing.T) {
	for k, en := range tables[find.English] {
		vi, ok := tables[find.Vietnamese][k]
		if !ok {
			t.Errorf("no Vietnamese text %s", k)
			continue
		}
		if a, b := verb.FindAllString(vi, -1), verb.FindAllString(en, -1); len(a) != len(b) && k != "err.syntax" {
			t.Errorf("%s has the arguments %q and %q", k, a, b)
		}
	}
	for k, vi := range tables[find.Vietnamese] {
		if tables[find.English][k] == "" {
			t.Errorf("no English text %s", k)
		}
		if !norm.NFC.IsNormalString(vi) {
			t.Errorf("%s is not composed", k)
		}
	}
}

// modern is the other tone placement: hoà, khoá, thuỷ.
var modern = regexp.MustCompile(`(?i)[^\s]*(o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(\s|[.,;:!?]|$)`)

func TestTonesStandInTheTraditionalPlace(t *testing.T) {
	for k, vi := range tables[find.Vietnamese] {
		for _, word := range strings.Fields(vi) {
			if modern.MatchString(word) && !strings.HasPrefix(strings.ToLower(word), "qu") {
				t.Errorf("%s: %q", k, word)
			}
		}
	}
}

func TestEveryTextIsUsedAndThere(t *testing.T) {
	key := regexp.MustCompile(`(?:say\(|(?:^|[^a-z])t |count\([a-zA-Z.]+, )"([a-z][a-z_.-]*)"`)
	var sources strings.Builder
	use := map[string]bool{}
	err := fs.WalkDir(os.DirFS("."), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") || strings.HasPrefix(path, "text_") ||
			!strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, ".html") {
			return err
		}
		b, err := os.ReadFile(path)
		sources.Write(b)
		for _, m := range key.FindAllStringSubmatch(string(b), -1) {
			use[m[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for k := range use {
		if said := tables[find.English]; said[k] == "" && said[k+".one"] == "" && !strings.HasSuffix(k, ".") && k != "-date" {
			t.Errorf("%s is said but is in no table", k)
		}
	}
	made := []string{"title.", "err.", "facet.", "sort.", "accents.", "help.", "token.", "tip.", "result.", "why.", "todo.", "admin."}
	for k := range english {
		base := strings.TrimSuffix(strings.TrimSuffix(k, ".one"), ".other")
		if !use[k] && !use[base] && !strings.Contains(sources.String(), `"`+k+`"`) && !slices.ContainsFunc(made, func(p string) bool { return strings.HasPrefix(k, p) }) {
			t.Errorf("%s is never said", k)
		}
	}
}

func TestCounts(t *testing.T) {
	if one, two := count(find.English, "results", 1), count(find.English, "results", 2000); one != "1 result" || two != "2,000 results" {
		t.Errorf("%q, %q", one, two)
	}
}
