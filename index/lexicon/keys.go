package lexicon

import (
	"sort"
	"strings"
)

// keys are keys in order, and how many documents have each.
type keys struct {
	text string
	ends []uint32 // of each key in text
	held []uint32
}

func (k *keys) len() int { return len(k.ends) }

func (k *keys) at(i int) string {
	from := uint32(0)
	if i > 0 {
		from = k.ends[i-1]
	}
	return k.text[from:k.ends[i]]
}

// seek returns the first key that is not before another.
func (k *keys) seek(key string) int {
	return sort.Search(k.len(), func(i int) bool { return k.at(i) >= key })
}

// beginning returns which keys begin so: those from one to before another.
func (k *keys) beginning(begins string) (from, to int) {
	from = k.seek(begins)
	return from, from + sort.Search(k.len()-from, func(i int) bool { return !strings.HasPrefix(k.at(from+i), begins) })
}

// find returns the place of a key, or -1.
func (k *keys) find(key string) int {
	if i := k.seek(key); i < k.len() && k.at(i) == key {
		return i
	}
	return -1
}

// keyWriter lays keys out that come in order.
type keyWriter struct {
	text       []byte
	ends, held []uint32
}

func (w *keyWriter) add(key string, held uint32) {
	w.text = append(w.text, key...)
	w.ends, w.held = append(w.ends, uint32(len(w.text))), append(w.held, held)
}

func (w *keyWriter) keys() keys { return keys{string(w.text), w.ends, w.held} }
