package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"vankien/index"
	"vankien/internal/find"
	"vankien/internal/load"
	"vankien/internal/topics"
)

func newBench() *cobra.Command {
	c := &cobra.Command{
		Use:   "bench --data DIR [flags]",
		Short: "Measure what searches cost",
		Long: `bench asks a collection many queries and prints, by class and over all, what they
cost. The queries are dealt out to two halves, and the collection is opened twice:
each time one half is asked, each query once (cold) and then repeatedly (warm),
and after it the other half, each query once (new). With --clients all of them
are then asked from several sides at once (mixed). With --http a running server
is asked instead, from --clients at once.

  new    what users meet: hardly any query comes twice, but their words do
  cold   the same just after a start; the system may hold the files in memory
  warm   an equal query again and again, whose answer may be kept: what keeping
         saves, not what searching costs

--queries names a file with a query a line: a JSON object with the parameters of
/api/v1/search, values being texts, numbers or lists of them, and "class", under
which it is counted. Without it 20 queries of each of 19 classes are drawn from
the collection, always the same; --print-queries prints them and ends.

Times are in microseconds, as the values that 50, 90 and 99 in 100 queries do not
exceed. Wall time is that of single queries. CPU time is that of the process, its
housekeeping included; the clock is read once before and after a block of
repetitions of one query, as a single one may be too short for it. CPU times of
new and cold queries are of single ones, so those below 100 are rough. A query
counts once, however often it was repeated. The load of the machine, as averages
of one minute, says how much other work may have disturbed.`,
		Args: takes(0, 0, ""),
		RunE: runBench,
	}
	addData(c)
	addTaxonomy(c)
	addCache(c)
	f := c.Flags()
	f.String("queries", "", "`file` of queries, a JSON object a line; - is standard input")
	f.Bool("print-queries", false, "print the queries and measure nothing")
	f.String("http", "", "`address` of a running server to ask instead, as host:port or URL; needs --queries")
	f.Int("clients", 1, "`number` of clients at once")
	f.Float64("seconds", 10, "`time` of repeating; every query is repeated in any case")
	f.Bool("json", false, "print JSON")
	atLeast(f, "clients", "1")
	atLeast(f, "seconds", "0")
	return c
}

func runBench(c *cobra.Command, _ []string) error {
	f := c.Flags()
	path, _ := f.GetString("queries")
	addr, _ := f.GetString("http")
	printOnly, _ := f.GetBool("print-queries")
	if addr != "" && path == "" {
		return errors.New("--http needs --queries: a server holds its collection, so no queries can be drawn from it; " +
			"write them before it starts with 'vankien bench --data DIR --print-queries > FILE'")
	}
	queries, err := benchQueries(c, path)
	if err != nil {
		return err
	}
	if printOnly {
		return load.Write(c.OutOrStdout(), queries)
	}
	var opt load.Options
	opt.Clients, _ = f.GetInt("clients")
	seconds, _ := f.GetFloat64("seconds")
	opt.Time = time.Duration(seconds * float64(time.Second))
	var r *load.Report
	if addr != "" {
		r, err = load.Remote(c.Context(), addr, queries, opt)
	} else {
		r, err = benchLocal(c, queries, opt)
	}
	if err != nil {
		return fmt.Errorf("bench: %w", err)
	}
	if asJSON, _ := f.GetBool("json"); asJSON {
		err = printJSON(c, r)
	} else {
		err = r.Print(c.OutOrStdout())
	}
	if err == nil && r.Mixed != nil && len(r.Mixed.Errors) > 0 {
		return errPartial
	}
	return err
}

// benchQueries reads a file of queries, or draws queries from the collection,
// which is closed again: to be measured cold it must be opened anew.
func benchQueries(c *cobra.Command, path string) (queries []load.Query, err error) {
	if path == "-" {
		return load.Read("standard input", c.InOrStdin())
	}
	if path != "" {
		file, err := os.Open(path)
		if err != nil {
			return nil, fmt.Errorf("read queries: %w", err)
		}
		defer file.Close()
		return load.Read(path, file)
	}
	x, err := openWith(c, false, toWork)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, x.Close()) }()
	return load.Draw(c.Context(), x)
}

// benchLocal asks the collection, which is opened for it.
func benchLocal(c *cobra.Command, queries []load.Query, opt load.Options) (*load.Report, error) {
	tax, err := taxonomy(c)
	if err != nil {
		return nil, err
	}
	open := func() (index.Engine, []index.Request, error) {
		x, err := openWith(c, false, toWork)
		if err != nil {
			return nil, nil, err
		}
		requests, err := benchRequests(x, tax, queries)
		if err != nil {
			return nil, nil, errors.Join(err, x.Close())
		}
		return x, requests, nil
	}
	return load.Local(c.Context(), open, queries, opt)
}

// benchRequests reads the queries' parameters as the interface does.
func benchRequests(x find.Engine, tax *topics.Taxonomy, queries []load.Query) ([]index.Request, error) {
	s := find.New(x, tax)
	requests := make([]index.Request, len(queries))
	for i, q := range queries {
		var err error
		if requests[i], err = s.Request(q.Params); err != nil {
			return nil, fmt.Errorf("query %d, class %s: %w", i+1, q.Class, err)
		}
	}
	return requests, nil
}
