package local

import (
	"fmt"

	"vankien/index"
)

// Room that a batch of documents must find on its disk. A batch takes up to
// twice its text, and merging it with what is there as much again for a while.
// Deleting is never refused: it is how room is made.
const (
	roomPerByte = 4
	roomFloor   = 16 << 20
)

// checkRoom returns ErrNoSpace when the disk has too little room for changes.
func (x *Index) checkRoom(changes []*change) error {
	docs, bytes := 0, 0
	for _, c := range changes {
		docs, bytes = docs+len(c.docs), bytes+c.bytes
	}
	if x.dir == "" || docs == 0 {
		return nil
	}
	need := uint64(roomPerByte*bytes + roomFloor)
	if free, known := x.room(x.dir); known && free < need {
		return fmt.Errorf("%w: %d MB are free, %d MB are needed to write safely", index.ErrNoSpace, free>>20, need>>20)
	}
	return nil
}
