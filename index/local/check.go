package local

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"vankien/index"
)

// How damage is found. Bleve checks nothing of what it reads, and a flipped byte
// gives a wrong answer. Each kind of file has its own sum:
//
//   - a segment (store/….zap, as Bleve names segments of every format) ends with
//     the sum of each of its sections (format.go);
//   - root.bolt is read by boltfile, and the sum of its newest state stands
//     in the file checksums, with the number of that state;
//   - index_meta.json never changes, and checksums has its sum too.
//
// checksums is written after each state that reaches the disk, so it can only
// be older than root.bolt, by the state that was written when the process was
// killed: a newer state is no damage, an older one is, for it lacks what was
// acknowledged. An unreadable checksums is nothing but a lost comparison: the
// index is whole without it, and the next write makes it anew.

// CheckAtOpen is the largest index, in bytes of segments, that Open reads whole
// before it returns. Of a larger one it checks everything but the contents of
// segments; those are read afterwards, and readers and writers wait for that.
const CheckAtOpen = 512 << 20

// Names below the index.
const (
	sumsFile      = "checksums"
	metaFile      = "index_meta.json"
	rootName      = "store/root.bolt"
	segmentSuffix = ".zap"
)

// missing is the detail of a file that is not there.
const missing = "it is missing"

// cutShort is the detail of a file that lost its end.
func cutShort(size, want int64) string {
	return fmt.Sprintf("it has only %d of its %d bytes", size, want)
}

// sums is the content of the file checksums.
type sums struct {
	Epoch uint64 // number of the newest state
	Root  uint32 // rootState.sum of it
	Meta  uint32 // CRC-32 of index_meta.json
}

// sumsFormat has one length, so that the file is written over in place: to
// rename a new one there makes the file system write out more than this.
const sumsFormat = "vankien 1 epoch %020d root %08x meta %08x"

// readSums returns the sums of the index in dir, or nil when there are none
// that can be read.
func readSums(dir string) *sums {
	raw, err := os.ReadFile(filepath.Join(dir, sumsFile))
	if err != nil {
		return nil
	}
	return parseSums(raw)
}

// parseSums reads what String wrote; nil when it is anything else.
func parseSums(raw []byte) *sums {
	var s sums
	if _, err := fmt.Sscanf(string(raw), sumsFormat, &s.Epoch, &s.Root, &s.Meta); err != nil || string(raw) != s.String() {
		return nil
	}
	return &s
}

// String returns the sums as they are stored: a line that ends with its own sum.
func (s *sums) String() string {
	line := fmt.Sprintf(sumsFormat, s.Epoch, s.Root, s.Meta)
	return fmt.Sprintf("%s sum %08x\n", line, crc32.ChecksumIEEE([]byte(line)))
}

// sumsOf returns the sums of an index with that state and that index_meta.json.
func sumsOf(state rootState, meta []byte) *sums {
	return &sums{state.epoch, state.sum, crc32.ChecksumIEEE(meta)}
}

// seal notes the sums of the index in dir as it is on disk. Nothing may write
// root.bolt meanwhile. It is not synced: after a power cut an older or torn file
// is as good as none.
func seal(dir string) error {
	root, err := os.ReadFile(filepath.Join(dir, rootName))
	if err != nil {
		return err
	}
	state, err := readRoot(root)
	if err != nil {
		return err
	}
	meta, err := os.ReadFile(filepath.Join(dir, metaFile))
	if err != nil {
		return err
	}
	line := sumsOf(state, meta).String()
	f, err := os.OpenFile(filepath.Join(dir, sumsFile), os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(line)
	if info, bad := f.Stat(); bad == nil && info.Size() > int64(len(line)) {
		err = errors.Join(err, f.Truncate(int64(len(line))))
	}
	return errors.Join(err, f.Close())
}

// check looks for damage in the index in dir. It reads the contents of segments
// only if they have at most limit bytes in all. It returns a *DamageError, or
// an error of the disk.
func check(dir string, limit int64) error {
	_, err := checked(dir, limit, nil)
	return err
}

// checked is check, but reads the files that are suspects in any case, and
// returns the segments that it read and found sound.
func checked(dir string, limit int64, suspects []index.Damage) (sound map[string]os.FileInfo, err error) {
	c := checker{dir: dir, limit: limit, suspects: suspects, sound: map[string]os.FileInfo{}}
	return c.sound, c.run(context.Background())
}

// checker looks for damage in one index.
type checker struct {
	dir   string
	limit int64 // bytes of segments that are read; -1 means all

	suspects []index.Damage         // read in any case
	sound    map[string]os.FileInfo // segments, by name, as they were when they were read; nil if nobody asks

	damage []index.Damage
	unsure []string // files that there was no sum of to compare them with
}

// run checks every file. Damage stops nothing.
func (c *checker) run(ctx context.Context) error {
	if _, err := os.Stat(c.dir); err != nil {
		return err
	}
	known := readSums(c.dir)
	if err := c.checkMeta(known); err != nil {
		return err
	}
	state, err := c.checkRoot(known)
	if err != nil {
		return err
	}
	if err := c.checkSegments(ctx, &state); err != nil {
		return err
	}
	if len(c.damage) > 0 {
		return &index.DamageError{Dir: c.dir, Files: c.damage}
	}
	return nil
}

func (c *checker) found(file, format string, args ...any) {
	c.damage = append(c.damage, index.Damage{File: file, Detail: fmt.Sprintf(format, args...)})
}

// read returns the bytes of a file, or nil when it is missing.
func (c *checker) read(file string) ([]byte, error) {
	raw, err := os.ReadFile(filepath.Join(c.dir, file))
	if errors.Is(err, fs.ErrNotExist) {
		c.found(file, missing)
		return nil, nil
	}
	return raw, err
}

func (c *checker) checkMeta(known *sums) error {
	raw, err := c.read(metaFile)
	c.compareMeta(raw, known)
	return err
}

// compareMeta compares index_meta.json, unless it is missing, with its sum.
func (c *checker) compareMeta(raw []byte, known *sums) {
	switch {
	case raw == nil:
	case known == nil:
		c.unsure = append(c.unsure, metaFile)
	case crc32.ChecksumIEEE(raw) != known.Meta:
		c.found(metaFile, "it is not as it was written")
	}
}

func (c *checker) checkRoot(known *sums) (state rootState, err error) {
	raw, err := c.read(rootName)
	if raw == nil || err != nil {
		return state, err
	}
	return c.compareRoot(raw, known), nil
}

// compareRoot returns the newest state of a root.bolt that should be of known or
// newer. Of a damaged one it lists no segment whose name can be none.
func (c *checker) compareRoot(raw []byte, known *sums) rootState {
	state, bad := readRoot(raw)
	listed := len(state.segments)
	state.segments = slices.DeleteFunc(state.segments, func(name string) bool { return !isSegment("store/" + name) })
	switch {
	case bad != nil:
		c.found(rootName, "%v", bad)
	case len(state.segments) < listed:
		c.found(rootName, "it lists a segment by a name that none has")
	case known == nil || state.epoch > known.Epoch:
		c.unsure = append(c.unsure, rootName)
	case state.epoch < known.Epoch:
		c.found(rootName, "it holds state %d of the index, and %d was written", state.epoch, known.Epoch)
	case state.sum != known.Root:
		c.found(rootName, "it is not as it was written")
	}
	return state
}

func (c *checker) checkSegments(ctx context.Context, state *rootState) error {
	names := state.segments
	sizes, total := make([]int64, len(names)), int64(0)
	for i, name := range names {
		info, err := os.Stat(c.segment(name))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			c.found("store/"+name, missing)
			sizes[i] = -1
		case err != nil:
			return err
		default:
			sizes[i] = info.Size()
			total += info.Size()
		}
	}
	all := c.limit < 0 || total <= c.limit
	for i, name := range names {
		if err := ctx.Err(); err != nil {
			return err
		}
		if sizes[i] < 0 || !all && !c.suspected(name) {
			continue
		}
		if err := c.checkSegment(state.format, name, sizes[i]); err != nil {
			return err
		}
	}
	return nil
}

func (c *checker) suspected(name string) bool {
	return slices.ContainsFunc(c.suspects, func(d index.Damage) bool { return d.File == "store/"+name })
}

func (c *checker) segment(name string) string { return filepath.Join(c.dir, "store", name) }

// checkSegment compares a segment with its sums.
func (c *checker) checkSegment(is format, name string, size int64) error {
	f, err := os.Open(c.segment(name))
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	detail, err := is.compareFile(f, size)
	switch {
	case err != nil:
		return err
	case detail != "":
		c.damage = append(c.damage, badSegment("store/"+name, detail))
	case c.sound != nil:
		c.sound[name] = info
	}
	return nil
}

// badSegment is the damage of a segment whose contents are not as written.
func badSegment(file, detail string) index.Damage {
	return index.Damage{File: file, Detail: detail, Rest: true}
}
