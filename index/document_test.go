package index

import (
	"errors"
	"math"
	"strings"
	"testing"

	"vankien/internal/outline"
)

func TestCheck(t *testing.T) {
	long, many := strings.Repeat("ệ", MaxTitle), strings.Split(strings.Repeat("x ", MaxTopics), " ")[:MaxTopics]
	for _, c := range []struct {
		d    Document
		want string // "" for a document that can be stored
	}{
		{Document{}, "/id"}, {Document{ID: ".."}, "/id"}, {Document{ID: "a\nb"}, "/id"}, {Document{ID: strings.Repeat("x", 257)}, "/id"}, {Document{ID: " a"}, "/id"},
		{Document{ID: "a", Kind: "memo"}, "/kind"},
		{Document{ID: "a", Date: "31/02/2025"}, "/date"}, {Document{ID: "a", Date: "2025-13"}, "/date"}, {Document{ID: "a", Date: "0000"}, "/date"}, {Document{ID: "a", Date: "25"}, "/date"},
		{Document{ID: "a", Title: long + "x"}, "/title"}, {Document{ID: "a", Title: long}, ""},
		{Document{ID: "a", Topics: append(many, "x")}, "/topics"}, {Document{ID: "a", Topics: many}, ""},
		{Document{ID: "a", Event: strings.Repeat("x", 4097)}, "/event"}, {Document{ID: "a", Topics: []string{"\xff"}}, "/topics/0"},
		{Document{ID: "a", Body: "\xff"}, "/body"}, {Document{ID: "a", Topics: []string{"ok", " "}}, "/topics/1"},
		{Document{ID: "a", Repairs: []string{"a", "\xff"}}, "/repairs/1"},
		{Document{ID: "a", Number: strings.Repeat("x", 4097)}, "/number"}, {Document{ID: "a", SignerRole: "\xff"}, "/signer_role"},
		{Document{ID: "a", Recipients: make([]string, 257)}, "/recipients"}, {Document{ID: "a", Recipients: []string{"", "\xff"}}, "/recipients/1"},
		{Document{ID: "a", Blocks: []outline.Block{{Line: 1, Kind: outline.Item, Level: 1}}}, "/blocks"},
		{Document{ID: "a", Body: "a\nb", Blocks: []outline.Block{{Line: 1, Kind: outline.Item, Level: 1}}}, ""},
		{Document{ID: "a", Body: "a\nb", Blocks: []outline.Block{{Line: 1, Kind: outline.Item, Level: 1}, {Line: 0, Kind: outline.Page, Level: 1}}}, "/blocks"},
		{Document{ID: "a", Body: "a\nb", Blocks: []outline.Block{{Line: 1, Kind: outline.Item, Level: 1}, {Line: 1, Kind: outline.Row}}}, "/blocks"},
		{Document{ID: "a", Blocks: []outline.Block{{Kind: outline.Heading, Level: 7}}}, "/blocks"},
		{Document{ID: "a", Blocks: []outline.Block{{Kind: "script"}}}, "/blocks"},
		{Document{ID: "a", Evidence: []Evidence{{Field: "body", Confidence: 1}}}, "/evidence/0/field"},
		{Document{ID: "a", Evidence: []Evidence{{Field: "date", Confidence: 1}, {Field: "date", Confidence: 1}}}, "/evidence/1/field"},
		{Document{ID: "a", Evidence: []Evidence{{Field: "date", Confidence: math.NaN()}}}, "/evidence/0/confidence"},
		{Document{ID: "a", Corrections: []Correction{{Field: "date", Value: []string{"2024", "2025"}}}}, "/corrections/0/value"},
		{Document{ID: "a", Corrections: []Correction{{Field: "date", Was: []string{"\xff"}}}}, "/corrections/0/was"},
		{Document{ID: "a", Corrections: []Correction{{Field: "date", At: "2026-01-02T03:04:05+07:00"}}}, "/corrections/0/at"},
		{Document{ID: "a", Original: &Original{SHA256: "00"}}, "/original/sha256"},
		{Document{ID: "a/b c", Date: "1957-02-28", Kind: KindSpeech, Topics: []string{"x"}}, ""},
	} {
		err, pointer := c.d.Check(), ""
		if field := (*FieldError)(nil); errors.As(err, &field) {
			pointer = field.Pointer
		}
		if pointer != c.want || (err == nil) != (c.want == "") {
			t.Errorf("%.200v: %v, want %q", c.d, err, c.want)
		}
	}
}

func TestFieldErrorNamesDocumentAndPart(t *testing.T) {
	for _, c := range []struct {
		d    Document
		want string
	}{
		{Document{}, "id is empty"},
		{Document{ID: "a", Title: strings.Repeat("t", 2001)}, `document "a": title has 2001 characters; at most 2000 are allowed`},
		{Document{ID: "a", Topics: make([]string, 65)}, `document "a": topics has too many entries; at most 64 are allowed`},
		{Document{ID: "a", Topics: []string{"x", ""}}, `document "a": topics/1 is empty, longer than 256 bytes or not valid UTF-8`},
	} {
		if got := c.d.Check(); got == nil || got.Error() != c.want {
			t.Errorf("%v, want %s", got, c.want)
		}
	}
}

func TestAnchors(t *testing.T) {
	d := Document{ID: "a", Body: "một\n\nba"}
	for line, want := range []int{1, 2, 3} {
		if got := d.Anchor(line); got != want {
			t.Errorf("line %d has the anchor %d, want %d", line, got, want)
		}
	}
	for _, c := range []struct {
		anchors []int
		kept    bool
		wrong   bool
	}{
		{[]int{1, 0, 3, 3}, false, false}, {[]int{1, 2, 3, 3}, false, false}, {[]int{1, 0, 3, 4}, true, false}, {[]int{3, 0, 1, 3}, true, false},
		{[]int{1, 0, 3}, false, true}, {[]int{1, 0, 4, 3}, false, true}, {[]int{2, 0, 2, 3}, false, true}, {[]int{-1, 0, 2, 3}, false, true}, {[]int{1, 0, 3, MaxAnchor + 1}, false, true},
	} {
		d.Anchors = c.anchors
		if err := d.Check(); (err != nil) != c.wrong {
			t.Errorf("%v: %v", c.anchors, err)
		}
		if c.wrong {
			continue
		}
		if got := d.Composed(); (got.Anchors != nil) != c.kept || got.LastAnchor() != max(c.anchors[3], 3) {
			t.Errorf("%v is kept as %v", c.anchors, got.Anchors)
		}
	}
}
