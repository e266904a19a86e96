package plan_test

import (
	"fmt"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/plan"
)

func TestKindOf(t *testing.T) {
	for words, want := range map[string]index.UnitKind{
		"hải quan": index.UnitCompound, "nguyễn văn thể": index.UnitName, "thể nói": "", "quan": "", "": "",
	} {
		got, err := plan.KindOf(collected, strings.Fields(words))
		if got != want || err != nil {
			t.Errorf("%s is %q, %v, want %q", words, got, err, want)
		}
	}
}

func TestBoundaries(t *testing.T) {
	got, err := plan.Boundaries(collected, [][]string{{"nguyễn"}, {"văn"}, {"thể"}, {"hai", "hải"}, {"quan", "quân"}}, true)
	if fmt.Sprint(got) != "[true false false true false]" || err != nil {
		t.Errorf("units begin at %v, %v", got, err)
	}
}

// collected has a name and a compound.
var collected = lexiconOf(strings.Repeat("hôm qua gặp Nguyễn Văn Thể. Tại chi cục hải quan, nơi nào cũng có người; thể thao, nói chuyện, đi làm, về nhà. ", 4))
