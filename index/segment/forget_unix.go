//go:build unix

package segment

import "golang.org/x/sys/unix"

// forget gives the pages of a mapped file back that this process holds of it.
// The file is read again where it is needed, from the system's cache mostly.
func forget(mapped []byte) {
	if len(mapped) > 0 {
		_ = unix.Madvise(mapped, unix.MADV_DONTNEED)
	}
}
