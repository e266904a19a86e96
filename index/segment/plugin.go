package segment

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/document"
	api "github.com/blevesearch/bleve_index_api"
	"github.com/blevesearch/mmap-go"
	scorchapi "github.com/blevesearch/scorch_segment_api/v2"
)

// Type and Version name the format in the settings of Scorch, as
// forceSegmentType and forceSegmentVersion.
const (
	Type    = "vankien"
	Version = version
)

// Plugin makes and reads segments for Scorch. Its layout is that of the segments
// it makes; it reads any.
type Plugin struct {
	Layout *Layout
	growth atomic.Int64 // percent of its stored values that the newest large segment took
}

// Type implements scorch.SegmentPlugin.
func (*Plugin) Type() string { return Type }

// Version implements scorch.SegmentPlugin.
func (*Plugin) Version() uint32 { return Version }

// New makes a segment in memory, whose bytes are those that its file will have.
// Documents must be made by [Document.Bleve].
func (p *Plugin) New(docs []api.Document) (_ scorchapi.Segment, size uint64, err error) {
	defer caught("building a segment", &err)()
	list := make([]Document, 0, len(docs))
	for _, d := range docs {
		d.VisitFields(func(f api.Field) {
			if c, ok := f.(*carrier); ok {
				list = append(list, *c.doc)
			}
		})
	}
	if len(list) != len(docs) {
		return nil, 0, errors.New("a document that is not of this format")
	}
	var b bytes.Buffer
	if size, err = p.build(&b, list); err != nil {
		return nil, 0, err
	}
	s, err := Open(b.Bytes())
	if err != nil {
		return nil, 0, err
	}
	return &inMemory{shared{Segment: s, release: func() error { return nil }}}, size, nil
}

// build builds into b with room for what comes, by what the newest segment
// took: growing by doubling would take twice the memory and the time to copy it.
func (p *Plugin) build(b *bytes.Buffer, list []Document) (size uint64, err error) {
	stored := 0
	for i := range list {
		stored += list[i].storedBytes()
	}
	if stored < largeBatch {
		return Build(b, p.Layout, list)
	}
	b.Grow(stored / 100 * int(p.growth.Load()))
	size, err = Build(b, p.Layout, list)
	p.growth.Store(int64(size)*100/int64(stored) + 3)
	return size, err
}

// largeBatch is the size of stored values from which on the size of a segment
// can be told from that of others.
const largeBatch = 1 << 20

// NewUsing implements scorch.SegmentPlugin.
func (p *Plugin) NewUsing(docs []api.Document, _ map[string]any) (scorchapi.Segment, uint64, error) {
	return p.New(docs)
}

// Open implements scorch.SegmentPlugin.
func (p *Plugin) Open(path string) (scorchapi.Segment, error) {
	s, err := p.Map(path)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Map maps a file and reads it as [Open] does.
func (p *Plugin) Map(path string) (*OnDisk, error) { return mapped(path, Open) }

// MapDocuments maps a damaged file and reads it as [OpenDocuments] does.
func (p *Plugin) MapDocuments(path string) (*OnDisk, error) { return mapped(path, OpenDocuments) }

func mapped(path string, open func([]byte) (*Segment, error)) (_ *OnDisk, err error) {
	defer caught(path, &err)()
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	m, err := mmap.Map(f, mmap.RDONLY, 0)
	if err != nil {
		return nil, fmt.Errorf("map %s: %w", path, err)
	}
	s, err := open(m)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, errors.Join(err, m.Unmap()))
	}
	return &OnDisk{shared{Segment: s, release: m.Unmap}, path}, nil
}

// OpenUsing implements scorch.SegmentPlugin.
func (p *Plugin) OpenUsing(path string, _ map[string]any) (scorchapi.Segment, error) {
	return p.Open(path)
}

// Merge merges segments into a file, which is on disk when it returns. A value
// from stop, or its end, ends it with scorchapi.ErrClosed itself, as Scorch
// compares it.
func (p *Plugin) Merge(list []scorchapi.Segment, drops []*roaring.Bitmap, path string, stop chan struct{}, stats scorchapi.StatsReporter) (_ [][]uint64, size uint64, err error) {
	defer caught("merging segments", &err)()
	sources, release, err := p.sources(list, drops)
	defer func() {
		if bad := release(); bad != nil {
			err = errors.Join(err, bad)
		}
	}()
	if err != nil {
		return nil, 0, err
	}
	var numbers [][]uint32
	err = create(path, func(w io.Writer) (err error) {
		size, numbers, err = Merge(w, sources, stop)
		return err
	})
	if errors.Is(err, ErrStopped) {
		err = scorchapi.ErrClosed
	}
	if err == nil && stats != nil {
		stats.ReportBytesWritten(size)
	}
	return widened(numbers), size, err
}

// sources returns what Merge needs of segments. Files are mapped once more, so
// that the pages which only the merge reads can be given back while searches
// keep theirs; release ends that.
func (p *Plugin) sources(list []scorchapi.Segment, drops []*roaring.Bitmap) (sources []Source, release func() error, err error) {
	sources = make([]Source, len(list))
	var opened []scorchapi.Segment
	release = func() (err error) {
		for _, s := range opened {
			err = errors.Join(err, s.Close())
		}
		return err
	}
	for i, s := range list {
		if file, ok := s.(interface{ onDisk() *OnDisk }); ok {
			if s, err = p.Open(file.onDisk().path); err != nil {
				return nil, release, err
			}
			opened = append(opened, s)
			sources[i].mapped = s.(*OnDisk).sections.data
		}
		of, ok := Of(s)
		if !ok {
			return nil, release, fmt.Errorf("%w: %T", ErrFormat, s)
		}
		sources[i].Segment = of
		if drops[i] != nil && !drops[i].IsEmpty() {
			sources[i].Drop = drops[i].Contains
		}
	}
	return sources, release, nil
}

// MergeUsing implements scorch.SegmentPlugin.
func (p *Plugin) MergeUsing(list []scorchapi.Segment, drops []*roaring.Bitmap, path string, stop chan struct{}, stats scorchapi.StatsReporter, _ map[string]any) ([][]uint64, uint64, error) {
	return p.Merge(list, drops, path, stop, stats)
}

// widened gives numbers the form that Scorch wants.
func widened(numbers [][]uint32) [][]uint64 {
	const dropped = ^uint64(0)
	out := make([][]uint64, len(numbers))
	for i, of := range numbers {
		out[i] = make([]uint64, len(of))
		for d, to := range of {
			out[i][d] = cond(to == Dropped, dropped, uint64(to))
		}
	}
	return out
}

// create writes a file and sees it onto the disk; where that fails, even by a
// panic, there is none.
func create(path string, fill func(io.Writer) error) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	whole := false
	defer func() {
		if err = errors.Join(err, f.Close()); err != nil || !whole {
			err = errors.Join(err, os.Remove(path))
		}
	}()
	if err := fill(&syncedFile{file: f}); err != nil {
		return err
	}
	whole = true
	return f.Sync()
}

// syncedFile goes to the disk as it is written: a merge that left gigabytes to
// the end could not be stopped there, and others would wait for the disk.
type syncedFile struct {
	file     *os.File
	unsynced int
}

const syncEvery = 64 << 20

// Write implements io.Writer.
func (f *syncedFile) Write(p []byte) (n int, err error) {
	n, err = f.file.Write(p)
	if f.unsynced += n; err == nil && f.unsynced >= syncEvery {
		f.unsynced, err = 0, f.file.Sync()
	}
	return n, err
}

// caught makes a panic, and a fault of mapped memory, an error: a panic in a
// goroutine of Scorch would end the process, or have others wait for ever. It is
// to be deferred and called at once.
func caught(what string, err *error) func() {
	before := debug.SetPanicOnFault(true)
	return func() {
		debug.SetPanicOnFault(before)
		if p := recover(); p != nil {
			*err = fmt.Errorf("%s: %v", what, p)
		}
	}
}

// carrier is the one field of a document of Bleve: it brings the document to
// Plugin.New.
type carrier struct{ doc *Document }

// Bleve returns a document that Plugin.New understands.
func (d *Document) Bleve() *document.Document {
	return document.NewDocument(d.ID).AddField(&carrier{d})
}

func (c *carrier) Name() string                                   { return "_document" }
func (c *carrier) Value() []byte                                  { return nil }
func (c *carrier) ArrayPositions() []uint64                       { return nil }
func (c *carrier) EncodedFieldType() byte                         { return 't' }
func (c *carrier) Analyze()                                       {}
func (c *carrier) Options() api.FieldIndexingOptions              { return api.IndexField }
func (c *carrier) AnalyzedLength() int                            { return 0 }
func (c *carrier) AnalyzedTokenFrequencies() api.TokenFrequencies { return nil }
func (c *carrier) NumPlainTextBytes() uint64                      { return uint64(c.doc.storedBytes()) }
func (c *carrier) Size() int                                      { return c.doc.storedBytes() }

func (d *Document) storedBytes() (n int) {
	for _, values := range d.Stored {
		for _, v := range values {
			n += len(v)
		}
	}
	return n
}

// shared is a segment that several snapshots use.
type shared struct {
	*Segment
	others  atomic.Int64 // users besides the first
	release func() error
}

func (s *shared) segment() *Segment { return s.Segment }

// AddRef implements Scorch's Segment.
func (s *shared) AddRef() { s.others.Add(1) }

// DecRef implements Scorch's Segment: the last user's call unmaps the file.
func (s *shared) DecRef() error {
	if s.others.Add(-1) < 0 {
		return s.release()
	}
	return nil
}

// Close implements Scorch's Segment.
func (s *shared) Close() error { return s.DecRef() }

// inMemory is a segment that is not on disk yet.
type inMemory struct{ shared }

// Persist implements Scorch's UnpersistedSegment.
func (s *inMemory) Persist(path string) error {
	return create(path, func(w io.Writer) error { _, err := s.WriteTo(w); return err })
}

// WriteTo writes the bytes of the file, which Scorch copies a store by.
func (s *inMemory) WriteTo(w io.Writer) (int64, error) {
	n, err := w.Write(s.sections.data)
	return int64(n), err
}

// OnDisk is a segment that is a mapped file.
type OnDisk struct {
	shared
	path string
}

func (s *OnDisk) onDisk() *OnDisk { return s }

// Verify is that of [Segment]. It gives back the pages that it has read: they
// would count as memory of the process although searches want few of them.
func (s *OnDisk) Verify(each func(bytes int) error) error {
	read := 0
	defer func() { forget(s.sections.data) }()
	return s.Segment.Verify(func(bytes int) error {
		if read += bytes; read >= window {
			read = 0
			forget(s.sections.data)
		}
		return each(bytes)
	})
}

// Path is where the file is.
func (s *OnDisk) Path() string { return s.path }
