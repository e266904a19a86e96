package web

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
)

// TestTemplatesHaveOneMeaning finds a part of pages that another part or a page takes
// the name of: the last one read would stand in both places.
func TestTemplatesHaveOneMeaning(t *testing.T) {
	names, err := fs.Glob(files, "templates/*.html")
	if err != nil {
		t.Fatal(err)
	}
	shared := func(file string) bool {
		return strings.HasPrefix(file, "templates/part_") || file == "templates/layout.html"
	}
	defined := map[string][]string{}
	for _, file := range names {
		text, err := fs.ReadFile(files, file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`{{-? ?define "([^"]+)"`).FindAllStringSubmatch(string(text), -1) {
			defined[m[1]] = append(defined[m[1]], file)
		}
	}
	for name, in := range defined {
		for i, file := range in {
			for _, other := range in[:i] {
				if name != "layout" && (file == other || shared(file) || shared(other)) {
					t.Errorf("%q is defined by %s and by %s", name, other, file)
				}
			}
		}
	}
}
