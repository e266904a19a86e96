package load

import (
	"fmt"
	"os"
	"runtime"
)

// Machine says how busy the machine was when something was measured. The load
// is the average of one minute; at the end it has the work of the measuring in
// it. It is -1 where the system does not tell it.
type Machine struct {
	Processors int     `json:"processors"`
	Before     float64 `json:"load_before"`
	After      float64 `json:"load_after"`
}

// Observe reads the load at the beginning; what it returns is to be called at
// the end.
func Observe() func() Machine {
	m := Machine{Processors: runtime.NumCPU(), Before: average()}
	return func() Machine {
		m.After = average()
		return m
	}
}

// average returns the load of the last minute, as Linux gives it.
func average() float64 {
	var load float64
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return -1
	}
	if _, err := fmt.Sscan(string(text), &load); err != nil {
		return -1
	}
	return load
}

// String is a part of a sentence.
func (m Machine) String() string {
	if m.Before < 0 || m.After < 0 {
		return fmt.Sprintf("%d processors", m.Processors)
	}
	return fmt.Sprintf("%d processors, load %.2f at the beginning and %.2f at the end", m.Processors, m.Before, m.After)
}
