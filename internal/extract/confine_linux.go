package extract

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// cacheFile bounds a file that a worker writes while it may, in bytes.
const cacheFile = 128 << 20

// countsProcessor says that processorTime works here.
const countsProcessor = true

// confine takes from this process what reading a file does not need. It ends with
// its parent even while it is busy; an idle one ends with its input. Memory counts
// from what Go reserves when it starts: over a gigabyte, which it does not use.
func confine() error {
	reserved, err := addressSpace()
	if err != nil {
		return err
	}
	limits := []struct {
		resource int
		max      uint64
	}{{unix.RLIMIT_AS, reserved + mostMemory}, {unix.RLIMIT_CORE, 0}, {unix.RLIMIT_FSIZE, cacheFile}}
	for _, l := range limits {
		if err := lower(l.resource, l.max); err != nil {
			return err
		}
	}
	return errors.Join(
		allowFiles(false),
		unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0),
		unix.Prctl(unix.PR_SET_PDEATHSIG, uintptr(unix.SIGKILL), 0, 0, 0),
	)
}

// lower sets both limits of a resource, never above those that hold already.
func lower(resource int, limit uint64) error {
	var old unix.Rlimit
	if err := unix.Getrlimit(resource, &old); err != nil {
		return err
	}
	limit = min(limit, old.Max)
	return unix.Setrlimit(resource, &unix.Rlimit{Cur: limit, Max: limit})
}

// allowFiles says whether this process may write files, as the cache of compiled
// readers needs it. Writing to a pipe is always allowed.
func allowFiles(yes bool) error {
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	limit.Cur = 0
	if yes {
		limit.Cur = limit.Max
	}
	return unix.Setrlimit(unix.RLIMIT_FSIZE, &limit)
}

// allowMemory says how much more this process may take than it has now.
func allowMemory(more uint64) error {
	has, err := addressSpace()
	if err != nil {
		return err
	}
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_AS, &limit); err != nil {
		return err
	}
	limit.Cur = min(has+more, limit.Max)
	return unix.Setrlimit(unix.RLIMIT_AS, &limit)
}

// addressSpace returns how many bytes this process has mapped or reserved.
func addressSpace() (uint64, error) {
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, err
	}
	pages, _, _ := bytes.Cut(b, []byte(" "))
	n, err := strconv.ParseUint(string(pages), 10, 64)
	return n * uint64(os.Getpagesize()), err
}

// detach makes a worker a group of its own: an interrupt from the terminal does not
// reach it, for its parent decides what becomes of it, and what it starts can be
// ended with it.
func detach(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}

// killAll ends a worker and what it started.
func killAll(p *os.Process) error { return syscall.Kill(-p.Pid, syscall.SIGKILL) }

// processorTime returns what a process has used, all its threads together; ok is
// false if it is gone. Linux counts it here in hundredths of a second.
func processorTime(pid int) (used time.Duration, ok bool) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, false
	}
	// The name of the program, in brackets, may hold anything; fields 14 and 15
	// are the twelfth and thirteenth after it.
	fields := bytes.Fields(b[bytes.LastIndexByte(b, ')')+1:])
	if len(fields) < 13 {
		return 0, false
	}
	var ticks int64
	for _, f := range fields[11:13] {
		n, err := strconv.ParseInt(string(f), 10, 64)
		if err != nil {
			return 0, false
		}
		ticks += n
	}
	return time.Duration(ticks) * (time.Second / 100), true
}
