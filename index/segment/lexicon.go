package segment

import (
	"iter"

	"vankien/index/runs"
)

// MaxName is the most words that a name in a lexicon has.
const MaxName = runs.MaxName

// Lexicon returns how often the words of the documents of a segment were written, by
// their numbers in the segment; not ok: the layout has no lexicon. It is a view, as
// all of a segment.
//
// The counts add up: those of several segments are their sum. Documents that
// were deleted or written anew are counted still, also after a merge; of words
// that no document has any more nothing is kept. A segment of more than runs.All
// documents leaves out what it has of a run or a name just once.
func (s *Segment) Lexicon() (l *runs.Counts, ok bool) { return s.lexicon, s.lexicon != nil }

func (s *Segment) openLexicon() {
	if !s.head.Layout.Lexicon {
		return
	}
	l := &runs.Counts{Documents: s.head.Written, Written: s.head.WrittenWords,
		Words: array[uint32](s, lexiconWordSection, len(s.wordKey)), Names: array[runs.Name](s, lexiconNameSection, -1)}
	l.Starts, l.Seconds = array[uint32](s, lexiconStartSection, s.head.Common+1), array[uint16](s, lexiconSecondSection, -1)
	l.Behind, l.Thirds = array[uint32](s, lexiconAfterSection, len(l.Seconds)+1), array[uint16](s, lexiconThirdSection, -1)
	for i, n := range []int{len(l.Seconds), len(l.Thirds)} {
		id := sectionID(i)
		t := runs.Tally{Low: array[uint8](s, lexiconCountSection+id, n), Big: array[runs.Excess](s, lexiconExcessSection+id, -1)}
		*[]*runs.Tally{&l.Pairs, &l.Triples}[i] = t
	}
	s.lexicon = l
}

// lexiconWriter returns a writer of runs that lets their third words, which are the
// most, go to the file.
func lexiconWriter(f *fileWriter, documents int) *runs.Writer {
	f.begin(lexiconThirdSection)
	return &runs.Writer{Least: runs.LeastOf(documents), Third: func(word uint16) { f.write([]byte{byte(word), byte(word >> 8)}) }}
}

// endLexicon writes all but the third words.
func endLexicon(f *fileWriter, h *head, l *runs.Counts) error {
	f.end()
	h.WrittenWords = l.Written
	whole(f, lexiconWordSection, l.Words)
	whole(f, lexiconStartSection, l.Starts)
	whole(f, lexiconSecondSection, l.Seconds)
	whole(f, lexiconAfterSection, l.Behind)
	for i, t := range []*runs.Tally{&l.Pairs, &l.Triples} {
		whole(f, lexiconCountSection+sectionID(i), t.Low)
		whole(f, lexiconExcessSection+sectionID(i), t.Big)
	}
	whole(f, lexiconNameSection, l.Names)
	return f.err
}

func (b *batch) writeLexicon() error {
	if !b.layout.Lexicon {
		return nil
	}
	b.head.Written = uint64(len(b.docs))
	w := lexiconWriter(b.file, b.head.Documents)
	return endLexicon(b.file, b.head, b.lexicon.Count(b.head.Common, b.vocabulary, b.texts(), nil, w))
}

// texts are the words of all documents, as numbers.
func (b *batch) texts() iter.Seq[[]uint32] {
	return func(yield func([]uint32) bool) {
		for d := range b.docs {
			if !yield(b.text(d)) {
				return
			}
		}
	}
}

// writeLexicon adds the lexicons of the sources up.
func (m *merge) writeLexicon() error {
	if !m.head.Layout.Lexicon {
		return nil
	}
	sources := make([]runs.Source, len(m.sources))
	for s := range sources {
		sources[s] = runs.Source{Counts: m.sources[s].lexicon, Words: m.words[s]}
	}
	w := lexiconWriter(m.file, m.head.Documents)
	l, err := runs.Merge(sources, m.head.Common, m.vocabulary, w, m.worked)
	if err != nil {
		return err
	}
	m.head.Written = l.Documents
	return endLexicon(m.file, m.head, l)
}
