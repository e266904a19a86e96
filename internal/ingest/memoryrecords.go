package ingest

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// MemoryRecords is a JournalStore that ends with the process.
type MemoryRecords struct {
	mu    sync.Mutex
	parts map[string]map[string][]byte
}

// NewMemoryRecords returns an empty one.
func NewMemoryRecords() *MemoryRecords {
	return &MemoryRecords{parts: map[string]map[string][]byte{}}
}

// Get implements JournalStore.
func (m *MemoryRecords) Get(part string, keys ...string) (map[string][]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := map[string][]byte{}
	for _, key := range keys {
		if v, has := m.parts[part][key]; has {
			out[key] = slices.Clone(v)
		}
	}
	return out, nil
}

// Range implements JournalStore.
func (m *MemoryRecords) Range(part, prefix, from string, most int, f func(key string, value []byte) bool) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, key := range slices.Sorted(maps.Keys(m.parts[part])) {
		if key < max(prefix, from) || !strings.HasPrefix(key, prefix) {
			continue
		}
		if most--; most < 0 || !f(key, m.parts[part][key]) {
			return nil
		}
	}
	return nil
}

// Apply implements JournalStore.
func (m *MemoryRecords) Apply(changes map[string]map[string][]byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for part, values := range changes {
		if m.parts[part] == nil {
			m.parts[part] = map[string][]byte{}
		}
		for key, value := range values {
			if m.parts[part][key] = slices.Clone(value); value == nil {
				delete(m.parts[part], key)
			}
		}
	}
	return nil
}
