package plan_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vankien/index"
	"vankien/index/plan"
	"vankien/index/query"
)

// worded is a collection of words only.
type worded struct {
	texts
	words plan.Lexicon
}

func (w worded) Lexicon() plan.Lexicon { return w.words }

// typedWords have what looks like keys among what the keys make.
var typedWords = lexiconOf(
	often(3000, "không có tiền"), often(900, "công ty cá hải sản"), often(5, "Hair"), often(3, "CAS"), often(2, "nồi khoong"),
	often(40, "đường sắt"), often(5, "phim hair trên sàn"), often(1, "virus gas"), often(30, "mã đội"),
)

// TestTyping decodes the keys of input methods and warns of each word once.
func TestTyping(t *testing.T) {
	for _, c := range []struct {
		q, want string
		words   []string // of the warnings
	}{
		{"dduwowngf saws", "đường saws", []string{"dduwowngf", "đường"}},
		{"dduwowngf sawts", "đường sắt", []string{"dduwowngf", "đường", "sawts", "sắt"}},
		{"dduwowngf OR dduwowngf", "đường OR đường", []string{"dduwowngf", "đường"}},
		{"d9u7o7ng2", "đường", []string{"d9u7o7ng2", "đường"}},
		{"Dduwowngf", "Đường", []string{"dduwowngf", "đường"}},
		{"title:dduwowngf", "title:đường", []string{"dduwowngf", "đường"}},

		// a syllable by itself, for others far more often
		{"khoong cos tieefn", "không có tiền", []string{"khoong", "không", "cos", "có", "tieefn", "tiền"}},
		{"coong ty", "công ty", []string{"coong", "công"}},

		// known words stay by themselves, and are keys among keys
		{"hair", "hair", nil},
		{"coong ty cas hair sanr", "công ty cá hải sản", []string{"coong", "công", "cas", "cá", "hair", "hải", "sanr", "sản"}},

		// what is none, is not known, or is asked for as it stands
		{"virus gas", "virus gas", nil},
		{"đường nawm", "đường nawm", nil},
		{"=dduwowngf dduwowng*", "=dduwowngf dduwowng*", nil},
		{`"dduwowngf"`, `"dduwowngf"`, nil},
		{"-dduwowngf", "-dduwowngf", nil},
		{"topic:dduwowngf", "topic:dduwowngf", nil},
	} {
		n, _, err := query.Parse(c.q)
		if err != nil {
			t.Fatal(err)
		}
		guess, err := plan.Guesses(typedWords, names, &index.Request{Query: n, Accents: index.AccentsExact}, true)
		if err != nil || len(guess) > 0 {
			t.Errorf("%s: %v, %v", c.q, guess, err)
		}
		got := readWith(t, typedWords, c.q)
		want := readWith(t, typedWords, c.want)
		var words []string
		for _, w := range got.Warnings {
			if w.Code == index.WarnTyping {
				words = append(words, w.Args...)
			}
		}
		if show(got.All) != show(want.All) || !cmp.Equal(words, c.words) {
			t.Errorf("%s: %s with %q, want %s with %q", c.q, show(got.All), words, show(want.All), c.words)
		}
	}
}

func readWith(t *testing.T, words plan.Lexicon, q string) *plan.Plan {
	t.Helper()
	n, _, err := query.Parse(q)
	if err != nil {
		t.Fatal(err)
	}
	p, err := plan.Read(t.Context(), worded{nil, words}, names, &index.Request{Query: n})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// failing is a lexicon that cannot be read from some look on.
type failing struct {
	plan.Lexicon
	looks *int
}

var errLexicon = errors.New("unreadable")

func (f failing) fails() bool { *f.looks--; return *f.looks < 0 }

func (f failing) Readings(fold string) ([]plan.Reading, error) {
	if f.fails() {
		return nil, errLexicon
	}
	return f.Lexicon.Readings(fold)
}

func (f failing) Runs(places [][]string) (*plan.Runs, error) {
	if f.fails() {
		return nil, errLexicon
	}
	return f.Lexicon.Runs(places)
}

func (f failing) NamesEnding(last string, begins ...string) ([]plan.Name, error) {
	if f.fails() {
		return nil, errLexicon
	}
	return f.Lexicon.NamesEnding(last, begins...)
}

// A lexicon that fails at any look fails the guesses, and never silently.
func TestGuessesOfAFailingLexicon(t *testing.T) {
	for _, q := range []string{"coong ty cas hair sanr", "chuyển đồi số", "chuyen doii so", "vietnam", "face book", "Trọng Nguyễn Phú", "Phú Trọng", "N. Trọng", "ông Phú Trọng", "covid19"} {
		n, _, err := query.Parse(q)
		if err != nil {
			t.Fatal(err)
		}
		for at := range 500 {
			looks := at
			_, err := plan.Guesses(failing{spoken, &looks}, names, &index.Request{Query: n}, true)
			if looks >= 0 {
				break
			}
			if !errors.Is(err, errLexicon) {
				t.Errorf("%s: look %d of the lexicon fails and is overlooked: %v", q, at, err)
				break
			}
		}
	}
}
