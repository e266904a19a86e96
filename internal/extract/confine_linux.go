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

// Limits of a worker, in bytes. With 700 MB of address space Go does not start.
const (
	addressSpace = 1536 << 20
	cacheFile    = 128 << 20 // of one file while it may write
)

// countsProcessor says that processorTime works here.
const countsProcessor = true

// confine takes from this process what reading a file does not need. It ends with
// its parent even while it is busy; an idle one ends with its input.
func confine() error {
	limits := []struct {
		resource int
		max      uint64
	}{{unix.RLIMIT_AS, addressSpace}, {unix.RLIMIT_CORE, 0}, {unix.RLIMIT_FSIZE, cacheFile}}
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

// detach keeps an interrupt from the terminal from a worker: its parent decides
// what becomes of it.
func detach(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}

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
