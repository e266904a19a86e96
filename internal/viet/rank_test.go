package viet_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/indextest"
	"vankien/index/local"
)

// rankOpen lists the rank rows that do not hold yet, by input, with the reason.
const rankOpen = "testdata/rank_open.tsv"

// TestRankVectors answers each rank row through the real index over the row's
// own documents. A row listed as open must not hold, every other one must.
func TestRankVectors(t *testing.T) {
	open := openRows(t)
	held, rows := 0, 0
	for _, v := range readVectors(t, "testdata/vectors.tsv") {
		if v.op != "rank" {
			continue
		}
		rows++
		t.Run(fmt.Sprintf("%s:rank/line%d", v.rule, v.line), func(t *testing.T) {
			against := rankRow(t, v)
			reason, listed := open[v.input]
			switch {
			case against == "":
				held++
				if listed {
					t.Errorf("the row holds now: take it off %s", rankOpen)
				}
			case listed:
				t.Logf("open (%s): %s", reason, against)
			default:
				t.Errorf("%s: %s", v.input, against)
			}
		})
	}
	t.Logf("rank: %d of %d rows hold", held, rows)
}

func openRows(t *testing.T) map[string]string {
	raw, err := os.ReadFile(rankOpen)
	if err != nil {
		t.Fatal(err)
	}
	open := map[string]string{}
	for line := range strings.Lines(string(raw)) {
		if input, reason, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && !strings.HasPrefix(line, "#") {
			open[unescape(t, input)] = reason
		}
	}
	return open
}

// rankRow returns what speaks against a row, or "".
func rankRow(t *testing.T, v vector) string {
	q, rest, ok := strings.Cut(v.input, " => ")
	if !ok {
		t.Fatalf("no => in %q", v.input)
	}
	var docs []index.Document
	for _, d := range strings.Split(rest, " || ") {
		id, body, _ := strings.Cut(d, ": ")
		docs = append(docs, index.Document{ID: strings.TrimSpace(id), Body: body})
	}
	x := indextest.Open(t, local.OpenMemory, docs...)
	return compareRank(indextest.Search(t, x, index.Request{Query: indextest.Parse(t, q)}), v.want)
}

// compareRank checks "A > B = C ; no: D": the named documents match, those
// before > score higher than those after, those after no: do not match.
func compareRank(res *index.Result, want string) string {
	score := map[string]float64{}
	for _, h := range res.Hits {
		score[h.ID] = h.Score
	}
	good, bad, _ := strings.Cut(want, "no:")
	for _, id := range strings.Fields(strings.ReplaceAll(bad, ",", " ")) {
		if _, ok := score[id]; ok {
			return id + " matches"
		}
	}
	good, remark, _ := strings.Cut(good, "(")
	if strings.HasPrefix(remark, "only as a correction") {
		if len(score) > 0 {
			return "matches silently"
		}
		return ""
	}
	groups := strings.Split(strings.Trim(good, " ;"), ">")
	var before []string
	for _, g := range groups {
		ids := strings.Fields(strings.ReplaceAll(g, "=", " "))
		for _, id := range ids {
			s, ok := score[id]
			if !ok {
				return id + " does not match"
			}
			if i := slices.IndexFunc(before, func(b string) bool { return score[b] <= s }); i >= 0 {
				return fmt.Sprintf("%s (%.4f) is not above %s (%.4f)", before[i], score[before[i]], id, s)
			}
		}
		before = append(before, ids...)
	}
	return ""
}
