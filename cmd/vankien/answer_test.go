package main

import (
	"io"
	"net"
	"os"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/local"
	"vankien/internal/extract"
)

// TestEditOfCaller corrects a document through a server: it was the caller who did.
func TestEditOfCaller(t *testing.T) {
	x, err := local.OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if err := x.Put(t.Context(), index.Document{ID: "a", Title: "Báo cáo", Body: "Đã làm."}); err != nil {
		t.Fatal(err)
	}
	mine, its := net.Pipe()
	go func() {
		defer its.Close()
		answerCall(t.Context(), newLink(its), newDesk("", x, extract.PoolOptions{}))
	}()
	l := newLink(mine)
	if err := l.send(call{Args: []string{"edit", "a", "title=Báo cáo năm"}, User: "an"}); err != nil {
		t.Fatal(err)
	}
	var talk strings.Builder
	if status := l.follow(strings.NewReader(""), io.Discard, &talk); status != 0 {
		t.Fatalf("status %d: %s", status, talk.String())
	}
	d, err := x.Get(t.Context(), "a")
	if err != nil || len(d.Corrections) != 1 || d.Corrections[0].By != "an" {
		t.Errorf("corrections %+v, %v", d.Corrections, err)
	}
	if _, err := os.Stat(journalFile); err == nil {
		t.Errorf("a collection in memory has written %s", journalFile)
	}
}
