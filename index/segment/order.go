package segment

import (
	"encoding/binary"
	"sort"
	"strings"
)

// orderBlock is the number of keys between two that are kept whole.
const orderBlock = 16

// Order is the documents in the order of a key; equal keys stand in the order
// of numbers. Keys are kept in order, each as what differs from the one before;
// of one that ends with the id of its document the id is left out.
type Order struct {
	Documents []uint32 // in order
	Ranks     []uint32 // place of each document
	blocks    []uint32
	keys      []byte
	ids       *Order // nil in that of ids
}

// Key appends the key of a document to b.
func (o *Order) Key(b []byte, document uint32) []byte {
	return o.at(b, int(o.Ranks[document]))
}

func (o *Order) at(b []byte, place int) []byte {
	start := len(b)
	next := o.keys[o.blocks[place/orderBlock]:]
	own := false
	for range place%orderBlock + 1 {
		var shared int
		var rest []byte
		shared, own, rest, next = entryOf(next)
		b = append(b[:start+shared], rest...)
	}
	if own {
		b = o.ids.Key(b, o.Documents[place])
	}
	return b
}

// entryOf reads an entry: what it shares with the one before, without ids;
// whether the id follows; and the rest.
func entryOf(b []byte) (shared int, own bool, rest, next []byte) {
	s, n := binary.Uvarint(b)
	l, m := binary.Uvarint(b[n:])
	b = b[n+m:]
	return int(s >> 1), s&1 > 0, b[:l:l], b[l:]
}

// Find returns the place of the first key that is not before key.
func (o *Order) Find(key string) (place int, found bool) {
	var room, whole [128]byte
	b := room[:0]
	block := sort.Search(len(o.blocks), func(i int) bool {
		b = o.at(b[:0], i*orderBlock)
		return text(b) >= key
	})
	if len(o.blocks) == 0 {
		return 0, false
	}
	block = max(0, block-1)
	c := orderCursor{order: o, place: block*orderBlock - 1, key: b[:0], full: whole[:0], next: o.keys[o.blocks[block]:]}
	for c.step() {
		if order := strings.Compare(text(c.whole), key); order >= 0 {
			return c.place, order == 0
		}
	}
	return c.place, false
}

// orderWriter lays an order out: documents are added with their keys, in order.
// Keys are written as they come, the rest is held.
type orderWriter struct {
	to     *fileWriter
	id     sectionID
	docs   []uint32
	blocks []uint32
	before []byte
	entry  []byte
}

func (w *orderWriter) begin(f *fileWriter, i sectionID, n int) {
	w.to, w.id, w.docs = f, i, make([]uint32, 0, n)
	f.begin(orderKeySection + i)
}

// add adds a document. Its id is left out of the key, unless it is empty.
func (w *orderWriter) add(d uint32, key []byte, id string) {
	own := id != "" && strings.HasSuffix(text(key), id)
	w.addParts(d, key[:len(key)-cond(own, len(id), 0)], own)
}

// addParts adds a document by its key without its id, and whether that follows.
func (w *orderWriter) addParts(d uint32, key []byte, own bool) {
	shared := 0
	if len(w.docs)%orderBlock == 0 {
		w.blocks = append(w.blocks, uint32(w.to.size()))
	} else {
		shared = commonPrefix(w.before, key)
	}
	w.entry = binary.AppendUvarint(w.entry[:0], uint64(shared)<<1|cond(own, uint64(1), 0))
	w.entry = binary.AppendUvarint(w.entry, uint64(len(key)-shared))
	w.to.write(w.entry)
	w.to.write(key[shared:])
	w.docs = append(w.docs, d)
	w.before = append(w.before[:0], key...)
}

func (w *orderWriter) end() {
	w.to.end()
	ranks := make([]uint32, len(w.docs))
	for place, d := range w.docs {
		ranks[d] = uint32(place)
	}
	whole(w.to, orderSection+w.id, w.docs)
	whole(w.to, rankSection+w.id, ranks)
	whole(w.to, orderBlockSection+w.id, w.blocks)
}

// orderCursor goes through an order.
type orderCursor struct {
	order *Order
	place int
	key   []byte // without the id
	own   bool   // the id follows
	whole []byte // with it
	full  []byte // room for that
	next  []byte
}

func (o *Order) cursor() orderCursor { return orderCursor{order: o, place: -1, next: o.keys} }

// step goes to the next document and reports whether there is one.
func (c *orderCursor) step() bool {
	if c.place++; c.place >= len(c.order.Documents) {
		return false
	}
	shared, own, rest, next := entryOf(c.next)
	c.key, c.own, c.next = append(c.key[:shared], rest...), own, next
	if c.whole = c.key; own {
		c.full = c.order.ids.Key(append(c.full[:0], c.key...), c.order.Documents[c.place])
		c.whole = c.full
	}
	return true
}

func commonPrefix(a, b []byte) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}
