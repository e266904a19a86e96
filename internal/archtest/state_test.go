package archtest

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// TestNoSharedState keeps a room from handing out variables that all its callers
// could change: what is exported is a function, or an error to compare with.
// Embedded files are a variable because the compiler has it so.
func TestNoSharedState(t *testing.T) {
	list, files := sources(t)
	for _, s := range list {
		if s.isTest() || s.room == "corpus" {
			continue
		}
		for _, name := range variables(s.file) {
			if name.IsExported() && !strings.HasPrefix(name.Name, "Err") {
				t.Errorf("%s: %s.%s is an exported variable", files.Position(name.Pos()), s.room, name.Name)
			}
		}
	}
}

// variables returns the names of the variables of a package that a file has.
func variables(f *ast.File) (names []*ast.Ident) {
	for _, d := range f.Decls {
		decl, ok := d.(*ast.GenDecl)
		if !ok || decl.Tok != token.VAR {
			continue
		}
		for _, spec := range decl.Specs {
			names = slices.Concat(names, spec.(*ast.ValueSpec).Names)
		}
	}
	return names
}
