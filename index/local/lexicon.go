package local

import (
	"vankien/index/exec"
	"vankien/index/lexicon"
	"vankien/index/runs"
	"vankien/index/segment"
)

// lexiconPart is a segment as a part of the lexicon of a state (lexicon.Part).
type lexiconPart struct {
	name    string
	segment *segment.Segment
	runs    *runs.Counts
}

// lexiconParts returns those segments that have a lexicon.
func lexiconParts(sources []exec.Source) (list []lexicon.Part) {
	for _, s := range sources {
		if runs, ok := s.Segment.Lexicon(); ok {
			list = append(list, lexiconPart{s.Name, s.Segment, runs})
		}
	}
	return list
}

func (p lexiconPart) Guard(read func() error) error { return exec.Guard(p.name, read) }

func (p lexiconPart) Written() (documents, words uint64) { return p.runs.Documents, p.runs.Written }

func (p lexiconPart) Group(fold string, yield func(number uint32, key string)) {
	keys := p.segment.Group(fold)
	for k := keys.From; k < keys.To; k++ {
		if number, ok := p.segment.Number(k); ok {
			yield(number, p.segment.Key(k))
		}
	}
}

func (p lexiconPart) Beginning(begins string) [2]runs.Range {
	common, rare := p.segment.Words(p.segment.Keys(0, begins, endOf(begins)))
	return [2]runs.Range{runs.Range(common), runs.Range(rare)}
}

// endOf is what the words end before that begin so.
func endOf(begins string) string {
	if begins == "" {
		return ""
	}
	return begins + "\xff"
}

func (p lexiconPart) Held(field, begins string, yield func(key string, documents int) bool) {
	f := p.segment.Field(field)
	if f < 0 {
		return
	}
	keys := p.segment.Keys(f, begins, endOf(begins))
	if f > 0 {
		for k := keys.From; k < keys.To && yield(p.segment.Key(k), p.segment.Held(k)); k++ {
		}
		return
	}
	common, rare := p.segment.Words(keys)
	for _, r := range []segment.WordRange{common, rare} {
		for w := r.From; w < r.To; w++ {
			if k := p.segment.KeyOf(w); !yield(p.segment.Key(k), p.segment.Held(k)) {
				return
			}
		}
	}
}

func (p lexiconPart) HeldBy(field, key string) int {
	if f := p.segment.Field(field); f >= 0 {
		if at := p.segment.Only(f, key); at.Len() > 0 {
			return p.segment.Held(at.From)
		}
	}
	return 0
}

func (p lexiconPart) WordAt(number uint32) string { return p.segment.WordAt(number) }

func (p lexiconPart) Count(run []uint32) uint32 { return p.runs.Count(run...) }

func (p lexiconPart) After(to []lexicon.Follower, run []uint32, words runs.Range) []lexicon.Follower {
	p.runs.After(run, words, func(word, count uint32) { to = append(to, lexicon.Follower{Word: word, Count: count}) })
	return to
}

func (p lexiconPart) Before(first, second, least uint32) (word, count uint32) {
	return p.runs.Before(first, second, least)
}

func (p lexiconPart) Name(words []uint32) (count uint32, begins bool) {
	return p.runs.Name(words...)
}

func (p lexiconPart) Names(begin []uint32, yield func(words []uint32, count uint32) bool) {
	p.runs.NamesOf(begin, yield)
}
