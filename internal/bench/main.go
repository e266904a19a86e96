package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	if len(os.Args) == 2 && os.Args[1] == childArg {
		exit(child(os.Stdin, os.Stdout))
	}
	exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// exit ends the program, with status 2 on an error.
func exit(err error) {
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2)
	}
	os.Exit(0)
}

// settings are the flags.
type settings struct {
	corpus  string
	n       int
	seconds float64
	engines []string
	json    bool
}

// run is the program with its surroundings handed in: the figures go to out,
// what it is doing to talk.
func run(args []string, out, talk io.Writer) error {
	s, err := parse(args, talk)
	if err != nil {
		return err
	}
	docs, err := readCorpus(s.corpus, s.n)
	if err != nil {
		return err
	}
	tasks, err := newLexicon(docs).draw()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	r := result{Corpus: filepath.Base(s.corpus), Docs: len(docs), Tasks: tasks}
	for i := range docs {
		r.Bytes += docs[i].bytes()
	}
	if err := r.measure(s, dir, docs, talk); err != nil {
		return err
	}
	if s.json {
		j := json.NewEncoder(out)
		j.SetIndent("", "\t")
		return j.Encode(r)
	}
	return r.print(out)
}

func parse(args []string, talk io.Writer) (settings, error) {
	var s settings
	var known []string
	for _, e := range engines {
		known = append(known, e.name)
	}
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.SetOutput(talk)
	f.StringVar(&s.corpus, "corpus", "", "gzipped JSON lines with id, title, body, date and topic")
	f.IntVar(&s.n, "n", 0, "take the first `N` documents only; 0 means all")
	f.Float64Var(&s.seconds, "seconds", 1, "repeat the queries of each class for `S` seconds per engine")
	names := f.String("engines", strings.Join(known, ","), "engines to compare, the first being the measure")
	f.BoolVar(&s.json, "json", false, "print all figures as JSON")
	if err := f.Parse(args); err != nil {
		return s, err
	}
	if s.corpus == "" || f.NArg() > 0 || s.n < 0 {
		return s, errors.New("usage: bench --corpus FILE.jsonl.gz [--n N] [--seconds S] [--engines a,b] [--json]")
	}
	s.engines = strings.Split(*names, ",")
	for _, name := range s.engines {
		if _, err := newEngine(name); err != nil {
			return s, err
		}
	}
	return s, nil
}

// measure builds and searches with each engine in turn.
func (r *result) measure(s settings, dir string, docs []document, talk io.Writer) (err error) {
	file := filepath.Join(dir, "docs")
	if err := save(file, docs); err != nil {
		return err
	}
	if r.Load[0], err = loadAverage(); err != nil {
		return err
	}
	for _, name := range s.engines {
		m, err := r.measureEngine(order{Engine: name, Dir: filepath.Join(dir, name), Docs: file}, s.seconds, talk)
		if err != nil {
			return err
		}
		r.Engines = append(r.Engines, m)
	}
	r.Load[1], err = loadAverage()
	return err
}

func (r *result) measureEngine(o order, seconds float64, talk io.Writer) (m measured, err error) {
	if err := os.Mkdir(o.Dir, 0o755); err != nil {
		return m, err
	}
	m.Name = o.Engine
	fmt.Fprintf(talk, "%s: building\n", m.Name)
	if m.report, err = delegate(o); err != nil {
		return m, err
	}
	fmt.Fprintf(talk, "%s: searching\n", m.Name)
	o.Tasks, o.Seconds = r.Tasks, seconds
	if m.Costs, err = searchTwice(o); err != nil {
		return m, err
	}
	m.Bytes, err = size(o.Dir)
	return m, err
}

// searchTwice has two processes search, the one with every other task first, the
// other with the rest first, and returns what both of them measured.
func searchTwice(o order) ([]cost, error) {
	costs := make([]cost, len(o.Tasks))
	for half := range 2 {
		o.First = nil
		for i := half; i < len(o.Tasks); i += 2 {
			o.First = append(o.First, i)
		}
		r, err := delegate(o)
		if err != nil {
			return nil, err
		}
		for i, c := range r.Costs {
			costs[i] = cost{Total: c.Total, New: max(c.New, costs[i].New), Cold: max(c.Cold, costs[i].Cold), Warm: max(c.Warm, costs[i].Warm)}
		}
	}
	return costs, nil
}
