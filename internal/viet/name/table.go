package name

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode"

	"vankien/internal/viet"
)

// The tables of abbreviations and places are text files that users can edit:
// UTF-8, a row per line, columns parted by tabs, "#" at the start of a line for
// remarks. Both are matched against the words of a query in the same way, by
// terms; so tone placement, case and the marks between words do not matter.

const (
	// maxTableRows is the most rows a table of abbreviations or places may have.
	maxTableRows = 100_000
	// maxTableLine is the longest line of a table in bytes.
	maxTableLine = 64 << 10
	// maxPhrase is the most words a long form or a name may have.
	maxPhrase = 16
)

// readTable calls row for every row of a table with its trimmed columns, as
// many as names, those at the end possibly empty. Errors name the line.
func readTable(r io.Reader, names []string, row func(line int, cols []string) error) error {
	s := bufio.NewScanner(r)
	s.Buffer(nil, maxTableLine)
	line := 0
	for s.Scan() {
		line++
		text := bytes.TrimPrefix(s.Bytes(), []byte("\uFEFF"))
		if len(bytes.TrimSpace(text)) == 0 || text[0] == '#' {
			continue
		}
		if line > maxTableRows {
			return fmt.Errorf("line %d: a table has at most %d lines", line, maxTableRows)
		}
		cols := strings.Split(string(text), "\t")
		if len(cols) > len(names) {
			return fmt.Errorf("line %d: %d columns, want at most %d (%s), parted by tabs", line, len(cols), len(names), strings.Join(names, ", "))
		}
		for len(cols) < len(names) {
			cols = append(cols, "")
		}
		for i := range cols {
			cols[i] = strings.TrimSpace(viet.Compose(cols[i]))
		}
		if err := row(line, cols); err != nil {
			return fmt.Errorf("line %d: %w", line, err)
		}
	}
	if err := s.Err(); err != nil {
		return fmt.Errorf("line %d: %w", line+1, err)
	}
	return nil
}

// columnItems splits a column into its trimmed items; empty ones are dropped.
func columnItems(s, sep string) []string {
	var out []string
	for item := range strings.SplitSeq(s, sep) {
		if item = strings.TrimSpace(item); item != "" {
			out = append(out, item)
		}
	}
	return out
}

// queryPart is one term of a query and the query word it belongs to: "KT-XH" is one
// word of two parts.
type queryPart struct {
	term, fold string
	word       int
	last       bool // the last part of its word
}

// queryParts returns the terms of words. Words without a letter or digit have none.
func queryParts(words []string) []queryPart {
	out := make([]queryPart, 0, len(words)+4)
	var tokens []viet.Token
	for i, w := range words {
		tokens = viet.Words(tokens[:0], w)
		for j, t := range tokens {
			out = append(out, queryPart{term: t.Term, fold: t.Fold, word: i, last: j == len(tokens)-1})
		}
	}
	return out
}

// phrases finds sequences of terms, each with the number of its row.
type phrases struct {
	first map[string][]phrase // by the loose form of the first term, longest first
}

type phrase struct {
	terms, folds []string
	row          int
}

// add adds a sequence of terms and returns false when text has no word or too many.
func (p *phrases) add(text string, row int) bool {
	var terms, folds []string
	for _, t := range viet.Words(nil, text) {
		terms, folds = append(terms, t.Term), append(folds, t.Fold)
	}
	if len(terms) == 0 || len(terms) > maxPhrase {
		return false
	}
	if p.first == nil {
		p.first = map[string][]phrase{}
	}
	k := loose(folds[0])
	at := len(p.first[k])
	for at > 0 && len(p.first[k][at-1].terms) < len(terms) {
		at--
	}
	p.first[k] = append(p.first[k], phrase{})
	copy(p.first[k][at+1:], p.first[k][at:])
	p.first[k][at] = phrase{terms, folds, row}
	return true
}

// longest returns the rows of the longest phrase that parts begins with and
// that ends where a word ends, and its number of parts; 0 when there is none.
func (p *phrases) longest(parts []queryPart, ok func(ph phrase, marked bool) bool) (n int, rows []int) {
	if len(parts) == 0 {
		return 0, nil
	}
	for _, ph := range p.first[loose(parts[0].fold)] {
		if len(ph.terms) < n {
			break
		}
		if marked, match := ph.matches(parts); match && ok(ph, marked) {
			n = len(ph.terms)
			rows = append(rows, ph.row)
		}
	}
	return n, rows
}

// matches compares a phrase with the parts of a query: every term the same or
// an i/y variant, or no part with a mark and every fold the same (rule F02:
// a missing mark is unspecified). exact tells which of the two.
func (ph phrase) matches(parts []queryPart) (exact, ok bool) {
	n := len(ph.terms)
	if len(parts) < n || !parts[n-1].last {
		return false, false
	}
	same, bare := true, true
	for i := range n {
		q := &parts[i]
		if q.term != ph.terms[i] && !variants(q, ph.terms[i], ph.folds[i]) {
			same = false
		}
		if q.fold != ph.folds[i] || q.term != q.fold {
			bare = false
		}
		if !same && !bare {
			return false, false
		}
	}
	return same, true
}

// variants reports whether a part and a term are i/y variants, whose folds
// always differ in that letter.
func variants(q *queryPart, term, fold string) bool {
	return q.fold != fold && loose(q.fold) == loose(fold) && viet.Relate(q.term, term) == viet.Variant
}

// loose is a form that i/y variants share.
func loose(fold string) string { return strings.ReplaceAll(fold, "y", "i") }

// hasUpper reports whether s has a capital, allUpper whether it has no small letter.
func hasUpper(s string) bool { return strings.ContainsFunc(s, unicode.IsUpper) }
func allUpper(s string) bool { return !strings.ContainsFunc(s, unicode.IsLower) }
