package main

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"
)

// result is all that one run of the program found out.
type result struct {
	Corpus  string
	Docs    int
	Bytes   int        // of the documents as given to the engines
	Load    [2]float64 // of the machine at the beginning and the end: averages of one minute
	Tasks   []task
	Engines []measured
}

// measured is one engine's part of a result.
type measured struct {
	Name  string
	Bytes int64 // of the index
	report
}

// print writes the tables. Factors compare with the first engine: 8× is an
// eighth of its cost.
func (r *result) print(out io.Writer) error {
	fmt.Fprintf(out, "%s: %d documents, %.1f MB; %s, %d processors, load %.2f at the beginning and %.2f at the end\n",
		r.Corpus, r.Docs, float64(r.Bytes)/1e6, runtime.Version(), runtime.GOMAXPROCS(0), r.Load[0], r.Load[1])
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	r.printBuild(t)
	r.printSearch(t, "CPU per query, new", func(c cost) time.Duration { return c.New })
	r.printSearch(t, "CPU per query, cold", func(c cost) time.Duration { return c.Cold })
	r.printSearch(t, "CPU per query, warm", func(c cost) time.Duration { return c.Warm })
	if err := t.Flush(); err != nil {
		return err
	}
	lines := r.disagreements()
	if len(lines) == 0 {
		lines = []string{fmt.Sprintf("The engines agree on the total of each of %d queries.", len(r.Tasks))}
	}
	fmt.Fprintln(out)
	for _, l := range lines {
		fmt.Fprintln(out, l)
	}
	return nil
}

func (r *result) printBuild(t io.Writer) {
	fmt.Fprint(t, "\nbuild\tdocs/s\tMB/s\tCPU s\tpeak MB\tindex/raw\t\n")
	for _, e := range r.Engines {
		s := e.Wall.Seconds()
		fmt.Fprintf(t, "%s\t%.0f\t%.2f\t%.1f\t%.0f\t%.2f\t\n", e.Name, float64(r.Docs)/s, float64(r.Bytes)/1e6/s,
			e.CPU.Seconds(), float64(e.Peak)/1e6, float64(e.Bytes)/float64(r.Bytes))
	}
}

// printSearch writes a row for each class: the median of its queries. Below them
// stand the percentiles over all queries.
func (r *result) printSearch(t io.Writer, title string, of func(cost) time.Duration) {
	fmt.Fprintf(t, "\n%s\thits\t", title)
	for i, e := range r.Engines {
		fmt.Fprintf(t, "%s\t", e.Name)
		if i > 0 {
			fmt.Fprint(t, "\t")
		}
	}
	fmt.Fprintln(t)
	for from := 0; from < len(r.Tasks); {
		to := from + 1
		for to < len(r.Tasks) && r.Tasks[to].Class == r.Tasks[from].Class {
			to++
		}
		hits := percentile(r.Engines[0].Costs[from:to], 50, func(c cost) int { return c.Total })
		fmt.Fprintf(t, "%s\t%d\t", r.Tasks[from].Class, hits)
		r.printCells(t, from, to, 50, of)
		from = to
	}
	for _, p := range []int{50, 90, 99} {
		fmt.Fprintf(t, "all queries, p%d\t\t", p)
		r.printCells(t, 0, len(r.Tasks), p, of)
	}
}

// printCells writes a percentile of the tasks in [from, to) for each engine.
func (r *result) printCells(t io.Writer, from, to, p int, of func(cost) time.Duration) {
	var first time.Duration
	for i, e := range r.Engines {
		d := percentile(e.Costs[from:to], p, of)
		if i == 0 {
			first = d
			fmt.Fprintf(t, "%s\t", short(d))
			continue
		}
		fmt.Fprintf(t, "%s\t%s\t", short(d), factor(first, d))
	}
	fmt.Fprintln(t)
}

// percentile returns the least value that p in 100 do not exceed.
func percentile[T int | time.Duration](costs []cost, p int, of func(cost) T) T {
	var list []T
	for _, c := range costs {
		list = append(list, of(c))
	}
	slices.Sort(list)
	return list[(len(list)*p+99)/100-1]
}

// short writes a time with three digits.
func short(d time.Duration) string {
	switch us := float64(d) / 1e3; {
	case us < 10:
		return fmt.Sprintf("%.2f µs", us)
	case us < 100:
		return fmt.Sprintf("%.1f µs", us)
	case us < 1_000:
		return fmt.Sprintf("%.0f µs", us)
	case us < 10_000:
		return fmt.Sprintf("%.2f ms", us/1e3)
	case us < 100_000:
		return fmt.Sprintf("%.1f ms", us/1e3)
	default:
		return fmt.Sprintf("%.0f ms", us/1e3)
	}
}

func factor(first, d time.Duration) string {
	switch f := float64(first) / float64(max(d, 1)); {
	case f < 1:
		return fmt.Sprintf("%.2f×", f)
	case f < 10:
		return fmt.Sprintf("%.1f×", f)
	default:
		return fmt.Sprintf("%.0f×", f)
	}
}

// disagreements lists the queries on whose totals the engines differ.
func (r *result) disagreements() (lines []string) {
	for i := range r.Tasks {
		same := true
		totals := ""
		for _, e := range r.Engines {
			same = same && e.Costs[i].Total == r.Engines[0].Costs[i].Total
			totals += fmt.Sprintf("  %s %d", e.Name, e.Costs[i].Total)
		}
		if !same {
			lines = append(lines, fmt.Sprintf("different totals: %s %q%s", r.Tasks[i].Class, r.Tasks[i].text(), totals))
		}
	}
	return lines
}
