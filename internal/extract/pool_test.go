package extract

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"
)

// asWorker in the environment makes the test binary a worker.
const asWorker = "EXTRACT_TEST_WORKER"

func TestMain(m *testing.M) {
	if os.Getenv(asWorker) == "" {
		os.Exit(m.Run())
	}
	if err := misbehave(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

// misbehave is Work, except for files whose names ask for trouble.
func misbehave(in io.Reader, out io.Writer) error {
	if err := confine(); err != nil {
		return err
	}
	w := worker{out: bufio.NewWriter(out)}
	for {
		var q request
		data, err := readFrame(in, &q, maxRequestHeader, maxRequestData)
		if err != nil {
			return err
		}
		allowMemory(textMemory)
		switch q.Name {
		case "spin":
			for time.Since(time.Time{}) > 0 {
			}
		case "wait":
			time.Sleep(time.Hour)
		case "panic":
			panic("the reader is broken")
		case "flood":
			out.Write([]byte{0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0})
			time.Sleep(time.Hour)
		case "noise":
			fmt.Fprint(out, "WARNING: this is no frame")
			return nil
		case "memory":
			var all [][]byte
			for {
				all = append(all, make([]byte, 64<<20))
				all[len(all)-1][0] = 1
			}
		case "environment":
			w.send(answer{Records: []Record{{Body: strings.Join(os.Environ(), "\n")}}})
			continue
		case "write":
			w.send(answer{Failure: newFailure(tryWrite(&w, string(data)))})
			continue
		}
		if err := w.answer(context.Background(), q, data); err != nil {
			return err
		}
	}
}

// tryWrite returns the error of writing a file at a time that is not for it.
func tryWrite(w *worker, path string) error {
	err := w.prepare(func() error { return os.WriteFile(path, []byte("prepared"), 0o600) })
	if err != nil {
		return errors.New("it could not write while it prepared: " + err.Error())
	}
	return os.WriteFile(path+".2", []byte("later"), 0o600)
}

func newTestPool(t *testing.T, opt PoolOptions) *Pool {
	opt.Args, opt.Env = []string{}, append(opt.Env, asWorker+"=1")
	p := NewPool(opt)
	t.Cleanup(func() { p.Close() })
	return p
}

func TestPoolReadsLikeRead(t *testing.T) {
	p := newTestPool(t, PoolOptions{})
	files := []struct{ name, data string }{
		{"a.txt", "Phát biểu khai mạc\n\nThưa các vị đại biểu."},
		{"b.txt", "H\xe9i ngh\xde t\xe6ng k\xd5t c\xabng t\xb8c n\xa8m, \xa7\xb9i bi\xd3u \xae\xb7 th\xb6o lu\xcbn v\xd2 quy ho\xb9ch s\xf6 d\xf4ng \xae\xcat"},
		{"c.md", "---\ntitle: Đề án\nwrong: 1\n---\n# Một\n"},
		{"d.jsonl", "{\"title\":\"Một\",\"body\":\"x\"}\n{\"title\":"},
		{"e.txt", " \n"},
		{"f.xyz", "x"},
		{"g.txt", strings.Repeat("dài ", 100)},
	}
	opt := Options{MaxText: 300}
	for _, f := range files {
		want, wantErr := recordsOf(f.name, []byte(f.data), opt)
		got, err := p.Extract(t.Context(), f.name, []byte(f.data), opt)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: records %+v, want %+v", f.name, got, want)
		}
		if fmt.Sprint(err) != fmt.Sprint(wantErr) {
			t.Errorf("%s: error %v, want %v", f.name, err, wantErr)
		}
		for _, kind := range []error{ErrEmpty, ErrUnsupported} {
			if errors.Is(err, kind) != errors.Is(wantErr, kind) {
				t.Errorf("%s: error %#v is not of the kind of %#v", f.name, err, wantErr)
			}
		}
		if !sameKind[*SizeError](err, wantErr) || !sameKind[*SyntaxError](err, wantErr) || !sameKind[*KeyError](err, wantErr) {
			t.Errorf("%s: error %#v carries other data than %#v", f.name, err, wantErr)
		}
	}
}

func TestPoolReadsPDF(t *testing.T) {
	p := newTestPool(t, PoolOptions{Cache: cacheDir()})
	want, err := recordsOf("a.pdf", threePages(), Options{Cache: cacheDir()})
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.Extract(t.Context(), "a.pdf", threePages(), Options{})
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("records %+v, error %v, want %+v", got, err, want)
	}
}

// sameKind reports whether both errors are, or are not, an E that reads the same.
func sameKind[E error](a, b error) bool {
	var x, y E
	inA, inB := errors.As(a, &x), errors.As(b, &y)
	return inA == inB && (!inA || x.Error() == y.Error())
}

// TestPoolSurvives asks one worker for all that can go wrong: each is an error of
// its file alone, and the next file is read.
func TestPoolSurvives(t *testing.T) {
	trouble := []struct{ name, says string }{
		{"wait", "it took over 200ms"},
		{"panic", "panic: the reader is broken"},
		{"flood", "its answer is over the limit"},
		{"noise", ""},
	}
	if countsProcessor {
		trouble = append(trouble, []struct{ name, says string }{{"spin", "processor time"}, {"memory", "it needs too much memory"}}...)
	}
	for _, f := range trouble {
		text := Allowance{Processor: time.Minute, Wall: time.Minute}
		switch f.name {
		case "wait":
			text.Wall = 200 * time.Millisecond
		case "spin":
			text.Processor = 100 * time.Millisecond
		}
		p := newTestPool(t, PoolOptions{Text: text})
		_, err := p.Extract(t.Context(), f.name, nil, Options{})
		var crash *CrashError
		if !errors.As(err, &crash) || !strings.Contains(crash.Detail, f.says) {
			t.Errorf("%s: error %v, want a crash that says %q", f.name, err, f.says)
		}
		p.opt.Text = Allowance{}
		if list, err := p.Extract(t.Context(), "next.txt", []byte("Điều 1"), Options{}); err != nil || len(list) != 1 {
			t.Errorf("after %s: %d records, error %v", f.name, len(list), err)
		}
	}
}

func TestPoolLivesOn(t *testing.T) {
	p := newTestPool(t, PoolOptions{})
	process := func() int {
		if _, err := p.Extract(t.Context(), "a.txt", []byte("một"), Options{}); err != nil {
			t.Fatal(err)
		}
		c := <-p.free
		defer func() { p.free <- c }()
		return c.cmd.Process.Pid
	}
	first := process()
	if again := process(); again != first {
		t.Errorf("the second file was read by process %d, the first by %d", again, first)
	}
	c := <-p.free
	c.cmd.Process.Kill()
	<-c.ended
	p.free <- c
	if process() == first {
		t.Error("a worker that died between two files was asked again")
	}
}

func TestPoolEnds(t *testing.T) {
	p := newTestPool(t, PoolOptions{})
	ctx, cancel := context.WithCancelCause(t.Context())
	failed := make(chan error)
	ask := func(ctx context.Context) {
		_, err := p.Extract(ctx, "wait", nil, Options{})
		failed <- err
	}
	go ask(ctx)
	cancel(nil)
	if err := <-failed; !errors.Is(err, context.Canceled) {
		t.Errorf("error %v after the context ended", err)
	}
	go ask(t.Context())
	p.Close()
	if err := <-failed; !errors.Is(err, ErrClosed) {
		t.Errorf("error %v after Close", err)
	}
}

func TestWorkerHasNoSecrets(t *testing.T) {
	t.Setenv("VANKIEN_KEY", "bí mật")
	p := newTestPool(t, PoolOptions{})
	list, err := p.Extract(t.Context(), "environment", nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(list[0].Body, "VANKIEN_") || !strings.Contains(list[0].Body, "GOMEMLIMIT=") {
		t.Errorf("the environment of a worker is\n%s", list[0].Body)
	}
}

func TestWorkerWritesOnlyToPrepare(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux limits what a process writes")
	}
	p := newTestPool(t, PoolOptions{})
	_, err := p.Extract(t.Context(), "write", []byte(t.TempDir()+"/x"), Options{})
	if err == nil || !strings.Contains(err.Error(), "file too large") {
		t.Errorf("writing a file ended with %v", err)
	}
}

func TestRecognizeRefusesText(t *testing.T) {
	p := newTestPool(t, PoolOptions{})
	if _, err := p.Recognize(t.Context(), "a.txt", []byte("một"), 1); !errors.Is(err, ErrUnsupported) {
		t.Errorf("error %v", err)
	}
}

func TestAllowanceGrowsWithTheFile(t *testing.T) {
	for size, want := range map[int]time.Duration{0: leastTime, 320 << 10: leastTime + 10*time.Second, 1 << 30: mostTime} {
		if got := allowance(size).Processor.Round(time.Second / 10); got != want {
			t.Errorf("%d bytes get %v, want %v", size, got, want)
		}
	}
}
