package load

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// Report is what a run measured. A part that was not measured is nil.
type Report struct {
	Documents int     `json:"documents,omitempty"` // of the collection, when it was open
	Queries   int     `json:"queries"`
	Machine   Machine `json:"machine"`        // on which the queries were asked, not the server's
	New       []Row   `json:"new,omitempty"`  // the first run of each query after the other half was asked repeatedly
	Cold      []Row   `json:"cold,omitempty"` // the first run of each query of a half since the collection was opened
	Warm      []Row   `json:"warm,omitempty"` // equal queries, repeated
	Mixed     *Mixed  `json:"mixed,omitempty"`
}

// Mixed is what clients measured that asked all queries in turn, at once.
type Mixed struct {
	Clients   int            `json:"clients"`
	Seconds   float64        `json:"seconds"` // that it took
	Requests  int            `json:"requests"`
	PerSecond float64        `json:"per_second"`       // answered requests
	CPU       float64        `json:"cpu_us,omitempty"` // of this process for each request; 0 over HTTP, where most is elsewhere
	Bytes     int64          `json:"bytes,omitempty"`  // of the bodies of answers, not compressed
	Errors    map[string]int `json:"errors"`           // by HTTP status; "connection" for no answer
	Error     string         `json:"error,omitempty"`  // one of them
	Rows      []Row          `json:"rows"`             // of answered requests
}

// Row tells of a class of queries, or of all.
type Row struct {
	Class     string  `json:"class"`
	Queries   int     `json:"queries"`
	Runs      int     `json:"runs"`
	Hits      int     `json:"hits"` // the totals of its queries added up, each once
	CPU       *Spread `json:"cpu_us,omitempty"`
	Wall      Spread  `json:"wall_us"`
	PerSecond float64 `json:"per_second"` // for one client: 1 / mean wall time
}

// All is the class of the row over all queries.
const All = "all"

// Spread is how microseconds are distributed. A percentile is the least value
// that so many values do not exceed.
type Spread struct {
	Mean float64 `json:"mean"`
	P50  float64 `json:"p50"`
	P90  float64 `json:"p90"`
	P99  float64 `json:"p99"`
	Max  float64 `json:"max"`
}

// value is a measured duration. Each query has the weight 1, however often it
// was repeated.
type value struct {
	took   time.Duration
	weight float64
}

// micros counts in microseconds with two decimals.
func micros(d float64) float64 { return float64(int64(d/10+0.5)) / 100 }

// spreadOf sorts its values. The result for none is zero.
func spreadOf(values []value) (s Spread) {
	slices.SortFunc(values, func(a, b value) int { return cmp.Compare(a.took, b.took) })
	var weight, sum float64
	for _, v := range values {
		weight += v.weight
		sum += v.weight * float64(v.took)
	}
	if weight == 0 {
		return s
	}
	s.Mean = micros(sum / weight)
	s.Max = micros(float64(values[len(values)-1].took))
	reached := 0.0
	marks := []struct {
		share float64
		into  *float64
	}{{.5, &s.P50}, {.9, &s.P90}, {.99, &s.P99}}
	for _, v := range values {
		reached += v.weight
		for len(marks) > 0 && reached >= marks[0].share*weight-1e-9 {
			*marks[0].into = micros(float64(v.took))
			marks = marks[1:]
		}
	}
	return s
}

// measured is what is known of one query.
type measured struct {
	hits int
	cpu  time.Duration // for one run; negative when not measured
	wall []time.Duration
}

// rows adds up what was measured of each query, by class in the order of their
// first queries, and over all.
func rows(queries []Query, m []measured) []Row {
	var names []string
	byClass := map[string][]int{}
	all := make([]int, len(queries))
	for i, q := range queries {
		if byClass[q.Class] == nil {
			names = append(names, q.Class)
		}
		byClass[q.Class] = append(byClass[q.Class], i)
		all[i] = i
	}
	out := make([]Row, 0, len(names)+1)
	for _, name := range names {
		out = append(out, row(name, byClass[name], m))
	}
	return append(out, row(All, all, m))
}

func row(name string, chosen []int, m []measured) Row {
	r := Row{Class: name, Queries: len(chosen)}
	var cpu, wall []value
	for _, i := range chosen {
		r.Hits += m[i].hits
		r.Runs += len(m[i].wall)
		for _, d := range m[i].wall {
			wall = append(wall, value{d, 1 / float64(len(m[i].wall))})
		}
		if m[i].cpu >= 0 {
			cpu = append(cpu, value{m[i].cpu, 1})
		}
	}
	r.Wall = spreadOf(wall)
	if len(cpu) > 0 {
		s := spreadOf(cpu)
		r.CPU = &s
	}
	if r.Wall.Mean > 0 {
		r.PerSecond = float64(int(1e7/r.Wall.Mean)) / 10
	}
	return r
}

// Print writes tables for people; times are in microseconds.
func (r *Report) Print(w io.Writer) error {
	if r.Documents > 0 {
		fmt.Fprintf(w, "documents %d, ", r.Documents)
	}
	fmt.Fprintf(w, "queries %d; %s; times in µs\n", r.Queries, r.Machine)
	for _, part := range []struct {
		title string
		rows  []Row
	}{
		{"NEW: first asked when the other half of the queries had been asked; what users meet", r.New},
		{"COLD: first asked when the collection had just been opened", r.Cold},
		{"WARM: the same query again and again, whose answer may be kept", r.Warm},
	} {
		if err := table(w, part.title, part.rows); err != nil {
			return err
		}
	}
	if m := r.Mixed; m != nil {
		if err := table(w, fmt.Sprintf("MIXED: all queries in turn, from %d at once", m.Clients), m.Rows); err != nil {
			return err
		}
		fmt.Fprintf(w, "\n%d requests in %.2f s, %.1f answered per second", m.Requests, m.Seconds, m.PerSecond)
		if m.CPU > 0 {
			fmt.Fprintf(w, ", CPU %s each", short(m.CPU))
		}
		if m.Bytes > 0 {
			fmt.Fprintf(w, ", %.1f MB", float64(m.Bytes)/1e6)
		}
		fmt.Fprintln(w)
		for _, status := range slices.Sorted(maps.Keys(m.Errors)) {
			fmt.Fprintf(w, "errors %s: %d\n", status, m.Errors[status])
		}
		if m.Error != "" {
			fmt.Fprintf(w, "one error: %s\n", m.Error)
		}
	}
	return nil
}

func table(w io.Writer, title string, rows []Row) error {
	if len(rows) == 0 {
		return nil
	}
	fmt.Fprintf(w, "\n%s\n", title)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	head := []string{"class", "queries", "runs", "hits"}
	if rows[0].CPU != nil {
		head = append(head, "cpu p50", "p90", "p99", "max")
	}
	head = append(head, "wall p50", "p90", "p99", "max", "per second", "")
	fmt.Fprintln(t, strings.Join(head, "\t"))
	for _, r := range rows {
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t", r.Class, r.Queries, r.Runs, r.Hits)
		if r.CPU != nil {
			fmt.Fprint(t, r.CPU.cells())
		}
		fmt.Fprintf(t, "%s%.1f\t\n", r.Wall.cells(), r.PerSecond)
	}
	return t.Flush()
}

func (s Spread) cells() string {
	return short(s.P50) + "\t" + short(s.P90) + "\t" + short(s.P99) + "\t" + short(s.Max) + "\t"
}

// short writes at least three digits that count.
func short(us float64) string {
	if us >= 100 {
		return fmt.Sprintf("%.0f", us)
	}
	return fmt.Sprintf("%.1f", us)
}
