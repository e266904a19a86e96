package find

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"vankien/index"
	"vankien/index/query"
	"vankien/internal/viet"
)

// CompletionsView is the answer of /api/v1/suggest.
type CompletionsView struct {
	Q           string           `json:"q"`
	TookMS      float64          `json:"took_ms"`
	Completions []CompletionView `json:"suggestions"` // never nil
}

// CompletionView is what a query may become.
type CompletionView struct {
	Kind  string `json:"kind"`
	Text  string `json:"text"`            // to be shown
	Q     string `json:"q"`               // the whole query as it becomes
	Count int    `json:"count,omitempty"` // documents; exact. 0: not told, as they are very many
}

// completeTopic is the kind of topics, which are known by their labels here and by
// their ids to the collection.
const completeTopic index.CompletionKind = "topic"

// completionKinds are all kinds in the order in which equals are listed.
var completionKinds = func() []index.CompletionKind {
	list := index.CompletionKinds()
	return slices.Insert(list, slices.Index(list, index.CompleteSpeaker)+1, completeTopic)
}()

// CompleteParams returns what the address of completions may carry.
func CompleteParams() []string { return []string{"q", "types"} }

// Complete answers the parameters of /api/v1/suggest: what the query may become if
// its last word goes on. Words that were typed as the keys of an input method are
// read as those when nothing else begins so. The error is a *Refused or that of
// the engine.
func (s *Service) Complete(ctx context.Context, raw url.Values) (*CompletionsView, error) {
	began := time.Now()
	v := &Params{Values: raw}
	kinds := v.completionKinds()
	if err := v.Err(); err != nil {
		return nil, err
	}
	view := &CompletionsView{Q: v.Get("q"), Completions: []CompletionView{}}
	c := &completer{Service: s, ctx: ctx, cat: s.catalogue(), typed: readTyped(viet.Compose(view.Q))}
	c.kinds = c.typed.kinds(kinds)
	if c.typed.closed || len(c.kinds) == 0 || !c.within() {
		return view, nil
	}
	for _, read := range []func(string) (string, bool){asTyped, viet.Telex, viet.VNI} {
		text, changed := read(c.typed.text)
		if !changed {
			continue
		}
		list, err := c.complete(text)
		if err != nil {
			return nil, err
		}
		if len(list) > 0 {
			view.Completions = list
			break
		}
	}
	view.TookMS = Milliseconds(time.Since(began))
	return view, nil
}

func asTyped(s string) (string, bool) { return s, true }

// completionKinds returns the kinds of a comma list; none means all.
func (v *Params) completionKinds() (kinds []index.CompletionKind) {
	for name := range strings.SplitSeq(v.Get("types"), ",") {
		k := index.CompletionKind(strings.TrimSpace(name))
		switch {
		case k == "" || slices.Contains(kinds, k):
		case !slices.Contains(completionKinds, k):
			v.Refuse("invalid_parameter", "types", Say("err.choice", "types", string(k), Join(completionKinds)))
		default:
			kinds = append(kinds, k)
		}
	}
	if kinds == nil {
		return completionKinds
	}
	return kinds
}

// completer completes one query.
type completer struct {
	*Service
	ctx   context.Context
	cat   *catalogue
	typed typed
	kinds []index.CompletionKind
	rest  query.Node // what the query demands besides; nil: nothing
}

// within reads what stands before the words that are completed. It reports false
// if that cannot be read.
func (c *completer) within() bool {
	if c.typed.either || strings.TrimSpace(c.typed.before) == "" {
		return true
	}
	n, _, err := query.Parse(c.typed.before)
	if err != nil {
		return false
	}
	if n != (query.All{}) {
		c.rest = c.cat.rewrite(n)
	}
	return true
}

// complete returns what the query may become whose last words are text.
func (c *completer) complete(text string) ([]CompletionView, error) {
	topics, err := c.topics(text)
	if err != nil {
		return nil, err
	}
	b := index.Beginning{Text: text, Within: c.rest, Limit: index.MaxCompletions - len(topics)}
	b.Kinds = slices.DeleteFunc(slices.Clone(c.kinds), func(k index.CompletionKind) bool { return k == completeTopic })
	if len(b.Kinds) == 0 || b.Limit == 0 {
		return topics, nil
	}
	found, err := c.engine.Complete(c.ctx, b)
	if err != nil {
		return nil, err
	}
	var list []CompletionView
	for _, x := range found {
		if !slices.ContainsFunc(topics, func(t CompletionView) bool { return viet.Term(t.Text) == viet.Term(x.Text) }) {
			list = append(list, CompletionView{string(x.Kind), x.Text, c.typed.becomes(text, &x), max(0, x.Count)})
		}
	}
	return withTopics(list, topics), nil
}

// withTopics puts topics into a list, each before the first completion that is known
// to find no more.
func withTopics(list, topics []CompletionView) []CompletionView {
	for _, t := range slices.Backward(topics) {
		at := slices.IndexFunc(list, func(v CompletionView) bool { return v.Count > 0 && v.Count <= t.Count })
		list = slices.Insert(list, cmp.Or(at+1, len(list)+1)-1, t)
	}
	return list
}

// topicsOfOne is how many topics there are among other completions.
const topicsOfOne = 3

// topics returns the topics of which a label has the words of a text, the last of
// which may go on.
func (c *completer) topics(text string) (list []CompletionView, err error) {
	if !slices.Contains(c.kinds, completeTopic) {
		return nil, nil
	}
	words := viet.Words(nil, text)
	if len(words) == 0 {
		return nil, nil
	}
	most := topicsOfOne
	if len(c.kinds) == 1 {
		most = index.MaxCompletions
	}
	var counts map[string]int
	for _, l := range c.cat.labels() {
		if !l.begins(words) || slices.ContainsFunc(list, func(v CompletionView) bool { return v.Text == l.text }) {
			continue
		}
		if counts == nil {
			if counts, err = c.topicCounts(c.ctx); err != nil {
				return nil, err
			}
		}
		if n := counts[l.id]; n > 0 {
			list = append(list, CompletionView{string(completeTopic), l.text, c.typed.with(c.cat.topicQuery(l)), n})
		}
	}
	slices.SortStableFunc(list, func(a, b CompletionView) int { return cmp.Compare(b.Count, a.Count) })
	return c.counted(list[:min(len(list), most)])
}

// counted counts topics where the rest of the query matches, too.
func (c *completer) counted(list []CompletionView) ([]CompletionView, error) {
	if c.rest == nil {
		return list, nil
	}
	out := list[:0]
	for _, v := range list {
		q := query.And{Nodes: []query.Node{c.rest, query.Word{Field: query.Topic, Text: c.cat.topic(v.Text)}}}
		res, err := c.engine.Search(c.ctx, index.Request{Query: q, Limit: index.NoHits})
		if err != nil {
			return nil, err
		}
		if v.Count = res.Total; v.Count > 0 {
			out = append(out, v)
		}
	}
	return out, nil
}

// topicLabel is a label of a topic and its words.
type topicLabel struct {
	id, text string
	words    []viet.Token
}

// labels are those of all topics in both languages.
func (c *catalogue) labels() []topicLabel {
	c.once.Do(func() {
		for _, t := range c.All() {
			for _, lang := range []Language{Vietnamese, English} {
				if text := t.Labels[string(lang)]; text != "" {
					c.labelled = append(c.labelled, topicLabel{t.ID, text, viet.Words(nil, text)})
				}
			}
		}
	})
	return c.labelled
}

// topicQuery asks for the topic of a label: by the label, if that names it.
func (c *catalogue) topicQuery(l topicLabel) query.Node {
	if c.topic(l.text) != l.id {
		return query.Word{Field: query.Topic, Text: l.id}
	}
	return query.Phrase{Field: query.Topic, Text: l.text}
}

// begins reports whether a label has some words, the last of which may go on.
func (l *topicLabel) begins(words []viet.Token) bool {
	last := len(words) - 1
	for i, w := range words {
		is := func(t viet.Token) bool { return t.Term == w.Term || w.Term == w.Fold && t.Fold == w.Fold }
		if i == last {
			is = func(t viet.Token) bool { return viet.Begins(t.Term, w.Term) }
		}
		if !slices.ContainsFunc(l.words, is) {
			return false
		}
	}
	return true
}
