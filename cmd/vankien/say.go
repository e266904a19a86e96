package main

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/term"

	"vankien/internal/viet"
)

// say prints for people, as fmt.Fprintf does. Text among the values stays on its
// line and does nothing to a terminal: what turns its colour, its title or the
// direction of a line comes out as a symbol.
func say(w io.Writer, format string, values ...any) {
	for i, v := range values {
		switch v := v.(type) {
		case string:
			values[i] = viet.VisibleLine(v)
		case error:
			values[i] = viet.Visible(v.Error())
		}
	}
	fmt.Fprintf(w, format, values...)
}

// onTerminal reports whether people see what is written to w.
func onTerminal(w io.Writer) bool {
	if p, ok := w.(*printed); ok {
		return p.terminal
	}
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
