package find

import (
	"hash/maphash"
	"math/bits"
	"strings"
	"sync"

	"vankien/internal/viet"
)

// Words and pairs of some hundred megabytes are counted by all processors. Counts of
// its own for each goroutine would hold most pairs once for each, and there are millions;
// so there is one table of pairs, in shards by hash. A goroutine gathers what belongs to
// a shard and takes its lock once for hundreds of pairs, which then find the shard in the
// cache of the processor. Words are few and have counts for each goroutine.
//
// A word is a number, which it gets when it is first seen and which all goroutines know
// it by. Which numbers words get depends on who comes first; counts do not.

// wordCounts counts words and pairs of them in two sets. After done it says what was
// counted.
type wordCounts struct {
	vocabulary
	pairs  [pairShards]pairTable
	words  [][2]int  // by number
	totals [2][2]int // words and pairs of each set

	most    int // goroutines
	workers []*wordCounter
	working sync.WaitGroup
	batch   *wordBatch // that is being filled
	queue   chan *wordBatch
}

// newWordCounts returns counts that at most so many goroutines make.
func newWordCounts(most int) *wordCounts {
	return &wordCounts{most: most, batch: new(wordBatch), queue: make(chan *wordBatch, most),
		vocabulary: vocabulary{numbers: map[string]uint32{}, names: []string{""}}}
}

// add counts some texts with a set. They are not kept.
func (c *wordCounts) add(set int, texts ...string) {
	for _, text := range texts {
		c.batch.add(set, text)
	}
	if c.batch.text.Len() >= batchBytes {
		c.send()
	}
}

// send gives the batch to a goroutine, a new one as long as there may be more.
func (c *wordCounts) send() {
	if len(c.workers) < c.most {
		w := &wordCounter{wordCounts: c, seed: maphash.MakeSeed()}
		c.workers = append(c.workers, w)
		c.working.Go(w.run)
	}
	c.queue <- c.batch
	c.batch = new(wordBatch)
}

// done waits until all is counted. It is called once, whether or not the counts are of use.
func (c *wordCounts) done() {
	c.send()
	close(c.queue)
	c.working.Wait()
	c.words = make([][2]int, len(c.names))
	for _, w := range c.workers {
		for number, n := range w.counts {
			addCounts(&c.words[number], n)
		}
		for i := range w.sums {
			addCounts(&c.totals[i], w.sums[i])
		}
	}
	c.workers = nil
}

func addCounts(to *[2]int, n [2]int) { to[0], to[1] = to[0]+n[0], to[1]+n[1] }

// batchBytes is the size of texts that a goroutine is given at once, unless one is longer.
const batchBytes = 64 << 10

// wordBatch is texts to count.
type wordBatch struct {
	text strings.Builder
	ends []textEnd
}

// textEnd is where a text ends that belongs to a set.
type textEnd struct{ at, set int }

func (b *wordBatch) add(set int, text string) {
	if text == "" {
		return
	}
	if b.text.Cap() == 0 {
		b.text.Grow(batchBytes + batchBytes/8)
	}
	b.text.WriteString(text)
	b.ends = append(b.ends, textEnd{b.text.Len(), set})
}

// vocabulary numbers words from 1, for many goroutines.
type vocabulary struct {
	mu      sync.Mutex
	numbers map[string]uint32
	names   []string // by number without joinsOthers
}

// joinsOthers is set in the number of a word that only joins others.
const joinsOthers = 1 << 31

func (v *vocabulary) number(term string) uint32 {
	v.mu.Lock()
	defer v.mu.Unlock()
	n, known := v.numbers[term]
	if !known {
		n = uint32(len(v.names))
		v.names = append(v.names, term)
		if viet.IsFunctionWord(term) {
			n |= joinsOthers
		}
		v.numbers[term] = n
	}
	return n
}

// wordCounter is what one goroutine counts.
type wordCounter struct {
	*wordCounts
	seed    maphash.Seed
	known   [knownWords]knownWord
	counts  [][2]int // by number
	sums    [2][2]int
	tokens  []viet.Token
	pending [pairShards][]uint64 // pairs, each with inSecond or without
}

// knownWord is a word and its number; 0 is none.
type knownWord struct {
	term   string
	number uint32
}

// knownWords is twice the words that texts use over and over.
const knownWords = 1 << 14

func (w *wordCounter) run() {
	for b := range w.queue {
		text, from := b.text.String(), 0
		for _, end := range b.ends {
			w.count(text[from:end.at], end.set)
			from = end.at
		}
	}
	for i := range w.pending {
		w.flush(i)
	}
}

// count counts the words of a text.
func (w *wordCounter) count(text string, set int) {
	w.tokens = viet.Words(w.tokens[:0], text)
	w.sums[0][set] += len(w.tokens)
	last, lastPos := uint32(joinsOthers), -2
	for i := range w.tokens {
		t := &w.tokens[i]
		number := w.number(t.Term)
		if n := int(number &^ joinsOthers); n >= len(w.counts) {
			w.counts = append(w.counts, make([][2]int, n+1-len(w.counts))...)
		}
		w.counts[number&^joinsOthers][set]++
		if t.Pos == lastPos+1 && (number|last)&joinsOthers == 0 {
			w.pair(uint64(last)<<32|uint64(number), set)
		}
		last, lastPos = number, t.Pos
	}
	if cap(w.tokens) > batchBytes {
		w.tokens = nil
	}
}

// number looks a word up without a lock where it is one of the usual ones.
func (w *wordCounter) number(term string) uint32 {
	k := &w.known[maphash.String(w.seed, term)%knownWords]
	if k.number == 0 || k.term != term {
		*k = knownWord{term, w.vocabulary.number(term)}
	}
	return k.number
}

const (
	pairShards = 64
	pairsAhead = 256     // pairs gathered for a shard
	inSecond   = 1 << 31 // set in a pair of the second set
)

// pair counts two words, each below joinsOthers.
func (w *wordCounter) pair(key uint64, set int) {
	shard := int(pairHash(key) % pairShards)
	p := w.pending[shard]
	if p == nil {
		p = make([]uint64, 0, pairsAhead)
	}
	w.pending[shard] = append(p, key|uint64(set)*inSecond)
	w.sums[1][set]++
	if len(p)+1 == pairsAhead {
		w.flush(shard)
	}
}

func (w *wordCounter) flush(shard int) {
	t := &w.pairs[shard]
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, key := range w.pending[shard] {
		t.add(key&^inSecond, int(key/inSecond&1))
	}
	w.pending[shard] = w.pending[shard][:0]
}

// pairHash multiplies with a number whose bits are spread, and folds what comes of it
// so that all bits of both words are in all of the hash.
func pairHash(key uint64) uint64 {
	high, low := bits.Mul64(key, 0x9E3779B97F4A7C15)
	return high ^ low
}

// pairTable counts the pairs of a shard by open addressing.
type pairTable struct {
	mu    sync.Mutex
	slots []pairCount // as many as a power of two, at most three quarters used
	used  int
}

// pairCount is a pair, which is never 0, and how often each set has it.
type pairCount struct {
	key uint64
	n   [2]uint32
}

func (t *pairTable) add(key uint64, set int) {
	if 4*t.used >= 3*len(t.slots) {
		t.grow()
	}
	s := t.slot(key)
	if s.key == 0 {
		s.key = key
		t.used++
	}
	s.n[set]++
}

// slot is where a pair stands or may be put.
func (t *pairTable) slot(key uint64) *pairCount {
	mask := uint64(len(t.slots) - 1)
	for i := pairHash(key) / pairShards; ; i++ {
		if s := &t.slots[i&mask]; s.key == key || s.key == 0 {
			return s
		}
	}
}

func (t *pairTable) grow() {
	old := t.slots
	t.slots = make([]pairCount, max(16, 2*len(old)))
	for _, s := range old {
		if s.key != 0 {
			*t.slot(s.key) = s
		}
	}
}
