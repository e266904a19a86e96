//go:build !unix

package ingest

import "io/fs"

// inode is the number of a file in its file system, 0 when it is not known.
func inode(fs.FileInfo) uint64 { return 0 }
