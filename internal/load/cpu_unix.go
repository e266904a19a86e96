//go:build unix

package load

import (
	"syscall"
	"time"
)

// processTime returns the CPU time that all threads of the process have used,
// in user and system mode, or -1 if it cannot be read.
func processTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return -1
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
