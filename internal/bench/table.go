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
	Bytes   int // of the documents as given to the engines
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
	fmt.Fprintf(out, "%s: %d documents, %.1f MB; %s, %d processors\n", r.Corpus, r.Docs, float64(r.Bytes)/1e6, runtime.Version(), runtime.GOMAXPROCS(0))
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	r.printBuild(t)
	r.printSearch(t, "CPU per query, warm", func(c cost) time.Duration { return c.Warm })
	r.printSearch(t, "CPU per query, cold", func(c cost) time.Duration { return c.Cold })
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

// printSearch writes a row for each class: the median of its queries.
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
		fmt.Fprintf(t, "%s\t", r.Tasks[from].Class)
		var first time.Duration
		for i, e := range r.Engines {
			d := median(e.Costs[from:to], of)
			if i == 0 {
				first = d
				fmt.Fprintf(t, "%d\t%s\t", median(e.Costs[from:to], func(c cost) int { return c.Total }), short(d))
				continue
			}
			fmt.Fprintf(t, "%s\t%s\t", short(d), factor(first, d))
		}
		fmt.Fprintln(t)
		from = to
	}
}

func median[T int | time.Duration](costs []cost, of func(cost) T) T {
	var list []T
	for _, c := range costs {
		list = append(list, of(c))
	}
	slices.Sort(list)
	return list[len(list)/2]
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
