package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"vankien/internal/ingest"
)

// How many problems are shown: of one file and in all. One bad file hides nothing
// of the others.
const (
	maxFileProblems = 10
	maxProblems     = 100
)

// shown are the problems of a run that are shown: the first of each file.
type shown struct {
	list []ingest.Seen
	of   map[string]int // all problems of each file that list names
	all  int
}

// see notes a problem.
func (s *shown) see(f ingest.Seen) {
	if !f.Problem() {
		return
	}
	s.all++
	if n := s.of[f.Path]; n < maxFileProblems && len(s.list) < maxProblems {
		s.list = append(s.list, f)
	} else if n == 0 {
		return
	}
	if s.of == nil {
		s.of = map[string]int{}
	}
	s.of[f.Path]++
}

// say says the problems and, after the last one of a file, how many more it has.
// All of them are in the report, if there is one.
func (s *shown) say(w io.Writer, report string) {
	unsaid, left := maps.Clone(s.of), map[string]int{}
	for _, p := range s.list {
		left[p.Path]++
	}
	for i := range s.list {
		p := &s.list[i]
		say(w, "%s: %s\n", placeOf(p), p.Reason)
		unsaid[p.Path]--
		if left[p.Path]--; left[p.Path] == 0 && unsaid[p.Path] > 0 {
			say(w, "%s: … and %d more\n", p.Path, unsaid[p.Path])
		}
	}
	if hidden := s.all - len(s.list); hidden > 0 && report != "" {
		say(w, "%d of %d problems are not shown; all are in %s\n", hidden, s.all, report)
	} else if hidden > 0 {
		fmt.Fprintf(w, "%d of %d problems are not shown; --report FILE.jsonl has all\n", hidden, s.all)
	}
}

// placeOf names what was seen: a file, and what of it is meant.
func placeOf(s *ingest.Seen) string {
	if s.Member != "" {
		return place(s.Path+"/"+s.Member, s.Line)
	}
	return place(s.Path, s.Line)
}

// place names a record: its file and its place there, if it has one.
func place(file string, line int) string {
	if line == 0 {
		return file
	}
	return file + ", " + where(line)
}

// where says which line of a file; "" is the whole file.
func where(line int) string {
	if line == 0 {
		return ""
	}
	return fmt.Sprintf("line %d", line)
}

// sayAdded says what was done with records and, where there is more to say than
// that, with files.
func sayAdded(w io.Writer, s *ingest.Summary, took time.Duration) {
	fmt.Fprintf(w, "%d added, %d updated, %d unchanged, %d failed, from %s (%.1f MB) in %.1f s\n",
		s.Added, s.Updated, s.Unchanged, s.Failed, plural(s.Files, "file"), float64(s.Bytes)/1e6, took.Seconds())
	var parts []string
	for _, result := range []ingest.Result{ingest.ResultSkipped, ingest.ResultMoved, ingest.ResultDeleted, ingest.ResultDuplicate, ingest.ResultWaiting} {
		if n := s.Results[result]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, fileResult(result, n))+reasons(result, s))
		}
	}
	if len(parts) > 0 {
		fmt.Fprintf(w, "files: %s\n", strings.Join(parts, ", "))
	}
}

func fileResult(r ingest.Result, n int) string {
	switch {
	case r == ingest.ResultDuplicate && n != 1:
		return "duplicates"
	case r == ingest.ResultWaiting:
		return "waiting for recognition"
	}
	return string(r)
}

// reasons says why files were skipped, the commonest reason first.
func reasons(r ingest.Result, s *ingest.Summary) string {
	if r != ingest.ResultSkipped {
		return ""
	}
	codes := slices.SortedFunc(maps.Keys(s.Skipped), func(a, b string) int {
		return cmp.Or(cmp.Compare(s.Skipped[b], s.Skipped[a]), strings.Compare(a, b))
	})
	for i, code := range codes {
		codes[i] = fmt.Sprintf("%d %s", s.Skipped[code], strings.ReplaceAll(code, "_", " "))
	}
	return " (" + strings.Join(codes, ", ") + ")"
}
