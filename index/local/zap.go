package local

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"path/filepath"

	"github.com/blevesearch/bleve/v2/index/scorch"
	scorchapi "github.com/blevesearch/scorch_segment_api/v2"
	zap "github.com/blevesearch/zapx/v17"

	"vankien/index/exec"
)

// zapPlugin reads segments of Bleve's own format, which earlier versions wrote,
// for Reindex to take the stored documents out of them. A damaged one is an
// error; none is written or searched.
type zapPlugin struct{ zap.ZapPlugin }

func init() { scorch.RegisterSegmentPlugin(&zapPlugin{}, false) }

// OpenUsing maps a file of a store.
func (p *zapPlugin) OpenUsing(path string, config map[string]any) (s scorchapi.Segment, err error) {
	err = exec.Guard(filepath.Base(path), func() (err error) {
		if err = plausible(path); err == nil {
			s, err = p.ZapPlugin.OpenUsing(path, config)
		}
		return err
	})
	return s, err
}

// zapSumSize is the length of the CRC-32 that a zap segment ends with.
const zapSumSize = 4

// compareZap compares a zap segment with the sum at its end, as format.compare does.
func compareZap(r io.Reader, size int64) (detail string, err error) {
	const wrongSum = "its checksum does not match"
	sum, last := crc32.NewIEEE(), make([]byte, zapSumSize)
	if size < zapSumSize {
		return wrongSum, nil
	}
	if _, err := io.CopyBuffer(sum, io.LimitReader(r, size-zapSumSize), make([]byte, readAtOnce)); err != nil {
		return "", err
	}
	if _, err := io.ReadFull(r, last); err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return "", err
	}
	if binary.BigEndian.Uint32(last) != sum.Sum32() {
		return wrongSum, nil
	}
	return "", nil
}
