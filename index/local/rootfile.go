package local

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"hash/fnv"

	"github.com/blevesearch/bleve/v2/util"
)

// root.bolt lists the segments of each state of the index and the documents
// deleted in each segment. Bolt checks only its two meta pages; a flipped byte
// elsewhere brings back a deleted document, hides another or ends the process.
// So the file is read here first, by code that trusts no number in it:
//
//   - every page is reachable from the newest meta page or free, exactly once;
//   - keys are in order, and every element lies within its page;
//   - what the newest state says has a sum, kept beside the index (seal).
//
// The layout is Bolt's version 2: pages of one size, each with a header of 16
// bytes (id, flags, count, overflow). Branch and leaf elements are 16 bytes and
// point to their keys and values. A nested bucket is a value of 16 bytes (root
// page, sequence), followed by the page itself when the root page is 0.

const (
	pageHeader  = 16
	elementSize = 16
	boltMagic   = 0xED0CDAED
	boltVersion = 2
	noFreelist  = ^uint64(0)

	branchPage   = 0x01
	leafPage     = 0x02
	metaPage     = 0x04
	freelistPage = 0x10
	bucketLeaf   = 0x01
)

var errRoot = errors.New("its structure is broken")

// rootState is what root.bolt says of the newest state of the index.
type rootState struct {
	epoch    uint64
	sum      uint32 // CRC-32 of the deletions, segments and internal values
	segments []string
}

// readRoot checks the bytes of root.bolt and returns its newest state.
func readRoot(data []byte) (st rootState, err error) {
	m, err := newestMeta(data)
	if err != nil {
		return st, err
	}
	f := &rootFile{data: data, size: m.pageSize, seen: make([]bool, m.pages)}
	if err := f.readFree(m.freelist); err != nil {
		return st, err
	}
	var newest bucket
	err = f.walk(bucket{root: m.root}, func(key, value []byte, nested *bucket) error {
		if nested == nil || !bytes.Equal(key, util.BoltSnapshotsBucket) {
			return f.skip(nested)
		}
		return f.walk(*nested, func(key, value []byte, nested *bucket) error {
			if nested != nil {
				st.epoch, newest = epochOf(key), *nested
			}
			return f.skip(nested)
		})
	})
	if err != nil {
		return st, err
	}
	for i, seen := range f.seen {
		if i > 1 && !seen {
			return st, fmt.Errorf("%w: page %d is lost", errRoot, i)
		}
	}
	if st.epoch == 0 {
		return st, errors.New("it holds no state of the index")
	}
	f.seen = nil
	err = f.sumState(newest, &st)
	return st, err
}

// epochOf decodes the number of a state: one byte from 136 for small numbers,
// else the count of the bytes that follow, plus 245.
func epochOf(key []byte) (epoch uint64) {
	if len(key) == 1 {
		return uint64(key[0]) - 0x88
	}
	for _, b := range key[1:] {
		epoch = epoch<<8 | uint64(b)
	}
	return epoch
}

// sumState reads one state. What changes without a change of the index, as the
// time of writing does, is no part of the sum.
func (f *rootFile) sumState(state bucket, st *rootState) error {
	sum := crc32.NewIEEE()
	add := func(b []byte) {
		var n [8]byte
		binary.LittleEndian.PutUint64(n[:], uint64(len(b)))
		sum.Write(n[:])
		sum.Write(b)
	}
	err := f.walk(state, func(part, value []byte, nested *bucket) error {
		add(part)
		if nested == nil {
			add(value)
			return nil
		}
		if bytes.Equal(part, util.BoltMetaDataKey) {
			return nil
		}
		return f.walk(*nested, func(key, value []byte, _ *bucket) error {
			if bytes.Equal(key, util.TotBytesWrittenKey) {
				return nil
			}
			if bytes.Equal(key, util.BoltPathKey) && !bytes.Equal(part, util.BoltInternalKey) {
				st.segments = append(st.segments, string(value))
			}
			add(key)
			add(value)
			return nil
		})
	})
	st.sum = sum.Sum32()
	return err
}

// meta is a meta page.
type meta struct {
	pageSize, root, freelist, pages, txid uint64
}

// newestMeta returns the valid meta page with the higher transaction. Bolt
// writes them in turn, so an interrupted writing leaves the other one.
func newestMeta(data []byte) (best meta, err error) {
	for size := uint64(512); size <= 1<<16; size *= 2 {
		for _, at := range []uint64{0, size} {
			if m, ok := readMeta(data, at); ok && m.pageSize == size && m.txid >= best.txid {
				best = m
			}
		}
	}
	if best.pageSize == 0 || best.pages < 2 || best.pages > uint64(len(data))/best.pageSize {
		return best, fmt.Errorf("%w: it has no valid beginning, or its end is missing", errRoot)
	}
	return best, nil
}

// transactionOf returns the number of the newest transaction in the beginning of
// root.bolt, or 0.
func transactionOf(head []byte) (txid uint64) {
	for size := uint64(512); size <= 1<<16; size *= 2 {
		for _, at := range []uint64{0, size} {
			if m, ok := readMeta(head, at); ok && m.pageSize == size {
				txid = max(txid, m.txid)
			}
		}
	}
	return txid
}

// metaFields is the number of bytes of a meta page that its checksum covers.
const metaFields = 56

func readMeta(data []byte, at uint64) (m meta, ok bool) {
	if uint64(len(data)) < at+pageHeader+metaFields+8 {
		return m, false
	}
	b := data[at+pageHeader:]
	sum := fnv.New64a()
	sum.Write(b[:metaFields])
	le := binary.LittleEndian
	if le.Uint32(b) != boltMagic || le.Uint32(b[4:]) != boltVersion || le.Uint64(b[metaFields:]) != sum.Sum64() {
		return m, false
	}
	return meta{
		pageSize: uint64(le.Uint32(b[8:])),
		root:     le.Uint64(b[16:]), // b[24:] is the sequence of the root bucket
		freelist: le.Uint64(b[32:]),
		pages:    le.Uint64(b[40:]),
		txid:     le.Uint64(b[48:]),
	}, true
}

// rootFile walks the pages of root.bolt.
type rootFile struct {
	data []byte
	size uint64 // of a page
	seen []bool // by page; nil when pages are not counted
}

// bucket is a bucket on pages of its own, or within a value.
type bucket struct {
	root   uint64
	inline []byte // the page, when root is 0
}

// page returns a page with its overflow and notes that it was seen.
func (f *rootFile) page(id uint64) ([]byte, error) {
	pages := uint64(len(f.data)) / f.size
	if id < 2 || id >= pages {
		return nil, fmt.Errorf("%w: there is no page %d", errRoot, id)
	}
	p := f.data[id*f.size:]
	overflow := uint64(binary.LittleEndian.Uint32(p[12:]))
	if binary.LittleEndian.Uint64(p) != id || overflow >= pages-id {
		return nil, fmt.Errorf("%w: page %d", errRoot, id)
	}
	for i := id; i <= id+overflow; i++ {
		if err := f.see(i); err != nil {
			return nil, err
		}
	}
	return p[:(overflow+1)*f.size], nil
}

func (f *rootFile) see(id uint64) error {
	if f.seen == nil {
		return nil
	}
	if id >= uint64(len(f.seen)) || f.seen[id] {
		return fmt.Errorf("%w: page %d is used twice", errRoot, id)
	}
	f.seen[id] = true
	return nil
}

// readFree notes the free pages. A count of 0xFFFF stands before the true one.
func (f *rootFile) readFree(id uint64) error {
	if id == noFreelist {
		return fmt.Errorf("%w: it has no list of free pages", errRoot)
	}
	p, err := f.page(id)
	if err != nil {
		return err
	}
	count, ids := uint64(binary.LittleEndian.Uint16(p[10:])), p[pageHeader:]
	if count == 0xFFFF {
		count, ids = binary.LittleEndian.Uint64(ids), ids[8:]
	}
	if binary.LittleEndian.Uint16(p[8:]) != freelistPage || count > uint64(len(ids))/8 {
		return fmt.Errorf("%w: page %d is no list of free pages", errRoot, id)
	}
	for i := range count {
		if err := f.see(binary.LittleEndian.Uint64(ids[8*i:])); err != nil {
			return err
		}
	}
	return nil
}

// visitor is shown an entry of a bucket; nested is the bucket that the value
// is, if it is one.
type visitor func(key, value []byte, nested *bucket) error

// skip walks a bucket whose entries are of no interest, so that its pages are
// checked.
func (f *rootFile) skip(b *bucket) error {
	if b == nil {
		return nil
	}
	return f.walk(*b, func(_, _ []byte, nested *bucket) error { return f.skip(nested) })
}

// walk shows the entries of a bucket in the order of their keys.
func (f *rootFile) walk(b bucket, visit visitor) error {
	var last []byte
	inOrder := func(key, value []byte, nested *bucket) error {
		if last != nil && bytes.Compare(last, key) >= 0 {
			return fmt.Errorf("%w: keys are not in order", errRoot)
		}
		last = key
		return visit(key, value, nested)
	}
	if b.root == 0 {
		return f.leaf(b.inline, inOrder)
	}
	return f.tree(b.root, 0, inOrder)
}

// maxDepth is more than a tree of Bolt can have.
const maxDepth = 64

func (f *rootFile) tree(id uint64, depth int, visit visitor) error {
	p, err := f.page(id)
	if err != nil {
		return err
	}
	if flags := binary.LittleEndian.Uint16(p[8:]); flags == leafPage {
		return f.leaf(p, visit)
	} else if flags != branchPage || depth > maxDepth {
		return fmt.Errorf("%w: page %d is of an unexpected kind", errRoot, id)
	}
	keys, children, err := branch(p)
	for i, key := range keys {
		if err != nil {
			return err
		}
		err = f.tree(children[i], depth+1, func(k, value []byte, nested *bucket) error {
			if bytes.Compare(k, key) < 0 || i+1 < len(keys) && bytes.Compare(k, keys[i+1]) >= 0 {
				return fmt.Errorf("%w: a key stands on the wrong page", errRoot)
			}
			return visit(k, value, nested)
		})
	}
	return err
}

// branch returns the entries of a branch page: the least key of each page below.
func branch(p []byte) (keys [][]byte, children []uint64, err error) {
	le := binary.LittleEndian
	for i := range int(le.Uint16(p[10:])) {
		at := pageHeader + i*elementSize
		if len(p) < at+elementSize {
			return nil, nil, fmt.Errorf("%w: a branch is cut", errRoot)
		}
		e := p[at:]
		key, err := slice(e, le.Uint32(e), le.Uint32(e[4:]))
		if err != nil {
			return nil, nil, err
		}
		keys, children = append(keys, key), append(children, le.Uint64(e[8:]))
	}
	return keys, children, nil
}

func (f *rootFile) leaf(p []byte, visit visitor) error {
	if len(p) < pageHeader || binary.LittleEndian.Uint16(p[8:]) != leafPage {
		return fmt.Errorf("%w: a leaf is none", errRoot)
	}
	count := int(binary.LittleEndian.Uint16(p[10:]))
	for i := range count {
		at := pageHeader + i*elementSize
		if len(p) < at+elementSize {
			return fmt.Errorf("%w: a leaf is cut", errRoot)
		}
		e := p[at:]
		le := binary.LittleEndian
		flags, pos, ksize, vsize := le.Uint32(e), le.Uint32(e[4:]), le.Uint32(e[8:]), le.Uint32(e[12:])
		key, err1 := slice(e, pos, ksize)
		value, err2 := slice(e[min(len(e), int(pos)):], ksize, vsize)
		if err := cmp.Or(err1, err2); err != nil {
			return err
		}
		nested, err := nestedBucket(flags, value)
		if err == nil {
			err = visit(key, value, nested)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// nestedBucket returns the bucket that a value is, or nil.
func nestedBucket(flags uint32, value []byte) (*bucket, error) {
	switch {
	case flags == 0:
		return nil, nil
	case flags != bucketLeaf || len(value) < 16:
		return nil, fmt.Errorf("%w: an entry is of no known kind", errRoot)
	}
	b := &bucket{root: binary.LittleEndian.Uint64(value)}
	if b.root == 0 {
		b.inline = value[16:]
	}
	return b, nil
}

// slice returns n bytes of b from start.
func slice(b []byte, start, n uint32) ([]byte, error) {
	if uint64(start)+uint64(n) > uint64(len(b)) {
		return nil, fmt.Errorf("%w: an entry lies outside its page", errRoot)
	}
	return b[start : start+n], nil
}
