package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"vankien/index/indextest"
	"vankien/index/local"
	"vankien/internal/extract"
)

// scanner stands for the process that reads what may hang: its files are lists of
// pages, of which those that begin with "ảnh" are images.
type scanner struct {
	recognized []string
	fail       map[string]error
	after      func()
}

const scanMagic = "%PDF-"

func (s *scanner) Extract(_ context.Context, name string, data []byte, opt extract.Options) ([]extract.Record, error) {
	rec := extract.Record{Title: "Bản quét", Type: "application/pdf"}
	for i, page := range strings.Split(string(bytes.TrimPrefix(data, []byte(scanMagic))), "|") {
		text, known := opt.Pages[i+1]
		switch {
		case !strings.HasPrefix(page, "ảnh"):
			rec.Body += page + "\n"
		case known:
			rec.Body += text.Text + "\n"
		default:
			rec.Unread = append(rec.Unread, i+1)
		}
	}
	return []extract.Record{rec}, nil
}

func (s *scanner) Recognize(ctx context.Context, name string, data []byte, page int) (extract.Recognized, error) {
	if err := ctx.Err(); err != nil {
		return extract.Recognized{}, err
	}
	text := strings.Split(strings.TrimPrefix(string(data), scanMagic), "|")[page-1]
	if err := s.fail[text]; err != nil {
		return extract.Recognized{}, err
	}
	s.recognized = append(s.recognized, text)
	if s.after != nil {
		s.after()
	}
	return extract.Recognized{Text: "chữ của " + text, Confidence: 0.9}, nil
}

func TestPagesAreRecognised(t *testing.T) {
	d, s := newDesk(t), &scanner{}
	dir := folder(t, "k/a.pdf", scanMagic+"một|ảnh hai|ba|ảnh bốn", "k/b.txt", "Khác")
	h := how{Extract: extract.Options{Apart: s}}
	check(t, d.add(t, h, dir, "k"), []string{"k/a.pdf added", "k/a.pdf waiting", "k/b.txt added"})
	id := pathID("k/a.pdf")
	check(t, strings.Fields(get(t, d.Index, id).Body), []string{"một", "ba"})
	check(t, d.j.Waiting(), []Waiting{{filepath.Join(dir, "k/a.pdf"), 2}})

	// what ends the work leaves the rest for another call
	ctx, cancel := context.WithCancel(t.Context())
	s.after = cancel
	w := NewWriter(d.Index, WriterOptions{})
	opt := Options{Extract: h.Extract, Journal: d.j}
	if _, err := Recognize(ctx, w, opt, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	d.reopen(t)
	opt.Journal, s.after = d.j, nil
	var told []string
	if _, err := Recognize(t.Context(), w, opt, func(path string, n, of int) { told = append(told, fmt.Sprint(filepath.Base(path), n, of)) }); err != nil {
		t.Fatal(err)
	}
	check(t, s.recognized, []string{"ảnh hai", "ảnh bốn"})
	check(t, told, []string{"a.pdf1 2"})
	check(t, get(t, d.Index, id).Body, "một\nchữ của ảnh hai\nba\nchữ của ảnh bốn\n")
	check(t, len(d.j.Waiting()), 0)
	check(t, d.add(t, h, dir, "k"), []string{"k/a.pdf unchanged", "k/b.txt unchanged"})

	// and a file of the same bytes needs nothing recognised
	writeFile(t, scanMagic+"một|ảnh hai|ba|ảnh bốn", dir, "k/c.pdf")
	check(t, d.add(t, h, dir, "k/c.pdf"), []string{"k/c.pdf added", "k/c.pdf duplicate k/a.pdf"})
	check(t, len(s.recognized), 2)
}

func TestPagesThatCannotBeRecognised(t *testing.T) {
	d := newDesk(t)
	s := &scanner{fail: map[string]error{"ảnh chết": &extract.CrashError{Detail: "hết bộ nhớ"}, "ảnh hỏng": errors.New("hỏng")}}
	dir := folder(t, "k/a.pdf", scanMagic+"ảnh chết|ảnh hai", "k/b.pdf", scanMagic+"ảnh hỏng|ảnh ba")
	h := how{Extract: extract.Options{Apart: s}}
	d.add(t, h, dir, "k")
	var failed []string
	opt := Options{Extract: h.Extract, Journal: d.j, Seen: func(s Seen) {
		if s.Problem() {
			failed = append(failed, filepath.Base(s.Path)+" "+s.Code)
		}
	}}
	if _, err := Recognize(t.Context(), NewWriter(d.Index, WriterOptions{}), opt, nil); err != nil {
		t.Fatal(err)
	}
	check(t, failed, []string{"a.pdf crashed", "b.pdf unrecognised"})
	check(t, strings.TrimSpace(get(t, d.Index, pathID("k/a.pdf")).Body), "chữ của ảnh hai")
	check(t, d.j.Waiting(), []Waiting{{filepath.Join(dir, "k/b.pdf"), 2}})
}

// Of a long scan only the first pages are recognised.
func TestRecognitionIsBounded(t *testing.T) {
	d, s := newDesk(t), &scanner{}
	dir := folder(t, "a.pdf", scanMagic+"một|"+strings.Repeat("ảnh|", MaxRecognized+50)+"hết")
	h := how{Extract: extract.Options{Apart: s}}
	d.add(t, h, dir, "a.pdf")
	check(t, d.j.Waiting()[0].Pages, MaxRecognized)
	if _, err := Recognize(t.Context(), NewWriter(d.Index, WriterOptions{}), Options{Extract: h.Extract, Journal: d.j}, nil); err != nil {
		t.Fatal(err)
	}
	check(t, len(s.recognized), MaxRecognized)
	check(t, len(d.j.Waiting()), 0)
}

// crashing ends its reader with every file.
type crashing struct {
	scanner
	reads int
}

func (c *crashing) Extract(context.Context, string, []byte, extract.Options) ([]extract.Record, error) {
	c.reads++
	return nil, &extract.CrashError{Detail: "hết bộ nhớ"}
}

// A file that ends its reader three times is left alone until it changes.
func TestCrashesAreNotRepeatedForEver(t *testing.T) {
	d, c := newDesk(t), &crashing{}
	dir := folder(t, "a.pdf", scanMagic)
	h := how{Extract: extract.Options{Apart: c}}
	for range 5 {
		check(t, d.add(t, h, dir, "a.pdf"), []string{"a.pdf failed"})
	}
	check(t, c.reads, maxCrashes)
	writeFile(t, scanMagic+"x", dir, "a.pdf")
	for range 5 {
		d.add(t, h, dir, "a.pdf")
	}
	check(t, c.reads, 2*maxCrashes)
}

// stuck stands for a process that reads one file until it is told to stop.
type stuck struct{ begun func() }

func (s stuck) Extract(ctx context.Context, _ string, _ []byte, _ extract.Options) ([]extract.Record, error) {
	if ctx.Done() == nil {
		return nil, errors.New("nothing can stop it")
	}
	s.begun()
	<-ctx.Done()
	return nil, ctx.Err()
}

func (stuck) Recognize(context.Context, string, []byte, int) (extract.Recognized, error) {
	return extract.Recognized{}, errors.ErrUnsupported
}

// TestCancelledRunWaitsForNoWorker cancels a run while a file is read elsewhere.
func TestCancelledRunWaitsForNoWorker(t *testing.T) {
	x := indextest.Open(t, local.OpenMemory)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	dir := folder(t, "k/a.pdf", scanMagic+"một")
	opt := Options{Extract: extract.Options{Apart: stuck{cancel}}}
	if _, err := Run(ctx, NewWriter(x, WriterOptions{}), []Source{{Path: filepath.Join(dir, "k")}}, opt); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
