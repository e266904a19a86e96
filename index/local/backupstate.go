package local

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"vankien/index"
	"vankien/index/plan"
	"vankien/internal/boltfile"
)

// How one state of a collection is taken while it changes. All files but
// root.bolt, which lists the others, are written once. Bolt writes transaction
// n+1 to pages that n does not use, and then to one of two meta pages, so only
// n+2 can write over a page of n. Therefore the bytes of root.bolt are those of
// n if its meta pages name n as the newest before the bytes are read and after;
// and while n is the newest, so are the segments that it lists in their places.
// Once they are open a merge may remove their names. This takes no lock, writes
// nothing, and works beside the process that serves the collection as in it.

// heldState is one state of a collection, with its files open.
type heldState struct {
	moment time.Time // at which it was the newest on disk
	parts  []part
	damage []index.Damage // found while it was taken: all but that in segments
	unsure []string       // files that there was no sum of to compare them with
}

// Times that a state is tried to be had, and the pause between two. It fails
// only while transactions follow each other in less time than it takes to read
// root.bolt.
const (
	holdTries = 1000
	holdPause = time.Millisecond
)

// errChanged says that another transaction came while a state was read.
var errChanged = errors.New("the collection changes too fast to be copied; try again when less is written")

// holdSound opens the newest state on disk of the collection in dir, with what it
// has besides; the caller closes it. Damage outside of the contents of segments is
// an *index.DamageError.
func holdSound(ctx context.Context, dir string, besides extras) (*heldState, error) {
	before, err := besides.bolts(ctx, dir)
	if err != nil {
		return nil, err
	}
	s, err := holdState(ctx, dir, storeName)
	if err != nil {
		return nil, err
	}
	if len(s.damage) > 0 {
		s.close()
		return nil, &index.DamageError{Dir: filepath.Join(dir, storeName), Files: s.damage}
	}
	after, err := besides.written(ctx, dir)
	if err != nil {
		s.close()
		return nil, err
	}
	s.parts = slices.Concat(s.parts, before, after)
	return s, nil
}

// holdState opens the newest state on disk of the collection in dir, whose store
// has that name; the caller closes it.
func holdState(ctx context.Context, dir, store string) (s *heldState, err error) {
	for range holdTries {
		if s, err = tryHold(dir, store); !errors.Is(err, errChanged) {
			return s, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(holdPause):
		}
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("the index is not in its place (%w); open the collection to have it put there", err)
	}
	return nil, errChanged
}

// tryHold is one try.
func tryHold(dir, store string) (_ *heldState, err error) {
	root, err := os.OpenRoot(filepath.Join(dir, store))
	if err != nil {
		return nil, unlessMoved(err)
	}
	defer root.Close()
	s := &heldState{}
	defer func() {
		if err != nil {
			s.close()
		}
	}()
	c := checker{dir: filepath.Join(dir, store)}
	bolt, tx, err := s.takeIndex(&c, root)
	if err != nil {
		return nil, err
	}
	if bolt == nil {
		s.damage = c.damage
		return s, c.inPlace(root)
	}
	defer bolt.Close()
	if err := c.unchanged(root, bolt, tx); err != nil {
		return nil, err
	}
	s.moment, s.damage, s.unsure = time.Now(), c.damage, c.unsure
	// Another process may not have synced the transaction yet.
	if err := bolt.Sync(); err != nil {
		return nil, err
	}
	return s, s.takeTables(dir)
}

// takeIndex reads what is small of an index and opens its segments. It returns
// root.bolt, nil if that is missing, and the transaction that was its newest then.
func (s *heldState) takeIndex(c *checker, root *os.Root) (bolt *os.File, tx uint64, err error) {
	// sums are older than what they are compared with, so never of a later state
	raw, _ := root.ReadFile(sumsFile)
	known := parseSums(raw)
	meta, err := root.ReadFile(metaFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		c.found(metaFile, missing)
	case err != nil:
		return nil, 0, err
	}
	c.compareMeta(meta, known)
	bolt, err = root.Open(rootName)
	switch {
	case errors.Is(err, fs.ErrNotExist): // Bolt never renames it
		c.found(rootName, missing)
		return nil, 0, nil
	case err != nil:
		return nil, 0, err
	}
	list, err := io.ReadAll(bolt)
	if err != nil {
		return bolt, 0, errors.Join(err, bolt.Close())
	}
	state := c.compareRoot(list, known)
	s.add("index/"+metaFile, meta)
	s.add("index/"+rootName, list)
	s.add("index/"+sumsFile, []byte(sumsOf(state, meta).String()))
	for _, name := range state.segments {
		p := part{name: "index/store/" + name, format: state.format, deleted: state.deleted[name]}
		if err := s.open(c, root, p); err != nil {
			return bolt, 0, errors.Join(err, bolt.Close())
		}
	}
	return bolt, boltfile.Transaction(list), nil
}

// unchanged returns errChanged when a transaction came since tx, or when the open
// directory is no longer the index.
func (c *checker) unchanged(root *os.Root, bolt *os.File, tx uint64) error {
	now, err := newestTransaction(bolt)
	if err == nil && now != tx {
		err = errChanged
	}
	return cmp.Or(err, c.inPlace(root))
}

// inPlace returns errChanged when the open directory is no longer the index.
func (c *checker) inPlace(root *os.Root) error {
	held, err := root.Stat(".")
	if err != nil {
		return err
	}
	there, err := os.Stat(c.dir)
	if err != nil {
		return unlessMoved(err)
	}
	if !os.SameFile(held, there) {
		return errChanged
	}
	return nil
}

// unlessMoved makes the absence of a file a reason to try again: an index may
// just be exchanged for another.
func unlessMoved(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: %w", errChanged, err)
	}
	return err
}

func (s *heldState) add(name string, content []byte) {
	s.parts = append(s.parts, newPart(name, content))
}

// open takes a segment, whose name and format are known.
func (s *heldState) open(c *checker, root *os.Root, p part) error {
	name := strings.TrimPrefix(p.name, "index/")
	f, err := root.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		c.found(name, missing)
		return nil
	}
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		return errors.Join(err, f.Close())
	}
	p.size, p.file = info.Size(), f
	s.parts = append(s.parts, p)
	return nil
}

// takeTables reads the files that stand beside an index.
func (s *heldState) takeTables(dir string) error {
	for _, name := range besideIndex {
		raw, err := os.ReadFile(filepath.Join(dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		s.add(name, raw)
	}
	return nil
}

// besideIndex are the files of a data directory, besides the index, that a
// collection consists of.
var besideIndex = []string{plan.AbbreviationsFile, plan.PlacesFile, "topics.yaml"}

// describe returns what a backup of the state is called.
func (s *heldState) describe() index.Backup {
	return index.Backup{Moment: s.moment.UTC().Format(momentFormat)}
}

func (s *heldState) close() {
	for _, p := range s.parts {
		if p.file != nil {
			_ = p.file.Close()
		}
	}
}

// headOfRoot holds both meta pages of root.bolt, whatever the size of its pages.
const headOfRoot = 1<<16 + 4096

// newestTransaction reads the number of the newest transaction of root.bolt.
func newestTransaction(bolt *os.File) (uint64, error) {
	head := make([]byte, headOfRoot)
	n, err := bolt.ReadAt(head, 0)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return boltfile.Transaction(head[:n]), err
}

// isPart reports whether a name is one that a file of an index, or beside each, can
// have in a backup.
func isPart(name string) bool {
	switch dir, file, nested := strings.Cut(name, "/"); {
	case !nested:
		return slices.Contains(besideIndex, name)
	case dir != "index":
		return false
	case file == metaFile || file == rootName || file == sumsFile:
		return true
	default:
		return isSegment(file)
	}
}

// isSegment reports whether a path below an index is that of a segment.
func isSegment(file string) bool {
	id, ok := strings.CutPrefix(file, "store/")
	id, zap := strings.CutSuffix(id, segmentSuffix)
	return ok && zap && id != "" && strings.Trim(id, "0123456789abcdef") == ""
}
