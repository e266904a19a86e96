package segment

import "slices"

// pairSorter finds the pairs of a chunk of a batch: all neighbours are put in
// buckets by their first word, in the order of documents, and each bucket in
// others by the second. Words are few, so this takes no comparing and no
// hashing, and the room of one bucket is that of the processor's caches.
type pairSorter struct {
	starts []uint32    // of the bucket of each first word, and the end
	all    []neighbour // by first word

	counts  []uint32 // of each second word of a bucket; 0 between buckets
	seconds []uint16 // that a bucket has
	docs    []uint16 // of a bucket, by second word
	freqs   []uint8
}

// neighbour is a second word where it stands.
type neighbour struct {
	second, doc uint16
	weight      uint8
}

// run adds the pairs of a chunk.
func (p *pairSorter) run(b *batch, chunk int, w *pairWriter) {
	common := b.head.Common
	p.starts, p.counts = zeroed(p.starts, common+2), zeroed(p.counts, common)
	at := p.starts[1:] // of each bucket, where the next goes: in the end, the start of the next bucket
	n := 0
	p.each(b, chunk, func(first uint32, _ neighbour) { at[first+1]++; n++ })
	for first := range common {
		at[first+1] += at[first]
	}
	p.all = resized(p.all, n)
	p.each(b, chunk, func(first uint32, x neighbour) {
		p.all[at[first]] = x
		at[first]++
	})
	for first := range common {
		p.bucket(w, uint32(first), p.all[p.starts[first]:p.starts[first+1]])
	}
}

// each calls yield with the neighbours of a chunk that are common words.
func (p *pairSorter) each(b *batch, chunk int, yield func(first uint32, x neighbour)) {
	common := uint32(b.head.Common)
	from := chunk * ChunkSize
	for d := range chunkSize(len(b.docs), chunk) {
		part, last := 0, uint32(gapMark)
		for _, word := range b.text(from + d) {
			if word >= nameMark && word != gapMark && word != partMark {
				continue
			}
			if word == partMark {
				part++
			} else if last < common && word < common {
				yield(last, neighbour{uint16(word), uint16(d), uint8(min(bigTF, b.layout.Parts[part].Weight))})
			}
			last = word
		}
	}
}

// bucket adds the pairs of a first word.
func (p *pairSorter) bucket(w *pairWriter, first uint32, all []neighbour) {
	p.seconds = p.seconds[:0]
	for i := range all {
		if p.counts[all[i].second]++; p.counts[all[i].second] == 1 {
			p.seconds = append(p.seconds, all[i].second)
		}
	}
	slices.Sort(p.seconds)
	next := uint32(0)
	for _, s := range p.seconds {
		next, p.counts[s] = next+p.counts[s], next
	}
	p.docs, p.freqs = resized(p.docs, len(all)), resized(p.freqs, len(all))
	for i := range all {
		x := &all[i]
		at := p.counts[x.second]
		p.docs[at], p.freqs[at] = x.doc, x.weight
		p.counts[x.second]++
	}
	from := uint32(0)
	for _, s := range p.seconds {
		to := p.counts[s]
		n := summed(p.docs[from:to], p.freqs[from:to])
		w.add(first, uint32(s), p.docs[from:][:n], p.freqs[from:][:n])
		from, p.counts[s] = to, 0
	}
}

// summed adds up the frequencies of equal documents, which stand together, and
// returns the number of different ones.
func summed(docs []uint16, freqs []uint8) (n int) {
	for i, d := range docs {
		if n > 0 && docs[n-1] == d {
			freqs[n-1] = uint8(min(bigTF, int(freqs[n-1])+int(freqs[i])))
			continue
		}
		docs[n], freqs[n] = d, freqs[i]
		n++
	}
	return n
}
