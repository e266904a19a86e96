//go:build linux || darwin || freebsd

package local

import "golang.org/x/sys/unix"

// freeSpace returns how many bytes this user may still write to the disk of
// dir, and whether that is known.
func freeSpace(dir string) (uint64, bool) {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return 0, false
	}
	return uint64(max(int64(st.Bavail), 0)) * uint64(st.Bsize), true
}
