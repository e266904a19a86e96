package ingest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// listed1 are the names and results of the files of a list.
func listed1(t *testing.T, j *Journal, f Filter) (names []string, l Listing) {
	t.Helper()
	l, err := j.List(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range l.Files {
		names = append(names, filepath.Base(f.Path)+" "+string(f.Result))
	}
	return names, l
}

func TestList(t *testing.T) {
	d := newDesk(t)
	dir := folder(t, "k/Báo cáo.txt", "Một hai", "k/b.jsonl", jsonLines(25)+"{}\n", "k/c.txt", "", "k/d.txt", "Một hai", "k/e.md", "---\nlayout: x\n---\na")
	d.add(t, how{}, dir, "k")
	for _, key := range d.j.files(dir) { // as if all were read in one second
		e := *d.j.get(key)
		e.When = 1
		d.j.put(key, &e, "")
	}
	for range 2 { // held in memory or on disk
		names, l := listed1(t, d.j, Filter{Limit: 10})
		check(t, names, []string{"Báo cáo.txt added", "b.jsonl added", "c.txt skipped", "d.txt added", "e.md failed"})
		check(t, l.Counts, map[Result]int{ResultAdded: 3, ResultSkipped: 1, ResultFailed: 1, ResultDuplicate: 1})
		check(t, []int{l.Total, l.All, l.Waits, l.Files[1].Documents, len(l.Files[1].IDs), l.Files[1].Failed}, []int{5, 5, 0, 25, MaxSeenIDs, 1})
		if c := l.Files[2]; c.Code != codeEmpty || c.Reason == "" || l.Files[3].Of != l.Files[0].Path || l.Files[0].Of != "" || l.Files[0].Size != int64(len("Một hai")) || l.Files[0].Read.IsZero() {
			t.Errorf("%+v", l.Files)
		}
		names, l = listed1(t, d.j, Filter{Result: ResultDuplicate, Limit: 10})
		check(t, names, []string{"d.txt added"})
		check(t, []int{l.Total, l.All}, []int{1, 5})
		names, l = listed1(t, d.j, Filter{Path: "bao CAO", Limit: 10})
		check(t, names, []string{"Báo cáo.txt added"})
		check(t, []int{l.Total, l.All}, []int{1, 1})
		names, _ = listed1(t, d.j, Filter{Path: "bào", Limit: 10})
		check(t, len(names), 0)
		names, l = listed1(t, d.j, Filter{Offset: 1, Limit: 2})
		check(t, names, []string{"b.jsonl added", "c.txt skipped"})
		check(t, l.Total, 5)
		names, l = listed1(t, d.j, Filter{Offset: 9, Limit: 2})
		check(t, len(names), 0)
		check(t, l.Total, 5)
		d.reopen(t)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.j.List(ctx, Filter{Limit: 1}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	for _, f := range []Filter{{Limit: MaxListed + 1}, {Limit: -1}, {Offset: -1}, {Offset: MaxListedBefore + 1}} {
		if _, err := d.j.List(t.Context(), f); err == nil {
			t.Errorf("%+v is taken", f)
		}
	}
}

// TestListAgrees compares lists with what all entries say, some of which are on
// disk, some in memory and some removed.
func TestListAgrees(t *testing.T) {
	for _, j := range []*Journal{newJournal(), openJournal(t, filepath.Join(t.TempDir(), "journal.db"))} {
		rnd, all := rand.New(rand.NewPCG(1, 2)), map[string]*entry{}
		results := []Result{ResultAdded, ResultChanged, ResultFailed}
		for i := range 3 * listPart {
			key := fmt.Sprintf("/d/%05d", rnd.IntN(2*listPart))
			e := &entry{Result: results[rnd.IntN(3)], When: rnd.Int64N(100), SHA256: fmt.Sprint(rnd.IntN(3000))}
			if rnd.IntN(5) == 0 {
				e.Waits = []wait{{Pages: make([]int, 1+rnd.IntN(3))}}
			}
			if rnd.IntN(4) == 0 {
				e = nil
			}
			j.put(key, e, "")
			if all[key] = e; e == nil {
				delete(all, key)
			}
			if i == 2*listPart {
				if err := j.flush(); err != nil {
					t.Fatal(err)
				}
			}
		}
		first, waits := map[string]string{}, 0
		for key, e := range all {
			waits += pageCount(e.Waits)
			if first[e.SHA256] == "" || key < first[e.SHA256] {
				first[e.SHA256] = key
			}
		}
		for _, f := range []Filter{{Limit: 100}, {Limit: 100, Offset: 2300}, {Result: ResultFailed, Limit: 7, Offset: 20},
			{Result: ResultWaiting, Limit: 50}, {Result: ResultDuplicate, Path: "/d/01", Limit: 1000}} {
			var want []string
			for key, e := range all {
				if strings.Contains(key, f.Path) && (f.Result == "" || f.Result == e.Result || f.Result == ResultWaiting && e.Waits != nil || f.Result == ResultDuplicate && first[e.SHA256] != key) {
					want = append(want, fmt.Sprintf("%03d %s", 999-e.When, key))
				}
			}
			slices.Sort(want)
			l, err := j.List(t.Context(), f)
			if err != nil || l.Total != len(want) || l.Waits != waits {
				t.Fatalf("%+v: %d, want %d, %v", f, l.Total, len(want), err)
			}
			var got []string
			for _, x := range l.Files {
				got = append(got, fmt.Sprintf("%03d %s", 999-x.Read.Unix(), x.Path))
				if want := first[all[x.Path].SHA256]; x.Of != want && x.Of != "" || (x.Of == "") != (want == x.Path) {
					t.Errorf("%s is a duplicate of %q, want %q", x.Path, x.Of, want)
				}
			}
			check(t, got, want[min(f.Offset, len(want)):min(f.Offset+f.Limit, len(want))])
		}
	}
}

func BenchmarkList(b *testing.B) {
	j := openJournal(b, filepath.Join(b.TempDir(), "journal.db"))
	for i := range 100_000 {
		j.put(fmt.Sprintf("/kho/lưu trữ/năm %d/văn bản số %d.pdf", i%30, i), &entry{Home: []byte("x"), Result: ResultAdded, When: int64(i * 7919 % 100_003),
			SHA256: digest(fmt.Sprint(i)), Rules: "1", IDs: []string{fmt.Sprintf("van-ban-so-%d-12345678", i)}}, "")
	}
	if err := j.flush(); err != nil {
		b.Fatal(err)
	}
	for _, f := range []Filter{{Limit: 100}, {Limit: 100, Path: "so 77"}, {Limit: 100, Offset: 50_000}} {
		b.Run(fmt.Sprintf("%+v", f), func(b *testing.B) {
			for b.Loop() {
				if _, err := j.List(b.Context(), f); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
