package segment

func (m *merge) writeKeys() error {
	var w keyWriter
	w.begin(m.file, &m.head.Layout, m.head, m.lengths)
	for _, s := range m.sources {
		m.keys = append(m.keys, make([]uint32, len(s.records)))
	}
	var rare []bool
	for f := range len(m.head.Layout.Fields) + 1 {
		w.nextField()
		field := fieldMerge{merge: m, to: &w, field: f, cursors: make([]int, len(m.sources))}
		field.freqs = f == 0 || m.head.Layout.Fields[f-1].Frequencies
		if err := field.run(); err != nil {
			return err
		}
		if f == 0 {
			rare = field.rare
			if err := w.addUnions((&groupMerge{merge: m, to: &w, cursors: make([]int, len(m.sources))}).add); err != nil {
				return err
			}
			m.numberWords(&w, rare)
		}
	}
	w.nextField()
	m.head.FieldKeys = w.fieldKeys
	return w.end(m.file)
}

func (m *merge) numberWords(w *keyWriter, rare []bool) {
	isWord := func(key int) bool { return groupOf(w.key(key)) != "" }
	n := numberWords(w.records, isWord, func(key int) bool { return !rare[key] })
	m.head.Common, w.wordKey, m.vocabulary = n.common, n.wordKey, len(n.wordKey)
	for i, s := range m.sources {
		words := make([]uint32, len(s.wordKey))
		for number, key := range s.wordKey {
			words[number] = Dropped
			if to := m.keys[i][key]; to != Dropped {
				words[number] = w.records[to].Word - 1
			}
		}
		m.words = append(m.words, words)
	}
}

// fieldMerge merges the keys of a field.
type fieldMerge struct {
	*merge
	to      *keyWriter
	field   int
	freqs   bool
	cursors []int  // next key of each source, from the field's first
	rare    []bool // by new key: it is a rare word somewhere
	at      []int  // sources that have the key at hand
	docs    []uint32
	counts  []uint32
}

func (f *fieldMerge) run() error {
	for {
		key, any := f.least()
		if !any {
			return f.file.err
		}
		if err := f.take(key); err != nil {
			return err
		}
	}
}

// next is the next key of a source.
func (f *fieldMerge) next(s int) (place int, any bool) {
	at := f.sources[s].head.FieldKeys
	place = at[f.field] + f.cursors[s]
	return place, place < at[f.field+1]
}

// least finds the least key and the sources that have it.
func (f *fieldMerge) least() (key string, any bool) {
	f.at = f.at[:0]
	for s := range f.sources {
		place, more := f.next(s)
		if !more {
			continue
		}
		switch k := f.sources[s].Key(place); {
		case !any || k < key:
			key, any = k, true
			f.at = append(f.at[:0], s)
		case k == key:
			f.at = append(f.at, s)
		}
	}
	return key, any
}

func (f *fieldMerge) take(key string) error {
	f.docs, f.counts = f.docs[:0], f.counts[:0]
	rare := false
	for _, s := range f.at {
		place, _ := f.next(s)
		f.cursors[s]++
		l, numbers := f.sources[s].List(f.field, place), f.documents[s]
		l.each(func(d, freq uint32) {
			if to := numbers[d]; to != Dropped {
				f.docs, f.counts = append(f.docs, to), append(f.counts, freq)
			}
		})
		rare = rare || f.sources[s].records[place].Word > uint32(f.sources[s].head.Common)
		f.keys[s][place] = uint32(len(f.to.records))
		if err := f.worked(keyWork + l.N); err != nil {
			return err
		}
	}
	if len(f.docs) == 0 {
		for _, s := range f.at {
			place, _ := f.next(s)
			f.keys[s][place-1] = Dropped
		}
		return nil
	}
	f.rare = append(f.rare, rare)
	f.to.add(key, f.docs, cond(f.freqs, f.counts, nil))
	return nil
}

// keyWork is the work of looking at a key.
const keyWork = 64

// groupMerge adds the lists of a group: in each source its union or only word.
type groupMerge struct {
	*merge
	to      *keyWriter
	cursors []int
}

func (g *groupMerge) add(from, _ int, sum *adder) error {
	group := groupOf(g.to.key(from))
	for s := range g.sources {
		src, end := g.sources[s].Segment, g.sources[s].head.FieldKeys[1]
		for g.cursors[s] < end && src.Key(g.cursors[s]) < group {
			g.cursors[s]++
		}
		if at := g.cursors[s]; at < end && groupOf(src.Key(at)) == group {
			l, numbers := src.Union(Span{From: at}), g.documents[s]
			l.each(func(d, freq uint32) {
				if to := numbers[d]; to != Dropped {
					sum.add(to, freq)
				}
			})
			if err := g.worked(keyWork + l.N); err != nil {
				return err
			}
		}
	}
	return nil
}
