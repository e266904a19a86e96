package period

import (
	"strings"
	"testing"
)

func TestDefault(t *testing.T) {
	sets := Default()
	if len(sets) != 2 || sets[0].ID != "dang" || len(sets[0].Periods) != 14 || len(sets[1].Periods) != 16 {
		t.Fatalf("%+v", sets)
	}
	for _, s := range sets {
		for i, p := range s.Periods {
			if (p.To == "") != (i == len(s.Periods)-1) {
				t.Errorf("%s ends on %q", p.ID, p.To)
			}
			if p.Label("en") == p.Label("vi") || p.Label("fr") != p.Label("vi") {
				t.Errorf("%s is called %q", p.ID, p.Label("en"))
			}
		}
	}
}

func TestOf(t *testing.T) {
	sets := Default()
	for _, c := range []struct {
		set         int
		first, last string
		want        string // id of the period
		coarse      bool
	}{
		{0, "2021-01-25", "2021-01-25", "dang-13", false},
		{0, "2021-01-24", "2021-01-24", "dang-12", false},
		{0, "2022-01-01", "2022-12-31", "dang-13", false},
		{0, "2021-01-01", "2021-12-31", "", true},
		{0, "2030-01-01", "2030-12-31", "dang-14", false},
		{0, "1935-03-26", "1935-03-26", "", false},
		{0, "1935-01-01", "1935-12-31", "", true},
		{1, "1964-06-25", "1964-06-25", "", false},
		{1, "1964-06-01", "1964-06-31", "", true},
		{1, "1964-06-24", "1964-06-24", "quoc-hoi-2", false},
		{1, "1964-06-26", "1964-06-30", "", true},
	} {
		at, ok, coarse := sets[c.set].Of(c.first, c.last)
		got := ""
		if ok {
			got = sets[c.set].Periods[at].ID
		}
		if got != c.want || coarse != c.coarse {
			t.Errorf("%s to %s: %q, coarse %v", c.first, c.last, got, coarse)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	const head = "version: 1\nsets:\n  - id: a\n    labels: {vi: A}\n    periods:\n"
	row := func(id, rest string) string { return "      - {id: " + id + ", labels: {vi: B}, " + rest + "}\n" }
	if _, err := Load(strings.NewReader(head + row("b", "from: 2020-01-01") + row("c", "from: 2021-01-01"))); err != nil {
		t.Errorf("what is right: %v", err)
	}
	for text, want := range map[string]string{
		"":                     "format",
		"version: 2\nsets: []": `"version: 1"`,
		"version: 1\nsets: []": `"sets:"`,
		"version: 1\nset: []":  "set",
		"version: 1\nsets:\n  - {id: a, labels: {vi: A}}":                                  `"periods:"`,
		"version: 1\nsets:\n  - {id: A, labels: {vi: A}}":                                  "small letters",
		"version: 1\nsets:\n  - {id: a, labels: {en: A}}":                                  "Vietnamese",
		head + row("b", "from: 2020-02-31"):                                                "no day",
		head + row("b", "from: 2020"):                                                      "no day",
		head + row("b", "from: 2020-01-01, to: 2019-01-01"):                                "before it begins",
		head + row("b", "from: 2020-01-01, to: x"):                                         "no day",
		head + row("b", "from: 2020-01-01") + row("b", "from: 2021-01-01"):                 "its own",
		head + row("b", "from: 2020-01-01") + row("c", "from: 2019-01-01"):                 "order",
		head + row("b", "from: 2020-01-01, to: 2021-05-01") + row("c", "from: 2021-05-01"): "before \"b\" has ended",
		head + "      - {id: b, labels: {vi: B, fr: B}, from: 2020-01-01}\n":               "fr",
		strings.Replace(head, "id: a", "id: month", 1) + row("b", "from: 2020-01-01"):      "names already",
		strings.Repeat(" ", maxFile+1):                                                     "shorten",
	} {
		if _, err := Load(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.200q: %v, want %q", text, err, want)
		}
	}
}
