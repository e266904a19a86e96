package segment

import (
	"math"
	"slices"
)

// lexiconAll is the number of documents up to which a segment keeps what was
// written once; most of a larger one would be that.
const lexiconAll = 1000

// lexiconWriter lays a lexicon out: runs of two are added in order, each with
// the words that follow it.
type lexiconWriter struct {
	to     *fileWriter
	head   *head
	least  uint32 // count below which runs and names are left out
	starts []uint32
	after  []uint32

	seconds        []uint16
	pairs, triples tally
}

// third is a word that follows a run of two, and how often.
type third struct {
	word  uint16
	count uint32
}

func (w *lexiconWriter) begin(f *fileWriter, h *head) {
	*w = lexiconWriter{to: f, head: h, least: cond(h.Documents > lexiconAll, uint32(2), 1)}
	f.begin(lexiconThirdSection)
}

func (w *lexiconWriter) add(a, b, count uint32, thirds []third) {
	if count < w.least {
		return
	}
	w.startAt(int(a))
	w.seconds, w.after = append(w.seconds, uint16(b)), append(w.after, uint32(len(w.triples.low)))
	w.pairs.add(count)
	for _, t := range thirds {
		if t.count >= w.least {
			w.to.write([]byte{byte(t.word), byte(t.word >> 8)})
			w.triples.add(t.count)
		}
	}
}

// startAt begins the runs of word a, and those before it that begin none.
func (w *lexiconWriter) startAt(a int) {
	for len(w.starts) <= a {
		w.starts = append(w.starts, uint32(len(w.seconds)))
	}
}

// end writes the counts of all words and the names, of which equal ones are
// added up.
func (w *lexiconWriter) end(words []uint32, names []name) error {
	w.to.end()
	w.startAt(w.head.Common)
	w.after = append(w.after, uint32(len(w.triples.low)))
	for _, n := range words {
		w.head.WrittenWords += uint64(n)
	}
	whole(w.to, lexiconWordSection, words)
	whole(w.to, lexiconStartSection, w.starts)
	whole(w.to, lexiconSecondSection, w.seconds)
	whole(w.to, lexiconAfterSection, w.after)
	for i, t := range []*tally{&w.pairs, &w.triples} {
		whole(w.to, lexiconCountSection+sectionID(i), t.low)
		whole(w.to, lexiconExcessSection+sectionID(i), t.big)
	}
	whole(w.to, lexiconNameSection, w.summed(names))
	return w.to.err
}

func (w *lexiconWriter) summed(names []name) []name {
	slices.SortFunc(names, name.compare)
	out := names[:0]
	for i := 0; i < len(names); {
		n := names[i]
		for i++; i < len(names) && names[i].Words == n.Words; i++ {
			n.Count = plus(n.Count, names[i].Count)
		}
		if n.Count >= w.least {
			out = append(out, n)
		}
	}
	return out
}

// plus is a sum that stays at the largest number.
func plus(a, b uint32) uint32 { return uint32(min(uint64(a)+uint64(b), math.MaxUint32)) }

// lexiconSorter counts the runs of a batch, much as pairSorter finds its pairs.
type lexiconSorter struct {
	starts []uint32 // of the bucket of each first word, and the end
	all    []uint32 // second and third word, by first word

	counts  []uint32 // of each second word of a bucket; 0 between buckets
	seconds []uint16
	behind  []uint16 // third words of a bucket, by second word
	thirds  []third
}

// noThird stands for none behind a run of two.
const noThird = 0xffff

func (b *batch) writeLexicon() error {
	if !b.layout.Lexicon {
		return nil
	}
	b.head.Written = uint64(len(b.docs))
	var w lexiconWriter
	w.begin(b.file, b.head)
	b.lexicon.run(b, &w)
	counts := make([]uint32, b.vocabulary)
	var names []name
	for d := range b.docs {
		text := b.text(d)
		for i, x := range text {
			switch {
			case x < nameMark:
				counts[x] = plus(counts[x], 1)
			case x > nameMark && x <= nameMark+MaxName:
				names = append(names, nameAt(text[i+1:], int(x-nameMark)))
			}
		}
	}
	return w.end(counts, names)
}

// nameAt is the name of the next n words, between which marks may stand.
func nameAt(text []uint32, n int) name {
	at := name{Count: 1}
	for i, k := 0, 0; k < n; i++ {
		if text[i] < nameMark {
			at.Words[k] = text[i] + 1
			k++
		}
	}
	return at
}

func (p *lexiconSorter) run(b *batch, w *lexiconWriter) {
	common := b.head.Common
	p.starts, p.counts = zeroed(p.starts, common+2), zeroed(p.counts, common)
	at := p.starts[1:] // of each bucket, where the next goes: in the end, the start of the next bucket
	n := 0
	p.each(b, func(first, _ uint32) { at[first+1]++; n++ })
	for first := range common {
		at[first+1] += at[first]
	}
	p.all = resized(p.all, n)
	p.each(b, func(first, rest uint32) {
		p.all[at[first]] = rest
		at[first]++
	})
	for first := range common {
		p.bucket(w, uint32(first), p.all[p.starts[first]:p.starts[first+1]])
	}
}

// each calls yield with every two neighbours that are common words, the second
// of them together with the word behind it.
func (p *lexiconSorter) each(b *batch, yield func(first, rest uint32)) {
	common := uint32(b.head.Common)
	for d := range b.docs {
		x, y := uint32(gapMark), uint32(gapMark) // the last words
		for _, word := range b.text(d) {
			if word > nameMark && word <= nameMark+MaxName {
				continue
			}
			if x < common && y < common {
				yield(x, y<<16|cond(word < common, word, noThird))
			}
			x, y = cond(y < common, y, gapMark), word
		}
		if x < common && y < common {
			yield(x, y<<16|noThird)
		}
	}
}

// bucket adds the runs of a first word.
func (p *lexiconSorter) bucket(w *lexiconWriter, first uint32, all []uint32) {
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
		if to-from >= w.least {
			w.add(first, uint32(s), to-from, p.counted(p.behind[from:to]))
		}
		from, p.counts[s] = to, 0
	}
}

// counted sorts third words and counts equal ones.
func (p *lexiconSorter) counted(words []uint16) []third {
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
