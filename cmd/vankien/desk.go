package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"syscall"

	"github.com/spf13/cobra"

	"vankien/index"
	"vankien/index/local"
	"vankien/index/remote"
	"vankien/internal/extract"
	"vankien/internal/extract/ocr"
	"vankien/internal/ingest"
	"vankien/internal/originals"
)

// desk is an open collection with what documents come into it by.
type desk struct {
	index.Engine
	own        *local.Index   // the engine, where it is the embedded one
	dir        string         // of that; "" in memory and on a cluster
	nodes      *remote.Index  // the engine, where it is on a cluster
	beside     *remote.Beside // there
	files      *remote.Files  // of these, the originals
	writer     *ingest.Writer // of all that write to the collection in this process
	deletions  *ingest.Deletions
	journal    *journal
	duplicates *ingest.Duplicates
	originals  *originals.Store
	workers    *extract.Pool // read what may hang
	shared     bool          // others have it open, too
}

// newDesk is the desk of a collection in a directory, or with "" in memory.
func newDesk(dir string, x *local.Index, workers extract.PoolOptions) *desk {
	path := filepath.Join(dir, journalFile)
	d := &desk{
		Engine: x, own: x, dir: dir, journal: &journal{name: path, begin: func() (*ingest.Journal, error) { return ingest.OpenJournal(path) }},
		duplicates: ingest.OpenDuplicates(dir, x), originals: originals.Open(filepath.Join(dir, originalsFolder)), workers: extract.NewPool(workers),
	}
	d.begin()
	return d
}

// newRemoteDesk is the desk of a collection on a cluster, where everything that
// another process needs is.
func newRemoteDesk(c *cobra.Command, x *remote.Index, beside *remote.Beside) *desk {
	host, _ := os.Hostname()
	records, files := beside.Records(), beside.Files()
	d := &desk{
		Engine: x, nodes: x, beside: beside, journal: &journal{begin: func() (*ingest.Journal, error) { return ingest.OpenJournalIn(records, cmp.Or(host, "?")), nil }},
		duplicates: ingest.OpenDuplicatesIn(beside.Blob("duplicates"), beside.Lease("duplicates", 0), x), originals: originals.In(files), files: files,
		workers: extract.NewPool(poolOptions(c, "")),
	}
	d.begin()
	return d
}

// begin makes the writer.
func (d *desk) begin() {
	d.deletions = ingest.NewDeletions(func() (ingest.JournalStore, error) {
		j, err := d.journal.get(io.Discard)
		if err != nil {
			return nil, err
		}
		return j.Records(), nil
	}, 0)
	d.writer = ingest.NewWriter(d, ingest.WriterOptions{Deletions: d.deletions})
}

// changes tells what changes in the collection.
func (d *desk) changes() *ingest.Changes {
	c := &ingest.Changes{Index: d, Deletions: d.deletions, Settled: d.writer.Settled}
	if d.nodes != nil {
		c.Lag = ingest.ClusterLag
	}
	return c
}

// Close closes the collection, unless others use it.
func (d *desk) Close() error {
	if d.shared {
		return nil
	}
	err := errors.Join(d.workers.Close(), d.journal.close(), d.Engine.Close())
	if d.beside != nil {
		err = errors.Join(err, d.files.Close(), d.beside.Close())
	}
	return err
}

// aloneIn is alone for reading files and folders.
func (d *desk) aloneIn(c *cobra.Command, from []ingest.Source) (held context.Context, release func(), err error) {
	var paths []string
	for _, s := range from {
		if at, err := filepath.Abs(s.Path); s.Stream == nil && err == nil {
			paths = append(paths, at)
		}
	}
	slices.Sort(paths)
	held = c.Context()
	var ends []func()
	release = func() {
		for _, end := range slices.Backward(ends) {
			end()
		}
	}
	for _, at := range slices.Compact(paths) {
		next, end, err := d.alone(held, "files "+at, func(by string) { say(c.ErrOrStderr(), "waiting for %s, which reads %s, too\n", by, at) })
		if err != nil {
			release()
			return nil, nil, err
		}
		held, ends = next, append(ends, end)
	}
	return held, release, nil
}

// alone waits until no other process has some work on the collection in hand, and lets
// none until release. The context ends when ctx does, or when another process may have
// it in hand after all. A directory is open to one process at any rate.
func (d *desk) alone(ctx context.Context, work string, waits func(by string)) (held context.Context, release func(), err error) {
	if d.beside == nil {
		return ctx, func() {}, nil
	}
	return d.beside.Lease(work, 0).Hold(ctx, waits)
}

// The journal and the originals of a collection in its directory.
const (
	journalFile     = "journal.db"
	originalsFolder = "originals"
)

// besides is what a collection has besides its index and cannot make again.
func besides() []local.Extra {
	return []local.Extra{{Name: journalFile}, {Name: originalsFolder, Sum: originals.SumAt}}
}

// journal is the journal of a collection, opened when it is first needed.
type journal struct {
	name  string
	begin func() (*ingest.Journal, error)
	mu    sync.Mutex
	open  *ingest.Journal
}

// get returns the journal and says on talk that it had to be begun anew.
func (j *journal) get(talk io.Writer) (*ingest.Journal, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.open != nil {
		return j.open, nil
	}
	open, err := j.begin()
	if err != nil {
		return nil, err
	}
	if j.open = open; open.Damaged() {
		say(talk, "%s was damaged and is begun anew: all files are read again\n", j.name)
	}
	return open, nil
}

func (j *journal) close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.open == nil {
		return nil
	}
	return j.open.Close()
}

// opening is a way to open a collection, by engine.
type opening struct {
	local  func(dir string) (*local.Index, error)
	remote func(context.Context, remote.Options) (*remote.Index, error)
}

// toWork opens a collection that is whole.
var toWork = opening{local.Open, remote.Open}

// openData opens the collection, or takes the one that this process has open.
// Only a verb that adds makes a new one: a mistyped name must not become an empty
// collection that finds nothing. One that another process has open is a *heldError.
func openData(c *cobra.Command, create bool) (*desk, error) {
	if h := heldBy(c); h != nil {
		shared := *h.desk
		shared.shared = true
		return &shared, nil
	}
	d, err := openWith(c, create, toWork)
	if errors.Is(err, local.ErrLocked) {
		dir, _ := dataDir(c)
		return nil, &heldError{dir, c, err}
	}
	return d, err
}

// openWith is openData with another way to open, for a verb that needs the
// collection for itself.
func openWith(c *cobra.Command, create bool, how opening) (*desk, error) {
	open := openLocal
	if onCluster(c) {
		open = openRemote
	}
	d, err := open(c, create, how)
	if err != nil {
		return nil, err
	}
	if err := d.originals.Clean(); err != nil {
		return nil, errors.Join(openFault(d.dir, err), d.Close())
	}
	return d, nil
}

func openLocal(c *cobra.Command, create bool, how opening) (*desk, error) {
	dir, err := dataDir(c)
	if err == nil && !create {
		dir, err = existingData(c)
	}
	if err != nil {
		return nil, err
	}
	return openFolder(c, dir, how)
}

// openFolder opens the collection in a directory.
func openFolder(c *cobra.Command, dir string, how opening) (*desk, error) {
	x, err := how.local(dir)
	if err != nil {
		return nil, openFault(dir, err)
	}
	setCache(c, x)
	return newDesk(dir, x, poolOptions(c, filepath.Join(dir, "compiled"))), nil
}

// poolOptions are how files that may hang are read; compiled is where what was
// compiled for that is kept, "" where it is not.
func poolOptions(c *cobra.Command, compiled string) extract.PoolOptions {
	return extract.PoolOptions{Workers: runtime.GOMAXPROCS(0), Cache: compiled, OCR: ocrMode(c)}
}

// addOCR gives a verb that reads files the flag that says who recognises pages
// which are images.
func addOCR(c *cobra.Command) {
	mode := ocr.Auto
	c.Flags().Var(oneOf[ocr.Mode]{&mode, ocr.Modes()}, "ocr",
		"`who` recognises pages that are images: tesseract (the command), wasm (built in), auto (the command if it reads Vietnamese), off")
}

// ocrMode is what the flag of addOCR says, for a verb that has it.
func ocrMode(c *cobra.Command) ocr.Mode {
	if f := c.Flags().Lookup("ocr"); f != nil {
		return ocr.Mode(f.Value.String())
	}
	return ocr.Auto
}

// openFault says what a directory that cannot be written in lacks: who only
// searches does not expect to write.
func openFault(dir string, err error) error {
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return fmt.Errorf("%w; searching, too, needs write access to %q and all that is in it, for its locks", err, dir)
	}
	return err
}
