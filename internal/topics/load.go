package topics

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"vankien/internal/viet"
)

// version is the only file format so far.
const version = "1"

// maxFile bounds the memory of Load, in bytes.
const maxFile = 4 << 20

// Load reads a taxonomy in the format of the package comment. Anything that is
// not in that format is an error that names the line and what to do: an
// unknown or repeated key, a repeated id, label or cue, an unknown or circular
// broader topic, an empty cue, a weight that is not greater than 0.
func Load(r io.Reader) (*Taxonomy, error) {
	root, err := parse(r)
	if err != nil {
		return nil, err
	}
	l := loader{
		tax:   &Taxonomy{names: newNames(), phrases: newTrie()},
		lines: map[string]int{},
		own:   map[cueKey]int{},
	}
	if err := l.file(root); err != nil {
		return nil, err
	}
	return l.tax, nil
}

// parse returns the root node of the one YAML document in r.
func parse(r io.Reader) (*yaml.Node, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read the taxonomy: %w", err)
	}
	if len(data) > maxFile {
		return nil, fmt.Errorf("the taxonomy is larger than %d bytes; shorten it", maxFile)
	}
	var doc yaml.Node
	dec := yaml.NewDecoder(bytes.NewReader(data))
	if err := dec.Decode(&doc); err == io.EOF || err == nil && len(doc.Content) == 0 {
		return nil, errors.New(`the taxonomy is empty; begin it with "version: 1" and "topics:"`)
	} else if err != nil {
		return nil, fmt.Errorf("not a YAML file: %w", err)
	}
	if err := dec.Decode(new(yaml.Node)); err != io.EOF {
		return nil, errors.New(`the taxonomy goes on after a line "---" or "..."; remove that line`)
	}
	return doc.Content[0], nil
}

// loader carries what the checks across a file need.
type loader struct {
	tax     *Taxonomy
	lines   map[string]int // where each topic id stands
	own     map[cueKey]int // where each phrase of a topic stands
	broader []*yaml.Node   // by topic; nil when absent
}

// cueKey is a phrase of a topic, or with topic -1 an ignored one.
type cueKey struct{ topic, node int }

// pair is one entry of a mapping.
type pair struct{ key, value *yaml.Node }

func (l *loader) file(root *yaml.Node) error {
	fields, err := mapping(root, "the taxonomy", "version", "ignore", "topics")
	if err != nil {
		return err
	}
	if v := fields["version"].value; v == nil || v.Value != version {
		return fault(root, "the taxonomy needs the line %q", "version: "+version)
	}
	if ignore := fields["ignore"].value; ignore != nil {
		if err := l.ignore(ignore); err != nil {
			return err
		}
	}
	list := fields["topics"].value
	if list == nil || list.Kind != yaml.SequenceNode || len(list.Content) == 0 {
		return fault(root, `the taxonomy needs a list "topics:" with at least one topic`)
	}
	for _, n := range list.Content {
		if err := l.topic(n); err != nil {
			return err
		}
	}
	return l.checkBroader()
}

func (l *loader) ignore(list *yaml.Node) error {
	if list.Kind != yaml.SequenceNode {
		return fault(list, `"ignore" is a list; write each phrase on a line of its own after "- "`)
	}
	for _, n := range list.Content {
		phrase, err := text(n, "an ignored phrase")
		if err != nil {
			return err
		}
		if err := l.phrase(n, "ignored phrase", phrase, cueKey{topic: -1}, -1); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) topic(n *yaml.Node) error {
	fields, err := mapping(n, "a topic", "id", "labels", "broader", "minimum", "cues")
	if err != nil {
		return err
	}
	t := Topic{Minimum: DefaultMinimum}
	if t.ID, err = l.id(n, fields["id"].value); err != nil {
		return err
	}
	if t.Labels, err = l.labels(n, t.ID, fields["labels"].value); err != nil {
		return err
	}
	if b := fields["broader"].value; b != nil {
		if t.Broader, err = text(b, "broader"); err != nil {
			return err
		}
	}
	if m := fields["minimum"].value; m != nil {
		if t.Minimum, err = positive(m, fmt.Sprintf("topic %q: minimum", t.ID)); err != nil {
			return err
		}
	}
	l.broader = append(l.broader, fields["broader"].value)
	l.tax.topics = append(l.tax.topics, t)
	if c := fields["cues"].value; c != nil {
		return l.cues(c)
	}
	return nil
}

func (l *loader) id(topic, n *yaml.Node) (string, error) {
	if n == nil {
		return "", fault(topic, `a topic has no "id"; give it a short one such as "dat-dai"`)
	}
	id, err := text(n, "an id")
	if err != nil {
		return "", err
	}
	if slug := viet.Slug(id); slug != id {
		return "", fault(n, "id %q is no slug; write %q", id, slug)
	}
	if line, ok := l.lines[id]; ok {
		return "", fault(n, "id %q is also that of the topic on line %d; rename one", id, line)
	}
	l.lines[id] = n.Line
	l.tax.names.ids[id] = true
	return id, nil
}

func (l *loader) labels(topic *yaml.Node, id string, n *yaml.Node) (map[string]string, error) {
	if n == nil {
		return nil, fault(topic, `topic %q has no "labels"; write "labels: {vi: …, en: …}"`, id)
	}
	fields, err := mapping(n, fmt.Sprintf("labels of topic %q", id), Vietnamese, English)
	if err != nil {
		return nil, err
	}
	if fields[Vietnamese].value == nil {
		return nil, fault(n, `topic %q has no Vietnamese label; add "vi: …" to its labels`, id)
	}
	labels := map[string]string{}
	for _, lang := range []string{Vietnamese, English} {
		f, ok := fields[lang]
		if !ok {
			continue
		}
		if labels[lang], err = text(f.value, "a label"); err != nil {
			return nil, err
		}
		key, _ := labelKey(labels[lang])
		if key == "" {
			return nil, fault(f.value, "label %q of topic %q has no word in it; write its name", f.value.Value, id)
		}
		if other, ok := l.tax.names.exact[key]; ok && other != id {
			return nil, fault(f.value, "label %q is also that of topic %q; change one", f.value.Value, other)
		}
		l.tax.names.exact[key] = id
	}
	return labels, nil
}

// cues reads the cues of the topic added last.
func (l *loader) cues(n *yaml.Node) error {
	at := len(l.tax.topics) - 1
	topic := &l.tax.topics[at]
	ps, err := pairs(n, fmt.Sprintf("cues of topic %q", topic.ID))
	if err != nil {
		return err
	}
	for _, p := range ps {
		what := fmt.Sprintf("topic %q: cue", topic.ID)
		phrase, err := text(p.key, what)
		if err != nil {
			return err
		}
		weight, err := positive(p.value, fmt.Sprintf("%s %q: weight", what, phrase))
		if err != nil {
			return err
		}
		if err := l.phrase(p.key, what, phrase, cueKey{topic: at}, len(l.tax.cues)); err != nil {
			return err
		}
		l.tax.cues = append(l.tax.cues, cueRef{at, len(topic.Cues)})
		topic.Cues = append(topic.Cues, Cue{phrase, weight})
	}
	return nil
}

// phrase enters a phrase once for a topic, and never both as cue and ignored.
func (l *loader) phrase(n *yaml.Node, what, phrase string, key cueKey, cue int) (err error) {
	if key.node, err = l.tax.phrases.add(phrase, cue); err != nil {
		return fault(n, "%s %q %w", what, phrase, err)
	}
	for _, k := range []cueKey{key, {topic: -1, node: key.node}} {
		if line, ok := l.own[k]; ok {
			return fault(n, "%s %q is already on line %d, perhaps in another spelling; remove one", what, phrase, line)
		}
	}
	l.own[key] = n.Line
	return nil
}

// checkBroader follows every broader link, once all topics are known.
func (l *loader) checkBroader() error {
	up := map[string]string{}
	for i, t := range l.tax.topics {
		up[t.ID] = t.Broader
		if _, ok := l.lines[t.Broader]; !ok && l.broader[i] != nil {
			return fault(l.broader[i], "topic %q: broader topic %q is not in the file; add it, or correct the id", t.ID, t.Broader)
		}
	}
	for i, t := range l.tax.topics {
		id := t.Broader
		for range up {
			if id == t.ID {
				return fault(l.broader[i], `topic %q is above itself; remove one "broader" of that circle`, id)
			}
			id = up[id]
		}
	}
	return nil
}

// mapping returns the entries of n by key, of which only the known are allowed.
func mapping(n *yaml.Node, what string, known ...string) (map[string]pair, error) {
	ps, err := pairs(n, what)
	if err != nil {
		return nil, err
	}
	m := map[string]pair{}
	for _, p := range ps {
		k := p.key.Value
		if !slices.Contains(known, k) {
			return nil, fault(p.key, "%s: unknown key %q; the keys are %s", what, k, strings.Join(known, ", "))
		}
		if first, ok := m[k]; ok {
			return nil, fault(p.key, "%s: key %q is already on line %d; remove one", what, k, first.key.Line)
		}
		m[k] = p
	}
	return m, nil
}

// pairs returns the entries of n in file order.
func pairs(n *yaml.Node, what string) ([]pair, error) {
	if n.Kind != yaml.MappingNode {
		return nil, fault(n, `%s: "key: value" lines are wanted here`, what)
	}
	var ps []pair
	for i := 0; i+1 < len(n.Content); i += 2 {
		ps = append(ps, pair{n.Content[i], n.Content[i+1]})
	}
	return ps, nil
}

// text returns a scalar as written.
func text(n *yaml.Node, what string) (string, error) {
	if n.Kind != yaml.ScalarNode || n.Value == "" {
		return "", fault(n, "%s is empty or not plain text; write it on one line", what)
	}
	return n.Value, nil
}

// positive returns a number greater than 0.
func positive(n *yaml.Node, what string) (float64, error) {
	v, err := strconv.ParseFloat(n.Value, 64)
	if n.Kind != yaml.ScalarNode || err != nil || !(v > 0) || math.IsInf(v, 0) {
		return 0, fault(n, "%s %q is no number greater than 0; write one such as 2", what, n.Value)
	}
	return v, nil
}

// fault returns an error that begins with the line of n.
func fault(n *yaml.Node, format string, args ...any) error {
	return fmt.Errorf("line %d: "+format, append([]any{n.Line}, args...)...)
}
