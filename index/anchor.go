package index

import (
	"fmt"
	"slices"
	"strings"
)

// A link to a paragraph names its anchor. While nobody has read a document again
// anchors are the numbers of lines, and none need be stored. Later ones have a line
// for each and behind them the highest that any line ever had, so that none is given
// twice: a link never leads to another paragraph than the one it was made for.

// MaxAnchor is the highest anchor.
const MaxAnchor = 1 << 30

// Anchor returns the anchor of a line of Body, from 0; 0 for a blank one that has
// none.
func (d *Document) Anchor(line int) int {
	if len(d.Anchors) == 0 {
		return line + 1
	}
	return d.Anchors[line]
}

// LastAnchor returns the highest anchor that a line ever had.
func (d *Document) LastAnchor() int {
	if n := len(d.Anchors); n > 0 {
		return d.Anchors[n-1]
	}
	return strings.Count(d.Body, "\n") + 1
}

// checkAnchors wants one for each line, none twice, and the highest behind them.
func (d *Document) checkAnchors() (pointer, detail string) {
	if len(d.Anchors) == 0 {
		return "", ""
	}
	if lines := strings.Count(d.Body, "\n") + 1; len(d.Anchors) != lines+1 {
		return "/anchors", fmt.Sprintf("has %d numbers; a body of %d lines has one more than lines", len(d.Anchors), lines)
	}
	last := d.LastAnchor()
	sorted := slices.Sorted(slices.Values(d.Anchors[:len(d.Anchors)-1]))
	for i, n := range sorted {
		if n < 0 || n > last || last > MaxAnchor {
			return "/anchors", fmt.Sprintf("has %d; they are from 1 to the last of them, at most %d, or 0 for a blank line", n, MaxAnchor)
		}
		if i > 0 && n > 0 && n == sorted[i-1] {
			return "/anchors", fmt.Sprintf("has %d for two lines", n)
		}
	}
	return "", ""
}

// keptAnchors returns the anchors as they are stored: none where each is the number
// of its line.
func (d *Document) keptAnchors() []int {
	n := len(d.Anchors) - 1
	if n < 0 || d.Anchors[n] > n {
		return slices.Clone(d.Anchors)
	}
	i := 0
	for line := range strings.Lines(d.Body) {
		if d.Anchors[i] != i+1 && strings.TrimSpace(line) != "" {
			return slices.Clone(d.Anchors)
		}
		i++
	}
	return nil
}
