// Package boltfile reads files of Bolt without trust. Bolt checks only the two
// pages with which a file begins; a flipped byte elsewhere gives other values or
// ends the process. Here no number of the file is believed:
//
//   - every page is reachable from the newest of those two or free, exactly once;
//   - keys are in order, and every element lies within its page.
//
// Whether values are as they were written, only a sum of the caller's can tell.
//
// The layout is Bolt's version 2: pages of one size, each with a header of 16
// bytes (id, flags, count, overflow). Branch and leaf elements are 16 bytes and
// point to their keys and values. A nested bucket is a value of 16 bytes (root
// page, sequence), followed by the page itself when the root page is 0.
package boltfile

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
)

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

// ErrBroken says that the pages of a file do not hang together.
var ErrBroken = errors.New("its structure is broken")

// File is a Bolt file that is whole: every page has its place in it.
type File struct{ pages }

// Bucket is a bucket of a File.
type Bucket struct {
	root   uint64
	inline []byte // the page, when root is 0
}

// Visitor is shown an entry of a bucket: a key with its value or, if the value
// is a bucket, with that.
type Visitor func(key, value []byte, nested *Bucket) error

// Read checks the bytes of a Bolt file. The File refers to them.
func Read(data []byte) (*File, error) {
	m, err := newestMeta(data)
	if err != nil {
		return nil, err
	}
	f := &File{pages{data: data, size: m.pageSize, root: m.root, seen: make([]bool, m.pages)}}
	if err := f.readFree(m.freelist); err != nil {
		return nil, err
	}
	if err := f.check(f.Root()); err != nil {
		return nil, err
	}
	for i, seen := range f.seen {
		if i > 1 && !seen {
			return nil, fmt.Errorf("%w: page %d is lost", ErrBroken, i)
		}
	}
	f.seen = nil
	return f, nil
}

// Root returns the bucket that holds all others.
func (f *File) Root() Bucket { return Bucket{root: f.root} }

// Each shows the entries of a bucket in the order of their keys, until visit
// returns an error.
func (f *File) Each(b Bucket, visit Visitor) error { return f.walk(b, visit) }

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
		return best, fmt.Errorf("%w: it has no valid beginning, or its end is missing", ErrBroken)
	}
	return best, nil
}

// Transaction returns the number of the newest transaction in the beginning of a
// file, or 0.
func Transaction(head []byte) (txid uint64) {
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

// pages are the pages of a file.
type pages struct {
	data []byte
	size uint64 // of a page
	root uint64
	seen []bool // by page; nil when pages are not counted
}

// page returns a page with its overflow and notes that it was seen.
func (f *pages) page(id uint64) ([]byte, error) {
	pages := uint64(len(f.data)) / f.size
	if id < 2 || id >= pages {
		return nil, fmt.Errorf("%w: there is no page %d", ErrBroken, id)
	}
	p := f.data[id*f.size:]
	overflow := uint64(binary.LittleEndian.Uint32(p[12:]))
	if binary.LittleEndian.Uint64(p) != id || overflow >= pages-id {
		return nil, fmt.Errorf("%w: page %d", ErrBroken, id)
	}
	for i := id; i <= id+overflow; i++ {
		if err := f.see(i); err != nil {
			return nil, err
		}
	}
	return p[:(overflow+1)*f.size], nil
}

func (f *pages) see(id uint64) error {
	if f.seen == nil {
		return nil
	}
	if id >= uint64(len(f.seen)) || f.seen[id] {
		return fmt.Errorf("%w: page %d is used twice", ErrBroken, id)
	}
	f.seen[id] = true
	return nil
}

// readFree notes the free pages. A count of 0xFFFF stands before the true one.
func (f *pages) readFree(id uint64) error {
	if id == noFreelist {
		return fmt.Errorf("%w: it has no list of free pages", ErrBroken)
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
		return fmt.Errorf("%w: page %d is no list of free pages", ErrBroken, id)
	}
	for i := range count {
		if err := f.see(binary.LittleEndian.Uint64(ids[8*i:])); err != nil {
			return err
		}
	}
	return nil
}

// check walks a bucket and all in it.
func (f *pages) check(b Bucket) error {
	return f.walk(b, func(_, _ []byte, nested *Bucket) error {
		if nested == nil {
			return nil
		}
		return f.check(*nested)
	})
}

// walk shows the entries of a bucket in the order of their keys.
func (f *pages) walk(b Bucket, visit Visitor) error {
	var last []byte
	inOrder := func(key, value []byte, nested *Bucket) error {
		if last != nil && bytes.Compare(last, key) >= 0 {
			return fmt.Errorf("%w: keys are not in order", ErrBroken)
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

func (f *pages) tree(id uint64, depth int, visit Visitor) error {
	p, err := f.page(id)
	if err != nil {
		return err
	}
	if flags := binary.LittleEndian.Uint16(p[8:]); flags == leafPage {
		return f.leaf(p, visit)
	} else if flags != branchPage || depth > maxDepth {
		return fmt.Errorf("%w: page %d is of an unexpected kind", ErrBroken, id)
	}
	keys, children, err := branch(p)
	for i, key := range keys {
		if err != nil {
			return err
		}
		err = f.tree(children[i], depth+1, func(k, value []byte, nested *Bucket) error {
			if bytes.Compare(k, key) < 0 || i+1 < len(keys) && bytes.Compare(k, keys[i+1]) >= 0 {
				return fmt.Errorf("%w: a key stands on the wrong page", ErrBroken)
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
			return nil, nil, fmt.Errorf("%w: a branch is cut", ErrBroken)
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

func (f *pages) leaf(p []byte, visit Visitor) error {
	if len(p) < pageHeader || binary.LittleEndian.Uint16(p[8:]) != leafPage {
		return fmt.Errorf("%w: a leaf is none", ErrBroken)
	}
	count := int(binary.LittleEndian.Uint16(p[10:]))
	for i := range count {
		at := pageHeader + i*elementSize
		if len(p) < at+elementSize {
			return fmt.Errorf("%w: a leaf is cut", ErrBroken)
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
func nestedBucket(flags uint32, value []byte) (*Bucket, error) {
	switch {
	case flags == 0:
		return nil, nil
	case flags != bucketLeaf || len(value) < 16:
		return nil, fmt.Errorf("%w: an entry is of no known kind", ErrBroken)
	}
	b := &Bucket{root: binary.LittleEndian.Uint64(value)}
	if b.root == 0 {
		b.inline = value[16:]
	}
	return b, nil
}

// slice returns n bytes of b from start.
func slice(b []byte, start, n uint32) ([]byte, error) {
	if uint64(start)+uint64(n) > uint64(len(b)) {
		return nil, fmt.Errorf("%w: an entry lies outside its page", ErrBroken)
	}
	return b[start : start+n], nil
}
