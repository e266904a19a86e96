package pdf

import (
	"runtime/debug"

	"github.com/tetratelabs/wazero/experimental"
)

// A sandbox whose memory grows by steps is copied at each, and the copies that are
// left behind pile up to several times its size before they are collected. So memory
// doubles, few times, and before a large step the copies of the last ones are
// given back.

// largeMemory is what is worth a collection, in bytes.
const largeMemory = 32 << 20

// newMemory makes the memory of a sandbox, of least to most bytes.
func newMemory(least, most uint64) experimental.LinearMemory {
	return &memory{bytes: make([]byte, 0, least), most: most}
}

type memory struct {
	bytes []byte
	most  uint64
}

// Reallocate makes the memory size bytes long, and returns nil if that is too much.
func (m *memory) Reallocate(size uint64) []byte {
	if size > m.most {
		return nil
	}
	if old := uint64(cap(m.bytes)); size > old {
		if old >= largeMemory {
			debug.FreeOSMemory()
		}
		larger := make([]byte, len(m.bytes), min(max(size, 2*old), m.most))
		copy(larger, m.bytes)
		m.bytes = larger
	}
	m.bytes = m.bytes[:size]
	return m.bytes
}

// Free lets the memory go.
func (m *memory) Free() { m.bytes = nil }
