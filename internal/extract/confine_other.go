//go:build !linux

package extract

import (
	"os"
	"os/exec"
	"time"
)

// countsProcessor says that processorTime works here.
const countsProcessor = false

// Where there are no limits that hold for a process and its memory together, what
// is left is GOMEMLIMIT, which a Pool sets, and its deadline.

func confine() error { return nil }

func allowFiles(bool) error { return nil }

func allowMemory(uint64) error { return nil }

func detach(*exec.Cmd) {}

func killAll(p *os.Process) error { return p.Kill() }

func processorTime(int) (time.Duration, bool) { return 0, false }
