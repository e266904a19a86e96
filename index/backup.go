package index

import (
	"errors"
	"time"
)

// ErrBackupRunning says that the place of a backup is taken by another one, which
// is not finished.
var ErrBackupRunning = errors.New("another backup is being written there")

// BackupEntry is a backup as it lies in a folder.
type BackupEntry struct {
	Name  string    `json:"name"` // below the folder, with slashes
	Made  time.Time `json:"made"`
	Bytes int64     `json:"bytes,omitempty"` // of an archive; folders share what they hold
}

// Backup describes a copy of a collection.
type Backup struct {
	Moment string `json:"moment"` // the time of the state that it holds, in UTC; also its name
	Files  int    `json:"files"`
	Bytes  int64  `json:"bytes"`
	Copied int64  `json:"copied_bytes"` // the rest stands in the backup before, too
}
