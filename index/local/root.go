package local

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"

	"github.com/blevesearch/bleve/v2/util"

	"vankien/internal/boltfile"
)

// root.bolt lists the segments of each state of the index and the documents
// deleted in each segment. Bolt would bring back a deleted document or hide
// another when a byte of it flips, so it is read by boltfile first, and what the
// newest state says has a sum, kept beside the index (seal).

// rootState is what root.bolt says of the newest state of the index.
type rootState struct {
	epoch    uint64
	sum      uint32 // CRC-32 of the deletions, segments and internal values
	format   format // of the segments
	segments []string
	deleted  map[string][]byte // documents of a segment that are no more, as a roaring bitmap
}

// readRoot checks the bytes of root.bolt and returns its newest state.
func readRoot(data []byte) (st rootState, err error) {
	f, err := boltfile.Read(data)
	if err != nil {
		return st, err
	}
	var newest boltfile.Bucket
	err = f.Each(f.Root(), func(key, _ []byte, nested *boltfile.Bucket) error {
		if nested == nil || !bytes.Equal(key, util.BoltSnapshotsBucket) {
			return nil
		}
		return f.Each(*nested, func(key, _ []byte, nested *boltfile.Bucket) error {
			if nested != nil {
				st.epoch, newest = epochOf(key), *nested
			}
			return nil
		})
	})
	if err != nil {
		return st, err
	}
	if st.epoch == 0 {
		return st, errors.New("it holds no state of the index")
	}
	return st, st.read(f, newest)
}

// epochOf decodes the number of a state: one byte from 136 for small numbers,
// else the count of the bytes that follow, plus 245.
func epochOf(key []byte) (epoch uint64) {
	if len(key) == 1 {
		return uint64(key[0]) - 0x88
	}
	for _, b := range key[min(1, len(key)):] {
		epoch = epoch<<8 | uint64(b)
	}
	return epoch
}

// read reads the state in a bucket. What changes without a change of the index,
// as the time of writing does, is no part of the sum; nor was the format, when
// there was one only.
func (st *rootState) read(f *boltfile.File, state boltfile.Bucket) error {
	st.deleted = map[string][]byte{}
	sum := crc32.NewIEEE()
	add := func(b []byte) {
		var n [8]byte
		binary.LittleEndian.PutUint64(n[:], uint64(len(b)))
		sum.Write(n[:])
		sum.Write(b)
	}
	err := f.Each(state, func(part, value []byte, nested *boltfile.Bucket) error {
		add(part)
		if nested == nil {
			add(value)
			return nil
		}
		if bytes.Equal(part, util.BoltMetaDataKey) {
			return st.readFormat(f, *nested)
		}
		segment, deleted := "", []byte(nil)
		err := f.Each(*nested, func(key, value []byte, _ *boltfile.Bucket) error {
			if bytes.Equal(key, util.TotBytesWrittenKey) {
				return nil
			}
			switch {
			case bytes.Equal(part, util.BoltInternalKey):
			case bytes.Equal(key, util.BoltPathKey):
				segment = string(value)
				st.segments = append(st.segments, segment)
			case bytes.Equal(key, util.BoltDeletedKey):
				deleted = value
			}
			add(key)
			add(value)
			return nil
		})
		if segment != "" && deleted != nil {
			st.deleted[segment] = deleted
		}
		return err
	})
	if st.format != zapFormat {
		add([]byte(st.format.name))
		add(binary.BigEndian.AppendUint32(nil, st.format.version))
	}
	st.sum = sum.Sum32()
	return err
}

// readFormat reads the format from the part of a state that is about the state.
func (st *rootState) readFormat(f *boltfile.File, about boltfile.Bucket) error {
	return f.Each(about, func(key, value []byte, _ *boltfile.Bucket) error {
		switch {
		case bytes.Equal(key, util.BoltMetaDataSegmentTypeKey):
			st.format.name = string(value)
		case bytes.Equal(key, util.BoltMetaDataSegmentVersionKey) && len(value) >= 4:
			st.format.version = binary.BigEndian.Uint32(value)
		}
		return nil
	})
}
