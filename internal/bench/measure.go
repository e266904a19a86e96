package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// order tells a child process what to do: to build an index, or, given tasks,
// to search one.
type order struct {
	Engine  string
	Dir     string // of the index
	Docs    string // file of save
	Tasks   []task
	First   []int   // the tasks to ask first; the others are new after them
	Seconds float64 // to repeat the tasks of one class, by the clock
}

// report is what a child process found out. In JSON, times are nanoseconds.
type report struct {
	Wall, CPU time.Duration // of a build
	Peak      int64         // bytes of memory held at most
	Costs     []cost        // of the tasks, in order
}

// cost is what one query takes of the processor.
type cost struct {
	Total           int // documents that match
	New, Cold, Warm time.Duration
}

// childArg is the argument that makes the program a child.
const childArg = "child"

// child carries out the order on in and reports to out.
func child(in io.Reader, out io.Writer) error {
	var o order
	if err := json.NewDecoder(in).Decode(&o); err != nil {
		return fmt.Errorf("read order: %w", err)
	}
	e, err := newEngine(o.Engine)
	if err != nil {
		return err
	}
	var r report
	if o.Tasks == nil {
		r, err = measureBuild(e, &o)
	} else {
		r.Costs, err = measureSearch(e, &o)
	}
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(r)
}

// delegate has a process of its own carry out an order.
func delegate(o order) (report, error) {
	var r report
	in, err := json.Marshal(o)
	if err != nil {
		return r, err
	}
	self, err := os.Executable()
	if err != nil {
		return r, err
	}
	c := exec.Command(self, childArg)
	c.Stdin, c.Stderr = bytes.NewReader(in), os.Stderr
	out, err := c.Output()
	if err != nil {
		return r, fmt.Errorf("run %s in a process of its own: %w", o.Engine, err)
	}
	return r, json.Unmarshal(out, &r)
}

func measureBuild(e engine, o *order) (report, error) {
	start, used := time.Now(), processorTime()
	if err := e.Build(o.Dir, load(o.Docs)); err != nil {
		return report{}, fmt.Errorf("build with %s: %w", o.Engine, err)
	}
	peak, err := peakMemory()
	return report{Wall: time.Since(start), CPU: processorTime() - used, Peak: peak}, err
}

// measureSearch runs the tasks that come first once each, cold, and then each of
// them for its share of the seconds, warm; after them the others once each, new.
// What an order does not measure of a task is left 0.
func measureSearch(e engine, o *order) (costs []cost, err error) {
	if err := e.Open(o.Dir); err != nil {
		return nil, fmt.Errorf("open %s: %w", o.Engine, err)
	}
	defer func() { err = errors.Join(err, e.Close()) }()
	settle()
	costs = make([]cost, len(o.Tasks))
	for _, i := range o.First {
		if costs[i].Cold, err = o.once(e, i, &costs[i].Total); err != nil {
			return nil, err
		}
	}
	each := time.Duration(o.Seconds / perClass * float64(time.Second))
	for _, i := range o.First {
		if costs[i].Warm, err = repeat(e, &o.Tasks[i], each); err != nil {
			return nil, fmt.Errorf("search %q with %s: %w", o.Tasks[i].text(), o.Engine, err)
		}
	}
	for i := range o.Tasks {
		if slices.Contains(o.First, i) {
			continue
		}
		if costs[i].New, err = o.once(e, i, &costs[i].Total); err != nil {
			return nil, err
		}
	}
	return costs, nil
}

// once runs a task one time and returns the processor time.
func (o *order) once(e engine, i int, total *int) (time.Duration, error) {
	used := processorTime()
	a, err := e.Search(&o.Tasks[i])
	if err != nil {
		return 0, fmt.Errorf("search %q with %s: %w", o.Tasks[i].text(), o.Engine, err)
	}
	*total = a.Total
	return processorTime() - used, nil
}

// repeat runs a task until a time has passed, at least twice, and returns the
// mean processor time of a run.
func repeat(e engine, t *task, least time.Duration) (time.Duration, error) {
	start, used := time.Now(), processorTime()
	n := 0
	for ; n < 2 || time.Since(start) < least; n++ {
		if _, err := e.Search(t); err != nil {
			return 0, err
		}
	}
	return (processorTime() - used) / time.Duration(n), nil
}

// settle waits until the process is idle, for at most half a minute, so that
// merging after a build is not taken for searching.
func settle() {
	const look = 50 * time.Millisecond
	for range 600 {
		used := processorTime()
		time.Sleep(look)
		if processorTime()-used < look/20 {
			return
		}
	}
}

// processorTime returns what all threads of the process have used so far.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // only bad arguments fail
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// peakMemory returns the most bytes of memory that the process has held. The
// figure of getrusage would not do: a child begins with its parent's.
func peakMemory() (int64, error) {
	const path = "/proc/self/status"
	text, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	for in := bufio.NewScanner(bytes.NewReader(text)); in.Scan(); {
		if v, ok := strings.CutPrefix(in.Text(), "VmHWM:"); ok {
			kb, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(v), " kB"), 10, 64)
			return kb << 10, err
		}
	}
	return 0, fmt.Errorf("%s has no VmHWM; this program needs Linux", path)
}

// loadAverage returns how many processes ran or waited to run in the last
// minute, on average.
func loadAverage() (float64, error) {
	const path = "/proc/loadavg"
	text, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	var load float64
	if _, err := fmt.Sscan(string(text), &load); err != nil {
		return 0, fmt.Errorf("read %s: %w", path, err)
	}
	return load, nil
}
