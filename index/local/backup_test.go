package local

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/klauspost/compress/zstd"

	"vankien/index"
)

// ledger is what one writer did, in order. Its writes follow each other, so the
// state of its documents after n of them is known.
type ledger struct {
	mu           sync.Mutex
	writes       []write
	acknowledged int
}

// ledgerIDs is the number of documents of one writer.
const ledgerIDs = 40

type write struct {
	id      string
	version int // 0 when it is deleted
}

func (l *ledger) begin(w write) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.writes = append(l.writes, w)
}

func (l *ledger) acknowledge() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.acknowledged++
}

// counts returns how many writes were acknowledged and begun.
func (l *ledger) counts() (acknowledged, begun int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.acknowledged, len(l.writes)
}

// was reports whether docs is the state after some number of writes from least
// to most.
func (l *ledger) was(docs map[string]int, least, most int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	state := map[string]int{}
	for n := 0; n <= most; n++ {
		if n >= least && maps.Equal(state, docs) {
			return true
		}
		if n == len(l.writes) {
			break
		}
		if w := l.writes[n]; w.version == 0 {
			delete(state, w.id)
		} else {
			state[w.id] = w.version
		}
	}
	return false
}

// keepWriting puts and deletes documents of one writer until ctx ends.
func (l *ledger) keepWriting(ctx context.Context, x *Index, writer int) error {
	for n := 1; ctx.Err() == nil; n++ {
		w := write{fmt.Sprintf("%d-%d", writer, rand.IntN(ledgerIDs)), n}
		if rand.IntN(4) == 0 {
			w.version = 0
		}
		l.begin(w)
		var err error
		if w.version == 0 {
			_, err = x.Delete(context.Background(), w.id)
		} else {
			err = x.Put(context.Background(), index.Document{ID: w.id, Number: fmt.Sprint(n), Body: strings.Repeat("báo cáo ", rand.IntN(300))})
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
	x, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
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

// TestBackupOfMoment backs up while four writers write: each backup is restored
// and holds, of each writer, what it had written at one moment of the backup.
func TestBackupOfMoment(t *testing.T) {
	dir, folder := t.TempDir(), t.TempDir()
	x, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	ledgers := make([]ledger, 4)
	ctx, stop := context.WithCancel(t.Context())
	var writers sync.WaitGroup
	for i := range ledgers {
		writers.Go(func() {
			if err := ledgers[i].keepWriting(ctx, x, i); err != nil {
				t.Error(err)
			}
		})
	}
	defer writers.Wait()
	defer stop()
	for round := range rounds(8) {
		target := folder
		if round%4 == 3 {
			target = filepath.Join(folder, "one.tar.zst")
		}
		var least, most [4]int
		for i := range ledgers {
			least[i], _ = ledgers[i].counts()
		}
		b, err := Backup(t.Context(), dir, target, 3)
		if err != nil {
			t.Fatal(err)
		}
		for i := range ledgers {
			_, most[i] = ledgers[i].counts()
		}
		t.Logf("%s: %d files, %d bytes, %d copied; writes %v to %v", b.Moment, b.Files, b.Bytes, b.Copied, least, most)
		for i, docs := range versions(t, target) {
			if !ledgers[i].was(docs, least[i], most[i]) {
				t.Errorf("round %d: the documents of writer %d are not as they were after any of its writes %d to %d", round, i, least[i], most[i])
			}
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
	if strings.HasSuffix(target, archiveSuffix) {
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
	dir, folder := aged(t, 4), t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, abbreviationsFile), []byte("UBDS\tủy ban dân số\n"), 0o600); err != nil {
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
	for _, path := range []string{filepath.Join(folder, ".lock"), filepath.Join(folder, ".one.tar.zst"+partialName)} {
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

// TestBackupOfDamage: damage is named, and never takes the place of what is sound.
func TestBackupOfDamage(t *testing.T) {
	for _, file := range []string{metaFile, rootName, "segment", "no segment", "no " + metaFile, "no " + rootName} {
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
			t.Errorf("%s: %v", file, err)
		}
		if got := names(t, folder); got != ".lock" {
			t.Errorf("%s: there is %s", file, got)
		}
	}
}

// TestRestoreIsWhole: what is restored answers as the collection did.
func TestRestoreIsWhole(t *testing.T) {
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
			source, to := t.TempDir(), filepath.Join(t.TempDir(), "r")
			if err := os.CopyFS(source, os.DirFS(sound)); err != nil {
				t.Fatal(err)
			}
			harm(filepath.Join(source, file))
			if _, err := Restore(t.Context(), source, to); err == nil {
				t.Errorf("%s %s: restored", file, what)
			}
			if Exists(to) {
				t.Errorf("%s %s: there is a collection", file, what)
			}
		}
	}
}

func TestRestoreRefusesArchives(t *testing.T) {
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
		to := filepath.Join(t.TempDir(), "r")
		if err := os.WriteFile(archive, c.raw, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Restore(t.Context(), archive, to); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
		if got := names(t, to); got != "lock" {
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
