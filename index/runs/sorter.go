package runs

import (
	"iter"
	"slices"
)

// Marks stand in a text between its words, which are all less. No run goes on over
// one, but over a NameMark.
const (
	CutMark  = 1<<32 - 3
	NameMark = 1<<32 - 16 // + the number of words of the name that begins; the least of all marks
)

// Sorter counts the runs of texts: all second and third words are sorted by their
// first word, bucket by bucket. It keeps its room for the next ones.
type Sorter struct {
	starts []uint32 // of the bucket of each first word, and the end
	all    []uint32 // second and third word, by first word

	counts  []uint32 // of each second word of a bucket; 0 between buckets
	seconds []uint16
	behind  []uint16 // third words of a bucket, by second word
	thirds  []third
}

// noThird stands for none behind a run of two.
const noThird = 0xffff

// Count returns the counts of texts of so many words, of which the first ones are
// common. No run goes on from text to text. names are added to those that marks in the
// texts tell of.
func (p *Sorter) Count(common, vocabulary int, texts iter.Seq[[]uint32], names []Name, w *Writer) *Counts {
	p.run(uint32(common), texts, w)
	counts := make([]uint32, vocabulary)
	for text := range texts {
		for i, x := range text {
			switch {
			case x < NameMark:
				counts[x] = plus(counts[x], 1)
			case x > NameMark && x <= NameMark+MaxName:
				names = append(names, nameAt(text[i+1:], int(x-NameMark)))
			}
		}
	}
	return w.end(common, counts, names)
}

// nameAt is the name of the next n words, between which marks may stand.
func nameAt(text []uint32, n int) Name {
	at := Name{Count: 1}
	for i, k := 0, 0; k < n; i++ {
		if text[i] < NameMark {
			at.Words[k] = text[i] + 1
			k++
		}
	}
	return at
}

func (p *Sorter) run(common uint32, texts iter.Seq[[]uint32], w *Writer) {
	p.starts, p.counts = zeroed(p.starts, int(common)+2), zeroed(p.counts, int(common))
	at := p.starts[1:] // of each bucket, where the next goes: in the end, the start of the next bucket
	n := 0
	each(common, texts, func(first, _ uint32) { at[first+1]++; n++ })
	for first := range common {
		at[first+1] += at[first]
	}
	p.all = resized(p.all, n)
	each(common, texts, func(first, rest uint32) {
		p.all[at[first]] = rest
		at[first]++
	})
	for first := range common {
		p.bucket(w, first, p.all[p.starts[first]:p.starts[first+1]])
	}
}

// each calls yield with every two neighbours that are common words, the second
// of them together with the word behind it.
func each(common uint32, texts iter.Seq[[]uint32], yield func(first, rest uint32)) {
	for text := range texts {
		x, y := uint32(CutMark), uint32(CutMark) // the last words
		for _, word := range text {
			if word > NameMark && word <= NameMark+MaxName {
				continue
			}
			if x < common && y < common {
				yield(x, y<<16|cond(word < common, word, noThird))
			}
			x, y = cond(y < common, y, CutMark), word
		}
		if x < common && y < common {
			yield(x, y<<16|noThird)
		}
	}
}

// bucket adds the runs of a first word.
func (p *Sorter) bucket(w *Writer, first uint32, all []uint32) {
	p.seconds = p.seconds[:0]
	for _, x := range all {
		if p.counts[x>>16]++; p.counts[x>>16] == 1 {
			p.seconds = append(p.seconds, uint16(x>>16))
		}
	}
	slices.Sort(p.seconds)
	next := uint32(0)
	for _, s := range p.seconds {
		next, p.counts[s] = next+p.counts[s], next
	}
	p.behind = resized(p.behind, len(all))
	for _, x := range all {
		p.behind[p.counts[x>>16]] = uint16(x)
		p.counts[x>>16]++
	}
	from := uint32(0)
	for _, s := range p.seconds {
		to := p.counts[s]
		if to-from >= w.Least {
			w.add(first, uint32(s), to-from, p.counted(p.behind[from:to]))
		}
		from, p.counts[s] = to, 0
	}
}

// counted sorts third words and counts equal ones.
func (p *Sorter) counted(words []uint16) []third {
	p.thirds = p.thirds[:0]
	slices.Sort(words)
	for i := 0; i < len(words) && words[i] != noThird; {
		from := i
		for i++; i < len(words) && words[i] == words[from]; i++ {
		}
		p.thirds = append(p.thirds, third{words[from], uint32(i - from)})
	}
	return p.thirds
}

func cond[T any](is bool, a, b T) T {
	if is {
		return a
	}
	return b
}

// resized is s with n values, of any content.
func resized[T any](s []T, n int) []T { return slices.Grow(s[:0], n)[:n] }

// zeroed is s with n zeros.
func zeroed[T any](s []T, n int) []T {
	s = resized(s, n)
	clear(s)
	return s
}
