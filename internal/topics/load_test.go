package topics

import (
	"os"
	"strings"
	"testing"
)

// load returns the taxonomy written in s.
func load(t testing.TB, s string) *Taxonomy {
	t.Helper()
	tax, err := Load(strings.NewReader(s))
	if err != nil {
		t.Fatal(err)
	}
	return tax
}

// shipped returns the taxonomy of the sample collection.
func shipped(t testing.TB) *Taxonomy {
	t.Helper()
	b, err := os.ReadFile("../../corpus/topics.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return load(t, string(b))
}

func TestLoadErrors(t *testing.T) {
	// one topic, well formed, to which a case adds its lines
	const head = "version: 1\ntopics:\n  - id: a\n    labels: {vi: Một, en: One}\n"
	for _, c := range []struct{ name, in, want string }{
		{"empty", "", "the taxonomy is empty"},
		{"not yaml", "version: [", "not a YAML file"},
		{"comment only", "# nothing\n", "the taxonomy is empty"},
		{"two documents", head + "---\nversion: 1\n", `goes on after a line "---"`},
		{"list", "- a", `line 1: the taxonomy: "key: value" lines are wanted`},
		{"no version", "topics: []", `needs the line "version: 1"`},
		{"new version", "version: 2\ntopics: []", `needs the line "version: 1"`},
		{"no topics", "version: 1\ntopics: []", "at least one topic"},
		{"unknown key at the top", head + "topic: 1\n", `line 5: the taxonomy: unknown key "topic"; the keys are version, ignore, topics`},
		{"unknown key in a topic", head + "    cue: {}\n", `line 5: a topic: unknown key "cue"`},
		{"repeated key", head + "    minimum: 1\n    minimum: 2\n", `line 6: a topic: key "minimum" is already on line 5`},
		{"alias", "version: 1\nignore: &x [a]\ntopics: *x\n", `needs a list "topics:"`},
		{"no id", "version: 1\ntopics:\n  - labels: {vi: Một}\n", `line 3: a topic has no "id"`},
		{"odd id", "version: 1\ntopics:\n  - id: Đất đai\n", `line 3: id "Đất đai" is no slug; write "dat-dai"`},
		{"repeated id", head + "  - id: a\n    labels: {vi: Hai}\n", `line 5: id "a" is also that of the topic on line 3`},
		{"no labels", "version: 1\ntopics:\n  - id: a\n", `topic "a" has no "labels"`},
		{"no Vietnamese label", "version: 1\ntopics:\n  - id: a\n    labels: {en: One}\n", `line 4: topic "a" has no Vietnamese label`},
		{"unknown language", "version: 1\ntopics:\n  - id: a\n    labels: {vi: Một, fr: Un}\n", `line 4: labels of topic "a": unknown key "fr"`},
		{"label without a word", "version: 1\ntopics:\n  - id: a\n    labels: {vi: '--'}\n", `label "--" of topic "a" has no word`},
		{"repeated label", head + "  - id: b\n    labels: {vi: MỘT}\n", `line 6: label "MỘT" is also that of topic "a"`},
		{"unknown broader", head + "    broader: x\n", `line 5: topic "a": broader topic "x" is not in the file`},
		{"empty broader", head + "    broader: ''\n", "line 5: broader is empty"},
		{"own broader", head + "    broader: a\n", `line 5: topic "a" is above itself`},
		{"circle", head + "    broader: b\n  - id: b\n    labels: {vi: Hai}\n    broader: a\n", `topic "a" is above itself`},
		{"circle below", head + "    broader: b\n  - id: b\n    labels: {vi: Hai}\n    broader: c\n  - id: c\n    labels: {vi: Ba}\n    broader: b\n", `topic "b" is above itself`},
		{"minimum", head + "    minimum: 0\n", `line 5: topic "a": minimum "0" is no number greater than 0`},
		{"cue list", head + "    cues: [đất đai]\n", `line 5: cues of topic "a": "key: value" lines`},
		{"empty cue", head + "    cues:\n      '': 1\n", `line 6: topic "a": cue is empty`},
		{"cue without a word", head + "    cues:\n      '...': 1\n", `line 6: topic "a": cue "..." has no word`},
		{"cue over a sentence", head + "    cues:\n      đất. đai: 1\n", `line 6: topic "a": cue "đất. đai" runs over the end of a sentence`},
		{"long cue", head + "    cues:\n      " + strings.Repeat("x ", 17) + "x: 1\n", "has 18 words; shorten it to 16"},
		{"weight zero", head + "    cues:\n      đất đai: 0\n", `line 6: topic "a": cue "đất đai": weight "0" is no number greater than 0`},
		{"weight negative", head + "    cues:\n      đất đai: -1\n", `weight "-1"`},
		{"weight not a number", head + "    cues:\n      đất đai: nan\n", `weight "nan"`},
		{"weight infinite", head + "    cues:\n      đất đai: inf\n", `weight "inf"`},
		{"weight missing", head + "    cues:\n      đất đai:\n", `weight ""`},
		{"repeated cue", head + "    cues:\n      hòa giải: 1\n      Hoà giải: 2\n", `line 7: topic "a": cue "Hoà giải" is already on line 6, perhaps in another spelling`},
		{"ignored cue", "version: 1\nignore:\n  - hòa giải\ntopics:\n  - id: a\n    labels: {vi: Một}\n    cues:\n      hoà giải: 1\n", `line 8: topic "a": cue "hoà giải" is already on line 3`},
		{"ignored twice", "version: 1\nignore: [a b, A b]\ntopics: []\n", `ignored phrase "A b" is already on line 2`},
		{"ignore as text", "version: 1\nignore: a b\ntopics: []\n", `line 2: "ignore" is a list`},
		{"too large", head + strings.Repeat("#\n", maxFile/2), "larger than"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Load(strings.NewReader(c.in))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want %q in it", err, c.want)
			}
		})
	}
}

func TestLoad(t *testing.T) {
	tax := load(t, `
version: 1
topics:
  - id: rong
    labels: {vi: Rộng}
  - id: hep
    labels: {vi: Hẹp, en: Narrow}
    broader: rong
    minimum: 2.5
    cues:
      phòng, chống tham nhũng: 3
      đê điều: 0.5
`)
	got := tax.Topics()
	if len(got) != 2 || got[0].ID != "rong" || got[0].Minimum != DefaultMinimum || got[0].Cues != nil {
		t.Fatalf("topics %+v", got)
	}
	hep := got[1]
	if hep.Broader != "rong" || hep.Minimum != 2.5 || hep.Label("en") != "Narrow" || hep.Label("fr") != "Hẹp" {
		t.Errorf("topic %+v", hep)
	}
	if len(hep.Cues) != 2 || hep.Cues[0] != (Cue{"phòng, chống tham nhũng", 3}) || hep.Cues[1] != (Cue{"đê điều", 0.5}) {
		t.Errorf("cues %+v", hep.Cues)
	}
	got[0].ID = "changed"
	if tax.Topics()[0].ID != "rong" {
		t.Error("Topics returned the taxonomy's own list")
	}
}

func FuzzLoad(f *testing.F) {
	f.Add("version: 1\ntopics:\n  - id: a\n    labels: {vi: Một}\n    cues: {đất đai: 1}\n")
	f.Add("version: 1\nignore: [a]\ntopics: &x [*x]\n")
	f.Add("? [a]\n: b")
	f.Fuzz(func(t *testing.T, s string) {
		tax, err := Load(strings.NewReader(s))
		if err != nil {
			return
		}
		for _, topic := range tax.Topics() {
			if id, ok := tax.Resolve(topic.ID); !ok || id != topic.ID {
				t.Errorf("topic %q resolves to %q, %v", topic.ID, id, ok)
			}
		}
	})
}
