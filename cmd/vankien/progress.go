package main

import (
	"fmt"
	"io"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"vankien/internal/ingest"
)

// progress shows how far a run has come: a bar with the rate and the time that is
// left on a terminal, elsewhere a line every ten seconds.
type progress struct {
	out  io.Writer
	bars *mpb.Progress // nil without a terminal
	bar  *mpb.Bar
	docs int
	next time.Time
}

// lineEvery is the time between two lines without a terminal.
const lineEvery = 10 * time.Second

func newProgress(out io.Writer) *progress {
	p := &progress{out: out, next: time.Now().Add(lineEvery)}
	if onTerminal(out) {
		p.bars = mpb.New(mpb.WithOutput(out), mpb.WithWidth(40))
		p.bar = p.bars.AddBar(0,
			mpb.BarRemoveOnComplete(),
			mpb.AppendDecorators(
				decor.Any(func(decor.Statistics) string { return fmt.Sprintf("%d documents ", p.docs) }),
				decor.CountersKibiByte("% .1f / % .1f "),
				decor.AverageSpeed(decor.SizeB1024(0), "% .1f "),
				decor.AverageETA(decor.ET_STYLE_GO)))
	}
	return p
}

func (p *progress) show(s ingest.Progress) {
	p.docs = s.Documents
	if p.bar != nil {
		p.bar.SetTotal(max(s.Total, s.Bytes+1), false)
		p.bar.SetCurrent(s.Bytes)
		return
	}
	if now := time.Now(); now.After(p.next) && s.File != "" {
		p.next = now.Add(lineEvery)
		say(p.out, "… %s; so far %s, %.1f MB\n", s.File, plural(s.Documents, "document"), float64(s.Bytes)/1e6)
	}
}

func (p *progress) close() {
	if p.bars != nil {
		p.bar.Abort(true)
		p.bars.Wait()
	}
}
