package ingest

import (
	"fmt"
	"io/fs"
	"slices"
	"time"
)

// tracked is a file on its way. It is known what became of it when it has been
// read and all its records have their outcomes; those come from the workers, long
// after the next files are read.
type tracked struct {
	f      file
	key    string // "" for what has no place on the disk
	before *entry // as it was read last, nil for a new one
	entry  entry  // what will be known of it

	paths map[string]int // ids that were made, by path
	moved string         // key of the place that it was moved from
	of    string         // the same as a path
	twin  string         // path of another file with these bytes
	trust bool           // the journal may say what became of it: its bytes alone decide that

	// guarded by run.mu
	open    int // records without an outcome
	read    bool
	records Records
	first   Seen   // of its parts that cannot be used
	told    bool   // what is wrong with all of it has been told
	over    bool   // it is known what became of it
	done    []Seen // what is to be told of it then
}

// origin is what a record in a batch comes from.
type origin struct {
	file   *tracked
	member string
}

// track begins with a file that is about to be read.
func (r *run) track(f file, info fs.FileInfo) *tracked {
	t := &tracked{f: f, trust: true}
	if info != nil {
		t.entry = entry{Size: info.Size(), Time: info.ModTime().UnixNano(), Inode: inode(info), Rules: r.rules}
	}
	if f.at == "" {
		return t
	}
	if t.key = keyOf(f.at); t.key != f.at {
		t.entry.At = []byte(f.at)
	}
	if f.home != "" {
		t.entry.Sent, t.entry.Home = true, []byte(f.home)
	}
	if t.before = r.journal.get(t.key); t.before != nil {
		t.entry.Home, t.entry.ID = t.before.Home, t.before.ID
		if t.before.same(&t.entry) {
			t.entry.Crashes = t.before.Crashes
		}
	}
	return t
}

// settled reports whether a file need not be read, as nothing has happened to it.
func (r *run) settled(t *tracked) bool {
	b := t.before
	return b != nil && b.same(&t.entry) && b.settled() && !r.opt.Again
}

// asBefore tells of a file that nothing has happened to since it was read.
func (r *run) asBefore(t *tracked) {
	b := t.before
	r.count(func(s *Summary) {
		s.Files++
		s.Unchanged += len(b.IDs)
		r.passed += b.Size
	})
	seen := Seen{Path: t.f.name, Result: ResultUnchanged, Code: codeAsBefore, Reason: "nothing has changed since it was read", IDs: firstIDs(b.IDs)}
	if seen.Records.Unchanged = len(b.IDs); b.Code != "" || b.Result == ResultFailed {
		seen.Result, seen.Code, seen.Reason, seen.Records = t.f.result(b.Code), b.Code, b.Reason, Records{}
	}
	if seen.Result == ResultFailed {
		seen.Reason = fmt.Sprintf("failed before: %s; it is read again when it changes, or with --again", b.Reason)
	}
	if seen.Result != ResultSkipped {
		r.used++
	}
	r.see(seen)
	if seen.Result == ResultUnchanged && b.Failed > 0 {
		r.seeFailed(Seen{Path: t.f.name, Result: ResultFailed, Code: codeAsBefore,
			Reason: fmt.Sprintf("%d of its records failed before; they are read again when the file changes, or with --again", b.Failed)}, b.Failed)
	}
	r.seeWaits(t.f.name, b.Waits)
	if len(b.Left) > 0 && b.Failed == 0 {
		r.left = append(r.left, t.key)
	}
}

func firstIDs(ids []string) []string {
	return ids[:min(len(ids), MaxSeenIDs):min(len(ids), MaxSeenIDs)]
}

// tell counts what became of a record that was dealt.
func (r *run) tell(from origin, o Outcome) {
	t := from.file
	if o.Status == Refused {
		r.refuse(t, Seen{Path: t.f.name, Member: from.member, Line: o.Line}, o.Err)
	}
	r.count(func(s *Summary) {
		t.open--
		switch o.Status {
		case Refused:
		case Added:
			s.Added++
			t.records.Added++
		case Updated:
			s.Updated++
			t.records.Changed++
		default:
			s.Unchanged++
			t.records.Unchanged++
		}
		if o.Status != Refused && (t.key != "" || len(t.entry.IDs) < MaxSeenIDs) {
			t.entry.IDs = append(t.entry.IDs, o.ID)
		}
		r.conclude(t)
	})
}

// refuse tells what is wrong with a file, or with a part of it.
func (r *run) refuse(t *tracked, s Seen, err error) {
	s.Code, s.Reason = code(err, s.Line), reason(err)
	if s.Result = ResultFailed; s.Whole() {
		s.Result = t.f.result(s.Code)
	}
	r.see(s)
	r.count(func(*Summary) {
		if transient(err) {
			t.trust = false
		}
		if t.entry.Code = s.Code; s.Code == codeCrashed {
			t.entry.Crashes++
		}
		if t.records.Failed++; t.records.Failed == 1 {
			t.first = s
		}
		if s.Whole() {
			t.told, t.entry.Result, t.entry.Reason = true, s.Result, s.Reason
		}
	})
}

// pass tells of a file that is not read at all.
func (r *run) pass(f file, err error) {
	s := Seen{Path: f.name, Code: code(err, 0), Reason: reason(err)}
	s.Result = f.result(s.Code)
	r.see(s)
}

// conclude finds out what became of a file once all of it is known, and tells it
// in the order of reading. Callers hold mu.
func (r *run) conclude(t *tracked) {
	if !t.read || t.open > 0 {
		return
	}
	t.over = true
	r.settleEntry(t)
	for len(r.queue) > 0 && r.queue[0].over {
		for _, s := range r.queue[0].done {
			r.seeLocked(s, 1)
		}
		r.queue[0] = nil
		r.queue = r.queue[1:]
	}
}

// settleEntry says what became of a file, to the caller and in the journal.
func (r *run) settleEntry(t *tracked) {
	e, good := &t.entry, t.records.Added+t.records.Changed+t.records.Unchanged
	slices.Sort(e.IDs)
	e.IDs = slices.Compact(e.IDs)
	e.Failed, e.When = t.records.Failed, time.Now().Unix()
	if good > 0 || !t.told {
		e.Result, e.Reason = t.result(good), ""
		seen := Seen{Path: t.f.name, Result: e.Result, IDs: firstIDs(e.IDs), Of: t.of, Records: t.records}
		if e.Result != ResultFailed {
			e.Code = ""
		} else if e.Reason = placed(&t.first); t.records.Failed > 1 {
			e.Code, e.Reason = t.first.Code, fmt.Sprintf("none of its %d records can be used; the first: %s", e.Failed, e.Reason)
		}
		seen.Code, seen.Reason = e.Code, e.Reason
		t.done = append(t.done, seen)
	}
	if good == 0 && t.moved != "" {
		r.journal.untake(t.moved)
		t.moved = ""
	}
	if good > 0 {
		e.Crashes = 0
		if t.twin != "" {
			t.done = append(t.done, Seen{Path: t.f.name, Result: ResultDuplicate, Of: t.f.beside(t.twin), IDs: firstIDs(e.IDs)})
		}
		if n := pageCount(e.Waits); n > 0 {
			t.done = append(t.done, waiting(t.f.name, n))
		}
	}
	r.record(t)
}

// placed is the reason for which a part of a file cannot be used, with its place.
func placed(s *Seen) string {
	reason := s.Reason
	if s.Line > 0 {
		reason = fmt.Sprintf("line %d: %s", s.Line, reason)
	}
	if s.Member != "" {
		reason = s.Member + ": " + reason
	}
	return reason
}

// result is what the outcomes of its records make of a file.
func (t *tracked) result(good int) Result {
	n := t.records
	switch {
	case good == 0:
		return ResultFailed
	case t.moved != "":
		return ResultMoved
	case n.Changed > 0, n.Added > 0 && (n.Unchanged > 0 || t.before != nil && len(t.before.IDs) > 0 && t.before.SHA256 != t.entry.SHA256):
		return ResultChanged
	case n.Added > 0:
		return ResultAdded
	}
	return ResultUnchanged
}

// record has the journal hold what is known of a file. Documents that the file
// had before and has no longer are left over; when a part of it cannot be read
// just now, nobody knows which.
func (r *run) record(t *tracked) {
	if t.key == "" || !t.trust {
		if r.journal.drop(t.key); t.moved != "" {
			r.journal.untake(t.moved)
		}
		return
	}
	e := &t.entry
	if old := t.before; old != nil {
		for _, id := range slices.Concat(old.IDs, old.Left) {
			if _, found := slices.BinarySearch(e.IDs, id); !found {
				e.Left = append(e.Left, id)
			}
		}
	}
	if e.Failed == 0 && len(e.Left) > 0 {
		r.left = append(r.left, t.key)
	}
	if len(e.IDs) == 0 {
		e.SHA256 = ""
	}
	if string(e.Home) != t.f.rel {
		e.Rel = []byte(t.f.rel)
	}
	r.journal.put(t.key, e, t.moved)
}

// see tells of a file or a part of it.
func (r *run) see(s Seen) { r.seeFailed(s, 1) }

// seeFailed is see for what stands for n problems.
func (r *run) seeFailed(s Seen, n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seeLocked(s, n)
}

// seeLocked is seeFailed for callers that hold mu.
func (r *run) seeLocked(s Seen, n int) {
	if s.Problem() {
		r.sum.Failed += n
	}
	if s.Whole() && s.Code != codeAsBefore || s.Result == ResultUnchanged {
		r.sum.saw(s)
	}
	if r.opt.Seen != nil {
		r.opt.Seen(s)
	}
}

func (r *run) seeWaits(name string, list []wait) {
	if n := pageCount(list); n > 0 {
		r.see(waiting(name, n))
	}
}

// waiting says that pages of a file are yet to be recognised.
func waiting(name string, pages int) Seen {
	s := Seen{Path: name, Result: ResultWaiting, Code: codeWaiting, Reason: "1 page is an image that is yet to be recognised"}
	if pages > 1 {
		s.Reason = fmt.Sprintf("%d pages are images that are yet to be recognised", pages)
	}
	return s
}
