package segment

import (
	"cmp"
	"errors"
	"io"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// VerifyFile compares a file with the sums that were written with it, on all
// processors. It returns ErrFormat, a *DamageError that names the first damage,
// or an error of reading.
func VerifyFile(file io.ReaderAt, size int64) error {
	v, err := NewVerifier(file, size)
	if err != nil {
		return err
	}
	parts := v.parts()
	bySize := slices.Clone(parts) // so that the last one done is small
	slices.SortFunc(bySize, func(a, b *verifiedPart) int { return cmp.Compare(b.end-b.at, a.end-a.at) })
	var next atomic.Int32
	var all sync.WaitGroup
	for range min(len(parts), runtime.GOMAXPROCS(0)) {
		all.Go(func() {
			room := make([]byte, VerifyPiece)
			for i := next.Add(1); int(i) <= len(bySize); i = next.Add(1) {
				bySize[i-1].read(file, room)
			}
		})
	}
	all.Wait()
	for _, p := range parts {
		if err := cmp.Or(p.err, p.End()); err != nil {
			return err
		}
	}
	return nil
}

// verifiedPart is some sections of a file that are read in a row.
type verifiedPart struct {
	Verifier
	err error // of reading
}

// partSize is the least size of a part, but for the last.
const partSize = 1 << 20

// parts divides the file between sections.
func (v *Verifier) parts() (parts []*verifiedPart) {
	rest := *v
	for i := range v.table {
		if at := v.table[i].Offset; at-rest.at >= partSize {
			p := rest
			p.end = at
			parts = append(parts, &verifiedPart{Verifier: p})
			rest.at, rest.next = at, i
		}
	}
	return append(parts, &verifiedPart{Verifier: rest})
}

// read reads the part by pieces.
func (p *verifiedPart) read(file io.ReaderAt, room []byte) {
	for p.at < p.end && p.err == nil {
		piece := room[:min(uint64(len(room)), p.end-p.at)]
		var n int
		if n, p.err = file.ReadAt(piece, int64(p.at)); n == len(piece) {
			p.err = nil
		}
		_, _ = p.Write(piece[:n])
	}
	if errors.Is(p.err, io.EOF) {
		p.err = nil // End tells that something is missing
	}
}
