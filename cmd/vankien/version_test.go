package main

import (
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"vankien/internal/extract"
)

// onlyForTests are modules of the test binary that are not in the program.
var onlyForTests = []string{
	"github.com/chromedp/", "github.com/getkin/", "github.com/go-json-experiment/", "github.com/go-openapi/", "github.com/gobwas/",
	"github.com/google/go-cmp", "github.com/mailru/", "github.com/oasdiff/", "github.com/rogpeppe/", "github.com/santhosh-tekuri/", "golang.org/x/mod", "golang.org/x/tools",
}

func TestNoticesNameEveryModule(t *testing.T) {
	info, ok := debug.ReadBuildInfo()
	if !ok || len(info.Deps) < 20 {
		t.Fatal("the test binary does not say what it is made of")
	}
	lines := strings.Split(extract.Notices(), "\n")
	for _, m := range info.Deps {
		test := slices.ContainsFunc(onlyForTests, func(p string) bool { return strings.HasPrefix(m.Path, p) })
		if !test && !slices.Contains(lines, m.Path) {
			t.Errorf("internal/extract/NOTICES.txt has not the licence of %s", m.Path)
		}
	}
}
