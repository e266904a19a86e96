package web

import (
	"cmp"
	"context"
	"iter"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"vankien/index"
	"vankien/internal/outline"
	"vankien/internal/viet"
)

// A page of a book would be larger than a browser can show and take longer to
// make than a request may last. So a long text is cut into portions of bounded
// size, as a list of hits is into pages. Portions end between paragraphs, or
// between words when one paragraph fills more than a portion. What is counted
// is what is sent: a mark costs more than its letters, an escaped letter more
// than one, and a symbol more than the character it stands for.

// Sizes on a page, in bytes of HTML.
const (
	portionBytes  = 240 << 10 // of which some 40 kB are sent, compressed: a report of forty pages
	paragraphCost = len(`<tr><td><p dir="auto" id="p1000000" class="cited"></p></td></tr>`+"\n") + paragraphLinkCost
	runCost       = len(`<mark id="m1000000" class="now"></mark>`)
	escapeCost    = len("&#34;") - 1
)

// portion is the part of a document's text that one page shows.
type portion struct {
	number int // from 1
	before int // steps in earlier portions
	text   map[index.Field][]paragraph

	current bool // holds the line or the step that was asked for
}

// paragraph is a line of a field, or what of it has room in a portion.
type paragraph struct {
	line   int // from 0, of the lines of the field
	anchor int // 0 for a line that no link leads to
	runs   []run
}

// asked says which portion is wanted: that of a number, else that with a line of the
// body, else that with a step. All count from 1; 0 means none.
type asked struct{ portion, line, step int }

// layout numbers the steps of a document and cuts its text into portions, of
// which it keeps one: the one asked for, else that with the first step, else the
// first.
type layout struct {
	*marker
	asked

	heading []run
	steps   int // so far
	shown   *portion
	opening *portion // the first one, for a text without steps
	filling *portion
	room    int         // in the portion being filled
	line    int         // being added, from 0, of its field
	anchor  int         // of that line
	first   map[int]int // the portion in which a section of the body begins, by its line

	sections []outline.Section
}

// lay lays out a document; heading is its title as a page shows it.
func lay(ctx context.Context, m *marker, d *index.Document, heading string, of asked) (*layout, error) {
	l := &layout{marker: m, asked: of, sections: sectionsOf(d), first: map[int]int{}}
	for _, s := range l.sections {
		l.first[s.Line] = 0
	}
	l.turn()
	for r := range l.cut(heading, 0, m.marks[index.FieldTitle]) {
		l.heading = append(l.heading, l.numbered(r))
	}
	for _, field := range []index.Field{index.FieldAbstract, index.FieldBody} {
		text := d.Abstract
		if field == index.FieldBody {
			text = d.Body
		}
		if err := l.paragraphs(ctx, d, field, text); err != nil {
			return nil, err
		}
	}
	l.keep()
	l.shown = cmp.Or(l.shown, l.opening)
	return l, nil
}

// portions returns how many portions there are.
func (l *layout) portions() int { return l.filling.number }

// paragraphs cuts a field at its line ends, then at its marks. A mark stays
// inside its paragraph.
func (l *layout) paragraphs(ctx context.Context, d *index.Document, field index.Field, text string) error {
	marks, at, i := l.marks[field], 0, 0
	for line := range strings.Lines(text) {
		if err := overdue(ctx, i); err != nil {
			return err
		}
		start := at
		at += len(line)
		n := 0
		for n < len(marks) && marks[n].Start < at {
			n++
		}
		if line = strings.TrimRight(line, "\r\n"); strings.TrimSpace(line) != "" {
			if l.line, l.anchor = i, 0; field == index.FieldBody {
				l.anchor = d.Anchor(i)
			}
			if err := l.paragraph(ctx, field, line, start, marks[:n]); err != nil {
				return err
			}
		}
		marks = marks[n:]
		i++
	}
	return nil
}

// paragraph adds a line that begins at the byte start of its field.
func (l *layout) paragraph(ctx context.Context, field index.Field, line string, start int, marks []mark) error {
	if l.room < portionBytes && l.room < cost(line)+(2*len(marks)+1)*runCost+paragraphCost {
		l.turn()
	}
	if field == index.FieldBody {
		if _, noted := l.first[l.line]; noted {
			l.first[l.line] = l.filling.number
		}
		l.filling.current = l.filling.current || l.line+1 == l.asked.line
	}
	l.open(field)
	l.anchor = 0 // what goes on in the next portion is not the beginning
	i := 0
	for r := range l.cut(line, start, marks) {
		if err := overdue(ctx, i); err != nil {
			return err
		}
		l.add(field, r)
		i++
	}
	return nil
}

// cut yields the runs of a text that begins at the byte start of its field.
func (l *layout) cut(text string, start int, marks []mark) iter.Seq[run] {
	return func(yield func(run) bool) {
		at := 0
		for i := range marks {
			from, to := max(at, marks[i].Start-start), min(marks[i].End-start, len(text))
			if from >= to {
				continue
			}
			if from > at && !yield(run{Text: text[at:from]}) {
				return
			}
			if !yield(run{Text: text[from:to], Mark: true, Loose: marks[i].loose, step: l.isStep(&marks[i])}) {
				return
			}
			at = to
		}
		if at < len(text) {
			yield(run{Text: text[at:]})
		}
	}
}

// numbered gives a run that begins a step its number, in the order of the calls.
func (l *layout) numbered(r run) run {
	if r.step {
		l.steps++
		r.ID, r.Current = "m"+strconv.Itoa(l.steps), l.steps == l.step
		l.filling.current = l.filling.current || r.Current && l.asked.line == 0
	}
	return r
}

// add puts a run into the portion being filled, and what has no room there
// into the next ones.
func (l *layout) add(field index.Field, r run) {
	for {
		n, used := fit(r.Text, l.room-runCost)
		if n > 0 {
			l.put(field, l.numbered(run{Text: r.Text[:n], Mark: r.Mark, Loose: r.Loose, step: r.step}))
			l.room -= used + runCost
			r.step = false
		}
		if r.Text = r.Text[n:]; r.Text == "" {
			return
		}
		l.turn()
		l.open(field)
	}
}

// open begins a paragraph.
func (l *layout) open(field index.Field) {
	l.room -= paragraphCost
	if l.shown == nil {
		l.filling.text[field] = append(l.filling.text[field], paragraph{line: l.line, anchor: l.anchor})
	}
}

// put appends a run to the last paragraph.
func (l *layout) put(field index.Field, r run) {
	if l.shown == nil {
		all := l.filling.text[field]
		last := &all[len(all)-1]
		last.runs = append(last.runs, r)
	}
}

// turn begins a portion.
func (l *layout) turn() {
	next := &portion{number: 1, text: map[index.Field][]paragraph{}}
	if l.filling != nil {
		l.keep()
		next.number, next.before = l.filling.number+1, l.steps
	}
	l.filling, l.room = next, portionBytes
}

// keep keeps the portion that is full if it is the one to show. The first is
// kept in any case: whether the text has a step is known at its end only.
func (l *layout) keep() {
	full := l.filling
	begins := l.step == 0 && l.asked.line == 0 && l.steps > full.before
	if l.shown == nil && (full.number == l.portion || l.portion == 0 && (begins || full.current)) {
		l.shown = full
	}
	l.opening = cmp.Or(l.opening, full)
}

// cost is what a text needs on a page.
func cost(text string) int {
	_, used := fit(text, math.MaxInt)
	return used
}

// fit returns the length of the longest beginning of a text that ends after a
// word and has room, and what it needs. Without such an end near, it ends after
// a letter.
func fit(text string, room int) (n, used int) {
	word, wordUsed := 0, 0
	for i, r := range text {
		more := sent(text[i:], r)
		if used+more > room {
			if i-word < 1<<10 && word > 0 {
				return word, wordUsed
			}
			return i, used
		}
		if used += more; r == ' ' {
			word, wordUsed = i+1, used
		}
	}
	return len(text), used
}

// sent is what the first letter r of a text needs on a page.
func sent(text string, r rune) int {
	n := utf8.RuneLen(r)
	switch {
	case strings.ContainsRune(`"&'+<>`, r):
		return n + escapeCost
	case r >= ' ' && r <= '~', r >= 0xa0 && r < 0x600, r >= 0x1e00 && r < 0x1f00: // no symbol stands for these
		return n
	}
	return len(viet.Visible(text[:min(n, len(text))]))
}
