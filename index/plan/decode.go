package plan

import (
	"slices"

	"vankien/index"
	"vankien/index/query"
	"vankien/internal/viet"
)

// Words typed with no input method on come as the keys that were pressed. They
// are decoded before anything else is read into a query, so that what the words
// make together is seen: neighbours, names, numbers. A word of another language
// may look like keys, too (cas, hair); so one that the collection has is decoded
// only where it is far rarer than what it decodes to, or where the words around
// it are keys and its neighbours speak for it.

const (
	keysOdds    = 7.0 // logarithm of how much rarer a word must be than what it decodes to …
	keysClue    = 4.0 // … less so much for each other word that surely is keys
	keysWidth   = 16
	lackedShare = 1000 // times that a word must be rarer to be as good as lacked
)

// decode returns the query with the words that are keys of an input method
// decoded, and a warning for each such word. Words that are exact, beginnings or
// by themselves stay.
func decode(of Lexicon, n query.Node) (query.Node, []index.Warning, error) {
	all := edits{}
	var warnings []index.Warning
	for _, p := range passages(n) {
		decoded, err := p.decoded(of)
		if err != nil {
			return nil, nil, err
		}
		for i, d := range decoded {
			if d == "" {
				continue
			}
			all.set(&p, i, d)
			w := index.Warning{Code: index.WarnTyping, Offset: -1, Args: []string{p.places[i].term, d}}
			if !slices.ContainsFunc(warnings, w.Equal) {
				warnings = append(warnings, w)
			}
		}
	}
	if len(all) == 0 {
		return n, nil, nil
	}
	return all.apply(n), warnings, nil
}

// decoded returns what each place decodes to, "" where it stays; nil where all do.
func (p *passage) decoded(of Lexicon) ([]string, error) {
	out := make([]string, len(p.places))
	places := make([][]choice, len(p.places))
	sure, doubtful := 0, 0
	for i := range p.places {
		x := &p.places[i]
		places[i] = []choice{{term: x.term}}
		d := p.keys(i)
		if d == "" {
			continue
		}
		typed, meant, err := counts(of, x.fold, d)
		switch {
		case err != nil:
			return nil, err
		case meant == 0:
		case typed*lackedShare < meant:
			out[i], places[i][0].term = d, d
			sure++
		default:
			places[i] = append(places[i], choice{term: d})
			doubtful++
		}
	}
	if sure == 0 && (doubtful < 2 || len(p.places) < 2) || doubtful == 0 {
		return out, nil
	}
	return out, p.decodeDoubtful(of, places, max(0, keysOdds-keysClue*float64(sure)), out)
}

// keys returns what the keys of a word make, "" if they make nothing.
func (p *passage) keys(i int) string {
	x := &p.places[i]
	w := &p.words[x.word]
	if !x.plain() || x.part {
		return ""
	}
	if d, ok := viet.Telex(w.Text); ok {
		return d
	}
	if d, ok := viet.VNI(w.Text); ok {
		return d
	}
	return ""
}

// counts returns how often the words of a fold and the word of keys stand in the
// collection.
func counts(of Lexicon, fold, decoded string) (typed, meant float64, err error) {
	list, err := of.Readings(fold)
	if err != nil {
		return 0, 0, err
	}
	for _, r := range list {
		typed += r.Count
	}
	list, err = of.Readings(viet.Fold(decoded))
	for _, r := range list {
		if r.Term == decoded {
			meant = r.Count
		}
	}
	return typed, meant, err
}

// decodeDoubtful decodes the words for which their neighbours speak.
func (p *passage) decodeDoubtful(of Lexicon, places [][]choice, cost float64, out []string) error {
	for i := range places {
		if len(places[i]) > 1 {
			places[i][1].cost = cost
		}
	}
	l, err := newLattice(of, places)
	if err != nil {
		return err
	}
	best := l.paths(keysWidth, 0)[0][0]
	for i, c := range best.choices {
		if c == 1 {
			out[i] = places[i][1].term
		}
	}
	return nil
}
