package archtest

import (
	"go/ast"
	"go/token"
	"testing"
)

// TestComments checks that every package and every exported name has a comment.
func TestComments(t *testing.T) {
	list, files := sources(t)
	documented := map[string]bool{}
	for _, s := range list {
		if s.isTest() {
			continue
		}
		documented[s.room] = documented[s.room] || s.file.Doc != nil
		for _, d := range s.file.Decls {
			for _, name := range undocumented(d) {
				t.Errorf("%s: %s has no comment", files.Position(name.Pos()), name.Name)
			}
		}
	}
	for room, ok := range documented {
		if !ok {
			t.Errorf("package %s has no comment", room)
		}
	}
}

// undocumented lists the exported names of a declaration that no comment covers.
func undocumented(d ast.Decl) []*ast.Ident {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Doc == nil && d.Name.IsExported() && exportedReceiver(d) && !implementsKnown(d) {
			return []*ast.Ident{d.Name}
		}
	case *ast.GenDecl:
		return undocumentedSpecs(d)
	}
	return nil
}

func undocumentedSpecs(d *ast.GenDecl) (names []*ast.Ident) {
	for _, s := range d.Specs {
		switch s := s.(type) {
		case *ast.TypeSpec:
			if s.Name.IsExported() && d.Doc == nil && s.Doc == nil {
				names = append(names, s.Name)
			}
		case *ast.ValueSpec:
			for _, n := range s.Names {
				if n.IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
					names = append(names, n)
				}
			}
		}
	}
	return names
}

// exportedReceiver reports whether a method belongs to an exported type.
func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	t := d.Recv.List[0].Type
	if p, ok := t.(*ast.StarExpr); ok {
		t = p.X
	}
	id, ok := t.(*ast.Ident)
	return ok && id.IsExported()
}

// implementsKnown reports whether a method is one of the standard interfaces,
// whose contract is known.
func implementsKnown(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return false
	}
	switch d.Name.Name {
	case "Error", "Unwrap", "String", "ServeHTTP", "MarshalJSON", "UnmarshalJSON":
		return true
	}
	return false
}

// TestUndocumented shows that the check can fail.
func TestUndocumented(t *testing.T) {
	d := &ast.GenDecl{Tok: token.TYPE, Specs: []ast.Spec{&ast.TypeSpec{Name: ast.NewIdent("Exported")}}}
	if len(undocumented(d)) != 1 {
		t.Error("an exported type without a comment passes")
	}
	d.Doc = &ast.CommentGroup{}
	if len(undocumented(d)) != 0 {
		t.Error("a documented type fails")
	}
}
