package remote_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"vankien/index"
	"vankien/internal/find"
	"vankien/internal/load"
)

// asker answers the addresses of a server, by a server or by an engine alone.
type asker func(ctx context.Context, path string, v url.Values) (map[string]any, error)

const (
	searchPath  = "/api/v1/search"
	suggestPath = "/api/v1/suggest"
)

// byEngine asks an engine as a server over it would.
func byEngine(x index.Engine) asker {
	s := find.New(x, nil)
	return func(ctx context.Context, path string, v url.Values) (map[string]any, error) {
		var raw []byte
		var err error
		if path == suggestPath {
			var view *find.CompletionsView
			if view, err = s.Complete(ctx, v); err == nil {
				raw, err = json.Marshal(view)
			}
		} else {
			var view *find.SearchView
			if view, err = s.Search(ctx, v); err == nil {
				raw = view.AppendJSON(nil)
			}
		}
		return decoded(raw, err)
	}
}

// decoded is the answer in raw but for the time that it took.
func decoded(raw []byte, err error) (answer map[string]any, _ error) {
	if err != nil {
		return nil, err
	}
	err = json.Unmarshal(raw, &answer)
	delete(answer, "took_ms")
	return answer, err
}

// byServer asks a server. What it refuses is an answer, too.
func byServer(addr string) asker {
	return func(ctx context.Context, path string, v url.Values) (answer map[string]any, err error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, addr+path+"?"+v.Encode(), nil)
		if err != nil {
			return nil, err
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			return nil, err
		}
		defer res.Body.Close()
		if err = json.NewDecoder(res.Body).Decode(&answer); err != nil {
			return nil, err
		}
		delete(answer, "took_ms")
		delete(answer, "request_id")
		return answer, nil
	}
}

// sameAnswers says in what two answers to one address differ, by the part of the
// answer: nothing but the order of hits whose scores are nearly equal may, and what a
// cursor says, which has the score of the last hit in it.
func sameAnswers(ctx context.Context, a, b asker, path string, v url.Values) (part, detail string) {
	x, errA := a(ctx, path, v)
	y, errB := b(ctx, path, v)
	if fmt.Sprint(errA) != fmt.Sprint(errB) {
		return "error", fmt.Sprintf("%v / %v", errA, errB)
	}
	if path == suggestPath {
		return sameCompletions(x, y)
	}
	for _, part := range []string{"total", "facets", "match", "warnings", "suggestions"} {
		if !reflect.DeepEqual(x[part], y[part]) {
			return part, fmt.Sprintf("%s / %s", written(x[part]), written(y[part]))
		}
	}
	e := tolerance(v)
	if part, detail := e.sameHits(x["hits"], y["hits"]); part != "" {
		return part, detail
	}
	if part, detail := e.sameHits(alsoHits(x), alsoHits(y)); part != "" {
		return "also: " + part, detail
	}
	for _, answer := range []map[string]any{x, y} {
		delete(answer, "hits")
		delete(answer, "also")
		if answer["next_cursor"] != nil {
			answer["next_cursor"] = "another page"
		}
	}
	if !reflect.DeepEqual(x, y) {
		return "rest", fmt.Sprintf("%s / %s", written(x), written(y))
	}
	return "", ""
}

// sameCompletions compares what two engines know all of: titles and numbers are looked
// for among some documents, which need not be the same.
func sameCompletions(a, b map[string]any) (part, detail string) {
	var known [2][]any
	for i, answer := range []map[string]any{a, b} {
		list, _ := answer["suggestions"].([]any)
		for _, c := range list {
			if kind := c.(map[string]any)["kind"]; kind != "title" && kind != "number" {
				known[i] = append(known[i], c)
			}
		}
	}
	n := min(len(known[0]), len(known[1])) // as many as those others leave room for
	if !reflect.DeepEqual(known[0][:n], known[1][:n]) {
		return "suggestions", fmt.Sprintf("%s / %s", written(known[0]), written(known[1]))
	}
	return "", ""
}

// alsoHits are the hits beyond the level of an answer.
func alsoHits(answer map[string]any) any {
	var all []any
	lists, _ := answer["also"].([]any)
	for _, l := range lists {
		hits, _ := l.(map[string]any)["hits"].([]any)
		all = append(all, hits...)
	}
	return all
}

func written(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(raw)
}

// hitsOf are those of a list by id, and their order.
func hitsOf(list any) (byID map[string]map[string]any, ids []string, scores []float64) {
	byID = map[string]map[string]any{}
	all, _ := list.([]any)
	for _, h := range all {
		hit := h.(map[string]any)
		id := hit["id"].(string)
		ids, scores = append(ids, id), append(scores, hit["score"].(float64))
		delete(hit, "score")
		byID[id] = hit
	}
	return byID, ids, scores
}

func (e within) sameHits(a, b any) (part, detail string) {
	hitsA, idsA, scoresA := hitsOf(a)
	hitsB, idsB, scoresB := hitsOf(b)
	if len(idsA) != len(idsB) {
		return "hits", fmt.Sprintf("%d / %d: %v / %v", len(idsA), len(idsB), idsA, idsB)
	}
	for i := range idsA {
		if !e.equal(scoresA[i], scoresB[i]) {
			return "score", fmt.Sprintf("hit %d: %s %.9g / %s %.9g", i, idsA[i], scoresA[i], idsB[i], scoresB[i])
		}
		at := slices.Index(idsB, idsA[i])
		if at < 0 {
			at = len(idsB) - 1 // it may stand behind its equals, on the next page
		}
		if idsA[i] != idsB[i] && !e.equal(scoresB[at], scoresA[i]) || scoresA[i] == 0 && idsA[i] != idsB[i] {
			return "order", fmt.Sprintf("hit %d: %s / %s", i, idsA[i], idsB[i])
		}
		if h, both := hitsB[idsA[i]]; both && !reflect.DeepEqual(hitsA[idsA[i]], h) {
			return "what a hit shows", fmt.Sprintf("%s / %s", written(hitsA[idsA[i]]), written(h))
		}
	}
	return "", ""
}

// within is by what part of themselves scores may differ.
type within float64

func (e within) equal(a, b float64) bool {
	return math.Abs(a-b) <= float64(e)*math.Max(math.Abs(a), math.Abs(b))
}

var nearness = regexp.MustCompile(`(?i)"~|near`)

// tolerance is that of an address. A cluster computes in seven digits. Of words near
// each other it tells only f/(f+1), where f is how often they are, and has lost some
// of them where f is large.
func tolerance(v url.Values) within {
	if nearness.MatchString(v.Get("q")) {
		return 2e-5
	}
	return 1e-6
}

// smallest leaves out of v what is not needed for a difference in the same part:
// parameters, then words.
func smallest(v url.Values, differs func(url.Values) bool) url.Values {
	for changed := true; changed; {
		changed = false
		for _, less := range lesser(v) {
			if differs(less) {
				v, changed = less, true
				break
			}
		}
	}
	return v
}

// lesser returns what v is with one parameter or one word less.
func lesser(v url.Values) (list []url.Values) {
	with := func(name string, values ...string) {
		c := url.Values{}
		for k, old := range v {
			if c[k] = old; k == name {
				c[k] = values
			}
		}
		if len(values) == 0 {
			delete(c, name)
		}
		list = append(list, c)
	}
	for name, values := range v {
		if name == "q" {
			continue
		}
		with(name)
		for i := range values {
			if len(values) > 1 {
				with(name, values[i])
			}
		}
	}
	words := strings.Fields(v.Get("q"))
	for i := range words {
		with("q", strings.Join(slices.Delete(slices.Clone(words), i, i+1), " "))
	}
	return list
}

// tally counts requests by class, and the parts of answers that differ.
type tally struct {
	classes []string
	asked   map[string]int
	differ  map[string]map[string]int
}

func (c *tally) count(class, part string) {
	if c.asked == nil {
		c.asked, c.differ = map[string]int{}, map[string]map[string]int{}
	}
	if c.asked[class] == 0 {
		c.classes, c.differ[class] = append(c.classes, class), map[string]int{}
	}
	c.asked[class]++
	if part != "" {
		c.differ[class][part]++
	}
}

func (c *tally) String() string {
	var b strings.Builder
	asked := 0
	for _, class := range c.classes {
		asked += c.asked[class]
		fmt.Fprintf(&b, "\n%-20s %5d", class, c.asked[class])
		for part, n := range c.differ[class] {
			fmt.Fprintf(&b, "  %d otherwise in %s", n, part)
		}
	}
	return fmt.Sprintf("%d requests%s", asked, &b)
}

// mostTold bounds the differences that a test tells of each class.
const mostTold = 3

// agreeOn asks a and b the same, and tells of each difference the smallest request
// that shows it.
func agreeOn(t *testing.T, a, b asker, path string, queries []load.Query, c *tally) {
	t.Helper()
	told := map[string]int{}
	for _, q := range queries {
		part, detail := sameAnswers(t.Context(), a, b, path, q.Params)
		if c.count(q.Class, part); part == "" {
			continue
		}
		key := q.Class + ": " + part
		if told[key]++; told[key] > mostTold {
			continue
		}
		v := smallest(q.Params, func(v url.Values) bool {
			p, d := sameAnswers(t.Context(), a, b, path, v)
			if p == part {
				detail = d
			}
			return p == part
		})
		t.Errorf("%s differs: %s?%s\n\tq=%s\n\t%.2000s", key, path, v.Encode(), v.Get("q"), detail)
	}
}
