package ingest

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"hash/crc32"
	"io/fs"
	"os"
	"slices"
)

// entry is what a journal knows of a file.
type entry struct {
	At   []byte `json:"at,omitempty"`   // absolute path as found, when the key is not that
	Rel  []byte `json:"rel,omitempty"`  // path below the root, when it is not Home
	Host string `json:"host,omitempty"` // whose disk it is on, where several machines add files
	Sent bool   `json:"sent,omitempty"` // it was sent, and is called what Rel says
	Home []byte `json:"home,omitempty"` // path that ids are made of
	ID   string `json:"id,omitempty"`   // of its own document, when it is not made of Home

	Size   int64  `json:"size"`
	Time   int64  `json:"time"` // of its last change, in nanoseconds
	Inode  uint64 `json:"inode,omitempty"`
	SHA256 string `json:"sha256,omitempty"` // of its bytes, when its documents are stored
	Rules  string `json:"rules"`            // by which it was read

	Result  Result   `json:"result"`
	Code    string   `json:"code,omitempty"`
	Reason  string   `json:"reason,omitempty"`
	Crashes int      `json:"crashes,omitempty"` // how often in turn it ended its reader
	When    int64    `json:"when"`              // it was read, in seconds
	IDs     []string `json:"ids,omitempty"`     // of its documents, sorted
	Left    []string `json:"left,omitempty"`    // of documents that earlier contents had
	Failed  int      `json:"failed,omitempty"`  // records that cannot be used
	Waits   []wait   `json:"waits,omitempty"`   // pages that are yet to be recognised
}

// wait names pages of a file, or of a file in it, that are yet to be recognised.
type wait struct {
	Member string `json:"member,omitempty"`
	SHA256 string `json:"sha256"`
	Pages  []int  `json:"pages"`
}

// path returns the path at which the file was found.
func (e *entry) path(key string) string {
	if e.At != nil {
		return string(e.At)
	}
	return key
}

// same reports whether nothing tells that the file has changed.
func (e *entry) same(o *entry) bool {
	return e.Size == o.Size && e.Time == o.Time && e.Inode == o.Inode && e.Rules == o.Rules
}

// rel returns the path of the file below its root.
func (e *entry) rel() string {
	if e.Rel != nil {
		return string(e.Rel)
	}
	return string(e.Home)
}

// unchanged reports whether nothing tells that the file has changed, by whatever
// rules it was read.
func (e *entry) unchanged(info fs.FileInfo) bool {
	return e.Size == info.Size() && e.Time == info.ModTime().UnixNano() && e.Inode == inode(info)
}

// maxCrashes is how often a file may end its reader before it is left alone.
const maxCrashes = 3

// settled reports whether there is nothing to be had from reading the file again
// as it is.
func (e *entry) settled() bool { return e.Code != codeCrashed || e.Crashes >= maxCrashes }

// gone reports whether a file is not where it was. What cannot be looked at, such
// as a disk that is away, is not gone.
func gone(path string) bool {
	_, err := os.Lstat(path)
	return errors.Is(err, fs.ErrNotExist)
}

// pageCount is how many pages wait.
func pageCount(list []wait) (n int) {
	for _, w := range list {
		n += len(w.Pages)
	}
	return n
}

// errDamaged is the error for a value that is not what was written.
var errDamaged = errors.New("it is damaged")

// seal encodes a value with a sum of it and its key.
func seal(key []byte, v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return slices.Concat(binary.LittleEndian.AppendUint32(nil, sumOf(key, b)), b), nil
}

// unseal decodes what seal made.
func unseal(key, b []byte, v any) error {
	if len(b) < 4 || binary.LittleEndian.Uint32(b) != sumOf(key, b[4:]) {
		return errDamaged
	}
	return json.Unmarshal(b[4:], v)
}

func sumOf(key, b []byte) uint32 {
	return crc32.Update(crc32.ChecksumIEEE(key), crc32.IEEETable, b)
}
