package ocr

import "github.com/tetratelabs/wazero/experimental"

// Memory of a page's sandbox, in bytes. A page of 12 million pixels takes about 240
// MB of it, which it has room for from the start, as to grow is to have the memory
// twice for a moment; what is not touched costs nothing. The engine itself would
// stop only at 1 GB.
const (
	roomMemory = 240 << 20
	maxMemory  = 384 << 20
)

// spare keeps the memory of the page before for the next: waiting for the garbage
// collector would mean to hold that of several pages.
type spare chan []byte

func (s spare) allocator() experimental.MemoryAllocator {
	return experimental.MemoryAllocatorFunc(func(_, _ uint64) experimental.LinearMemory {
		select {
		case b := <-s:
			clear(b)
			return &memory{b[:0], s}
		default:
			return &memory{make([]byte, 0, roomMemory), s}
		}
	})
}

// memory is the memory of one sandbox. What lies beyond its length is zero.
type memory struct {
	bytes []byte
	spare spare
}

// Reallocate returns nil for more than the sandbox may have.
func (m *memory) Reallocate(size uint64) []byte {
	if size > maxMemory {
		return nil
	}
	if size > uint64(cap(m.bytes)) {
		more := make([]byte, len(m.bytes), size)
		copy(more, m.bytes)
		m.bytes = more
	}
	m.bytes = m.bytes[:size]
	return m.bytes
}

// Free keeps the memory for the next page if there is none yet.
func (m *memory) Free() {
	select {
	case m.spare <- m.bytes:
	default:
	}
	m.bytes = nil
}
