package index

import "errors"

// ErrBackupRunning says that the place of a backup is taken by another one, which
// is not finished.
var ErrBackupRunning = errors.New("another backup is being written there")

// Backup describes a copy of a collection.
type Backup struct {
	Moment string `json:"moment"` // the time of the state that it holds, in UTC; also its name
	Files  int    `json:"files"`
	Bytes  int64  `json:"bytes"`
	Copied int64  `json:"copied_bytes"` // the rest stands in the backup before, too
}
