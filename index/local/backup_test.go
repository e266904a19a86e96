package local

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/klauspost/compress/zstd"

	"vankien/index"
	"vankien/index/plan"
)

// ledger is what one writer did, in order. Its writes follow each other, so the
// state of its documents after n of them is known. The clock is that of all
// writers: it moves on with every begin and end.
type ledger struct {
	clock  *atomic.Int64
	mu     sync.Mutex
	writes []write
}

// ledgerIDs is the number of documents of one writer.
const ledgerIDs = 40

type write struct {
	id         string
	version    int   // 0 when it is deleted
	begun, end int64 // by the clock; math.MaxInt64 while it is under way
}

func (l *ledger) begin(id string, version int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.writes = append(l.writes, write{id, version, l.clock.Add(1), math.MaxInt64})
}

func (l *ledger) acknowledge() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.writes[len(l.writes)-1].end = l.clock.Add(1)
}

// span is from when the documents of a writer can have been as they are in a
// backup, and when at the latest they no longer were.
type span struct{ from, to int64 }

// spans returns when docs can have been the state of the writer's documents.
func (l *ledger) spans(docs map[string]int) (list []span) {
	l.mu.Lock()
	defer l.mu.Unlock()
	state, from := map[string]int{}, int64(0)
	for _, w := range append(slices.Clip(l.writes), write{begun: math.MaxInt64, end: math.MaxInt64}) {
		if maps.Equal(state, docs) {
			list = append(list, span{from, w.end})
		}
		if from = w.begun; w.version == 0 {
			delete(state, w.id)
		} else {
			state[w.id] = w.version
		}
	}
	return list
}

// atOnce reports whether there is a moment from first to last in one span of
// each list.
func atOnce(lists [][]span, first, last int64) bool {
	moments := []int64{first}
	for _, s := range slices.Concat(lists...) {
		moments = append(moments, s.from)
	}
	return slices.ContainsFunc(moments, func(at int64) bool {
		return at >= first && at <= last && !slices.ContainsFunc(lists, func(list []span) bool {
			return !slices.ContainsFunc(list, func(s span) bool { return s.from <= at && at < s.to })
		})
	})
}

// keepWriting puts and deletes documents of one writer until ctx ends.
func (l *ledger) keepWriting(ctx context.Context, x *Index, writer int) error {
	for n := 1; ctx.Err() == nil; n++ {
		id, err := fmt.Sprintf("%d-%d", writer, rand.IntN(ledgerIDs)), error(nil)
		if rand.IntN(4) == 0 {
			l.begin(id, 0)
			_, err = x.Delete(context.Background(), id)
		} else {
			l.begin(id, n)
			err = x.Put(context.Background(), index.Document{ID: id, Number: fmt.Sprint(n), Body: strings.Repeat("báo cáo ", rand.IntN(30))})
		}
		if err != nil {
			return err
		}
		l.acknowledge()
	}
	return nil
}

// versions returns the documents of each writer that a restored backup holds.
func versions(t *testing.T, source string) []map[string]int {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "restored")
	if _, err := Restore(t.Context(), source, dir); err != nil {
		t.Fatal(err)
	}
	if _, err := Verify(t.Context(), dir); err != nil {
		t.Error(err)
	}
	x := onDisk(t, dir)
	defer x.Close()
	all := []map[string]int{{}, {}, {}, {}}
	found := 0
	for writer, docs := range all {
		for i := range ledgerIDs {
			d, err := x.Get(t.Context(), fmt.Sprintf("%d-%d", writer, i))
			if errors.Is(err, index.ErrNotFound) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			found++
			docs[d.ID], _ = strconv.Atoi(d.Number)
		}
	}
	if total := search(t, x, index.Request{}).Total; total != found {
		t.Errorf("%d documents are found, %d are there", total, found)
	}
	return all
}

// TestBackupOfMoment backs up while four writers write: each backup is restored,
// is sound and holds what all of them had written at one moment of the backup.
func TestBackupOfMoment(t *testing.T) {
	t.Parallel()
	dir, folder := t.TempDir(), t.TempDir()
	x := onDisk(t, dir)
	var clock atomic.Int64
	ledgers := make([]ledger, 4)
	ctx, stop := context.WithCancel(t.Context())
	var writers sync.WaitGroup
	for i := range ledgers {
		ledgers[i].clock = &clock
		writers.Go(func() {
			if err := ledgers[i].keepWriting(ctx, x, i); err != nil {
				t.Error(err)
			}
		})
	}
	defer writers.Wait()
	defer stop()
	for round := range rounds(20) {
		target := folder
		if round%4 == 3 {
			target = filepath.Join(folder, "one.tar.zst")
		}
		first := clock.Load()
		b, err := Backup(t.Context(), dir, target, 3)
		if err != nil {
			t.Fatal(err)
		}
		last := clock.Load()
		t.Logf("%s: %d files, %d bytes, %d copied; moments %d to %d", b.Moment, b.Files, b.Bytes, b.Copied, first, last)
		lists := make([][]span, len(ledgers))
		for i, docs := range versions(t, target) {
			lists[i] = ledgers[i].spans(docs)
		}
		if !atOnce(lists, first, last) {
			t.Errorf("round %d: the documents of the writers were never as they are at a moment from %d to %d: %v", round, first, last, lists)
		}
	}
}

// mustBackUp makes a backup and returns where it is.
func mustBackUp(t *testing.T, dir, target string) (b index.Backup, path string) {
	t.Helper()
	b, err := Backup(t.Context(), dir, target, 0)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(target, ArchiveSuffix) {
		return b, target
	}
	return b, filepath.Join(target, b.Moment)
}

// segmentsOf returns the files of segments of a data directory.
func segmentsOf(t *testing.T, dir string) (list []string) {
	t.Helper()
	_, st := rootOf(t, dir)
	for _, name := range st.segments {
		list = append(list, filepath.Join(dir, "index", "store", name))
	}
	return list
}

func TestBackupCopiesOnlyWhatIsNew(t *testing.T) {
	t.Parallel()
	dir, folder := aged(t, 4), t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, plan.AbbreviationsFile), []byte("UBDS\tủy ban dân số\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	first, at := mustBackUp(t, dir, folder)
	if first.Copied != first.Bytes {
		t.Errorf("the first backup copied %d of %d bytes", first.Copied, first.Bytes)
	}
	second, again := mustBackUp(t, dir, folder)
	var segments int64
	for i, file := range segmentsOf(t, again) {
		a, err1 := os.Stat(segmentsOf(t, at)[i])
		b, err2 := os.Stat(file)
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		if !os.SameFile(a, b) {
			t.Errorf("%s was copied again", file)
		}
		segments += b.Size()
	}
	if second.Bytes != first.Bytes || second.Copied != first.Bytes-segments {
		t.Errorf("second: %+v, first: %+v, %d bytes of segments", second, first, segments)
	}

	// a segment that went bad in the backup is not taken over, nor is its neighbour
	bad := segmentsOf(t, again)[0]
	flip(t, bad, 40)
	_, third := mustBackUp(t, dir, folder)
	if _, err := Restore(t.Context(), third, filepath.Join(t.TempDir(), "r")); err != nil {
		t.Error(err)
	}
	if _, err := Restore(t.Context(), again, filepath.Join(t.TempDir(), "r")); err == nil || !strings.Contains(err.Error(), filepath.Base(bad)+" is damaged") {
		t.Error(err)
	}
}

// flip changes one byte of a file.
func flip(t *testing.T, path string, at int64) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	b := make([]byte, 1)
	_, err1 := f.ReadAt(b, at)
	b[0] ^= 0x10
	_, err2 := f.WriteAt(b, at)
	if err := errors.Join(err1, err2, f.Close()); err != nil {
		t.Fatal(err)
	}
}

// names lists a directory.
func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return strings.Join(list, " ")
}

func TestBackupKeepsTheNewest(t *testing.T) {
	t.Parallel()
	dir, folder := aged(t, 2), t.TempDir()
	var kept []string
	for range 5 {
		b, err := Backup(t.Context(), dir, folder, 2)
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, b.Moment)
	}
	if got, want := names(t, folder), ".lock "+strings.Join(kept[3:], " "); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestBackupFails: what cannot be finished leaves the backups as they were.
func TestBackupFails(t *testing.T) {
	t.Parallel()
	dir, folder := aged(t, 3), t.TempDir()
	archive := filepath.Join(folder, "one.tar.zst")
	_, good := mustBackUp(t, dir, folder)
	mustBackUp(t, dir, archive)
	before, _ := os.ReadFile(archive)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	refuse := func(ctx context.Context, why string, is func(error) bool) {
		t.Helper()
		for _, target := range []string{folder, archive} {
			if _, err := Backup(ctx, dir, target, 1); err == nil || !is(err) {
				t.Errorf("%s, to %s: %v", why, target, err)
			}
		}
	}
	refuse(ended, "ended", func(err error) bool { return errors.Is(err, context.Canceled) })
	for _, path := range []string{filepath.Join(folder, ".lock"), filepath.Join(folder, ".one.tar.zst"+lockName)} {
		lock, err := lockBackup(path)
		if err != nil {
			t.Fatal(err)
		}
		defer lock.Unlock()
	}
	refuse(t.Context(), "another one", func(err error) bool { return errors.Is(err, index.ErrBackupRunning) })
	if after, _ := os.ReadFile(archive); !bytes.Equal(before, after) {
		t.Error("the archive was changed")
	}
	if _, err := Restore(t.Context(), good, filepath.Join(t.TempDir(), "r")); err != nil {
		t.Error(err)
	}
}

// watchedContext calls a function whenever it is asked whether it has ended.
type watchedContext struct {
	context.Context
	asked func()
}

func (c watchedContext) Err() error {
	c.asked()
	return c.Context.Err()
}

// TestArchiveIsNoLock: who opened the lock of an archive while another backup
// was written to it holds neither the archive nor what a third one writes.
func TestArchiveIsNoLock(t *testing.T) {
	dir, folder := aged(t, 1), t.TempDir()
	archive := filepath.Join(folder, "one.tar.zst")
	locks := map[string]fs.FileInfo{}
	watch := watchedContext{t.Context(), func() {
		files, err := os.ReadDir(folder)
		if err != nil {
			t.Error(err)
		}
		for _, f := range files {
			path := filepath.Join(folder, f.Name())
			if lock, err := lockBackup(path); errors.Is(err, index.ErrBackupRunning) {
				locks[path], _ = os.Stat(path)
			} else if err = errors.Join(err, lock.Unlock()); err != nil {
				t.Error(err)
			}
		}
	}}
	if _, err := Backup(watch, dir, archive, 0); err != nil {
		t.Fatal(err)
	}
	if len(locks) == 0 {
		t.Error("nothing was locked")
	}
	for path, then := range locks {
		if now, err := os.Stat(path); err != nil || !os.SameFile(then, now) {
			t.Errorf("%s was locked, and is another file now or none: %v", path, err)
		}
	}
}

// TestBackupOfDamage: damage is named, and never takes the place of what is sound.
func TestBackupOfDamage(t *testing.T) {
	t.Parallel()
	for _, file := range []string{metaFile, rootName, "segment", "no segment", "no " + metaFile, "no " + rootName} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			dir, folder := aged(t, 2), t.TempDir()
			path := filepath.Join(dir, "index", strings.TrimPrefix(file, "no "))
			if strings.HasSuffix(file, "segment") {
				path = segmentsOf(t, dir)[0]
			}
			if strings.HasPrefix(file, "no ") {
				if err := os.Remove(path); err != nil {
					t.Fatal(err)
				}
			} else {
				flip(t, path, 20)
				if file == rootName {
					flip(t, path, int64(os.Getpagesize())+20) // the other beginning
				}
			}
			_, err := Backup(t.Context(), dir, folder, 0)
			if err == nil || !strings.Contains(err.Error(), filepath.Base(path)) {
				t.Error(err)
			}
			if got := names(t, folder); got != ".lock" {
				t.Errorf("there is %s", got)
			}
		})
	}
}

// TestRestoreIsWhole: what is restored answers as the collection did.
func TestRestoreIsWhole(t *testing.T) {
	t.Parallel()
	dir := aged(t, 4)
	for _, name := range besideIndex {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("# "+name+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want := reply(t, dir)
	for _, target := range []string{t.TempDir(), filepath.Join(t.TempDir(), "one.tar.zst")} {
		b, path := mustBackUp(t, dir, target)
		for _, source := range []string{target, path} {
			to := filepath.Join(t.TempDir(), "new", "data")
			done, err := Restore(t.Context(), source, to)
			if err != nil {
				t.Fatal(err)
			}
			if done.Documents == 0 || done.Files != b.Files || done.Bytes != b.Bytes {
				t.Errorf("%+v of %+v", done, b)
			}
			if got := reply(t, to); got != want {
				t.Errorf("%s answers otherwise", source)
			}
			if got, want := names(t, to), "abbreviations.tsv index lock places.tsv topics.yaml"; got != want {
				t.Errorf("there is %s, want %s", got, want)
			}
		}
	}
}

// reply opens a directory for the time of its answers.
func reply(t *testing.T, dir string) string {
	t.Helper()
	x, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	return answers(t, x)
}

// TestRestoreRefusesDamage changes each file of a backup in turn.
func TestRestoreRefusesDamage(t *testing.T) {
	t.Parallel()
	_, sound := mustBackUp(t, aged(t, 2), t.TempDir())
	var files []string
	err := fs.WalkDir(os.DirFS(sound), ".", func(name string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			files = append(files, name)
		}
		return err
	})
	if err != nil || len(files) < 5 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		for what, harm := range map[string]func(path string){
			"flipped": func(path string) { flip(t, path, 10) },
			"missing": func(path string) { _ = os.Remove(path) },
			"cut":     func(path string) { _ = os.Truncate(path, 5) },
		} {
			source, to := t.TempDir(), filepath.Join(t.TempDir(), "new", "r")
			if err := os.CopyFS(source, os.DirFS(sound)); err != nil {
				t.Fatal(err)
			}
			harm(filepath.Join(source, file))
			if _, err := Restore(t.Context(), source, to); err == nil {
				t.Errorf("%s %s: restored", file, what)
			}
			if _, err := os.Stat(filepath.Dir(to)); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%s %s: something is left: %v", file, what, err)
			}
		}
	}
}

func TestRestoreRefusesArchives(t *testing.T) {
	t.Parallel()
	archive := filepath.Join(t.TempDir(), "one.tar.zst")
	mustBackUp(t, aged(t, 2), archive)
	raw, err := os.ReadFile(archive)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, want string
		raw        []byte
	}{
		{"cut", "cut", raw[:len(raw)*2/3]},
		{"empty", "is not whole", nil},
		{"other", "cut", []byte("no archive")},
		{"no list", "is not whole", archiveOf(t, tar.Header{Name: "m/topics.yaml"})},
		{"outside", "no file of a backup", archiveOf(t, tar.Header{Name: "m/../../topics.yaml"})},
		{"absolute", "no file of a backup", archiveOf(t, tar.Header{Name: "/etc/topics.yaml.x"})},
		{"link", "no file of a backup", archiveOf(t, tar.Header{Name: "m/topics.yaml", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"})},
		{"twice", "exists", archiveOf(t, tar.Header{Name: "m/topics.yaml"}, tar.Header{Name: "m/topics.yaml"})},
		{"key", "no file of a backup", archiveOf(t, tar.Header{Name: "m/key"})},
	} {
		to := t.TempDir()
		if err := os.WriteFile(archive, c.raw, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Restore(t.Context(), archive, to); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
		if got := names(t, to); got != "" {
			t.Errorf("%s: there is %s", c.name, got)
		}
	}
}

// archiveOf is an archive of empty files.
func archiveOf(t *testing.T, heads ...tar.Header) []byte {
	t.Helper()
	var b bytes.Buffer
	zw, err := zstd.NewWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	tw := tar.NewWriter(zw)
	for _, h := range heads {
		if err := tw.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(tw.Close(), zw.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestRestoreNeedsRoom: nothing of a collection that is there is touched.
func TestRestoreNeedsRoom(t *testing.T) {
	t.Parallel()
	dir := aged(t, 2)
	_, source := mustBackUp(t, dir, t.TempDir())
	x, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(t.Context(), source, dir); !errors.Is(err, ErrLocked) {
		t.Errorf("an open collection: %v", err)
	}
	_ = x.Close()
	want := reply(t, dir)
	for _, name := range []string{"index", "index.old", "index.damaged", "topics.yaml"} {
		to := t.TempDir()
		if name == "index" {
			to = dir
		} else if err := os.Mkdir(filepath.Join(to, name), 0o700); err != nil {
			t.Fatal(err)
		}
		if _, err := Restore(t.Context(), source, to); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("there is %q already", name)) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := reply(t, dir); got != want {
		t.Error("the collection answers otherwise")
	}
}

func TestBackupsAreListed(t *testing.T) {
	t.Parallel()
	dir, folder := aged(t, 2), filepath.Join(t.TempDir(), "backups")
	if all, err := Backups(folder); err != nil || all != nil {
		t.Errorf("of no folder: %v, %v", all, err)
	}
	one, _ := mustBackUp(t, dir, folder)
	two, _ := mustBackUp(t, dir, filepath.Join(folder, "daily"))
	if _, err := Backup(t.Context(), dir, filepath.Join(folder, "whole.tar.zst"), 0); err != nil {
		t.Fatal(err)
	}
	all, err := Backups(folder)
	if err != nil || len(all) != 3 {
		t.Fatalf("%v, %v", all, err)
	}
	names := map[string]int64{}
	for i, b := range all {
		names[b.Name] = b.Bytes
		if i > 0 && b.Made.After(all[i-1].Made) {
			t.Errorf("%v after %v", all[i-1], b)
		}
	}
	if _, ok := names[one.Moment]; !ok || names["whole.tar.zst"] == 0 || names["daily/"+two.Moment] != 0 {
		t.Errorf("listed: %v", names)
	}
}
