package plan_test

import (
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"vankien/index"
	"vankien/index/plan"
	"vankien/index/query"
)

// laws checks what an engine may rely on in every clause of a plan.
type laws struct {
	*testing.T
	accents index.Accents
	negated bool
}

func (l laws) clause(c plan.Clause) {
	switch c := c.(type) {
	case plan.Word:
		l.form(c.Form)
		l.leaf(c.Fields, c.Boost)
		l.numbered(c.Term)
	case plan.Phrase:
		l.phrase(c)
		l.numbered(c.Term)
	case plan.Values:
		if c.Field == "" || len(c.Values) == 0 {
			l.Errorf("bad %#v", c)
		}
	case plan.Not:
		l.negated = true
		l.clause(c.Of)
	case plan.And:
		l.list(c.Of, 1, c.Near)
	case plan.Or:
		l.list(c.Of, 1, c.Near)
	case plan.Best:
		l.list(c.Of, 2, nil)
	case plan.Everything, plan.Nothing, plan.Dates:
	default:
		l.Errorf("bad %#v", c)
	}
}

func (l laws) list(of []plan.Clause, least int, near []plan.Phrase) {
	if len(of) < least {
		l.Errorf("%d clauses", len(of))
	}
	for _, c := range of {
		l.clause(c)
	}
	for _, ph := range near {
		if l.phrase(ph); l.negated {
			l.Errorf("%s counts for what is left out", phrase(ph))
		}
	}
}

func (l laws) phrase(ph plan.Phrase) {
	l.leaf(ph.Fields, ph.Boost)
	if len(ph.Forms) < 2 || len(ph.Forms) != len(ph.At) || ph.At[0] != 0 || ph.Slop < 0 || ph.Slop > query.MaxSlop ||
		ph.Slop > 0 && len(ph.Forms) > plan.MaxNear {
		l.Errorf("bad %#v", ph)
	}
	for i, f := range ph.Forms {
		l.form(f)
		if i > 0 && ph.At[i] <= ph.At[i-1] || f.Prefix && i < len(ph.Forms)-1 {
			l.Errorf("bad %#v", ph)
		}
	}
}

// form checks that nothing uncertain is left out, and that exact marks are.
func (l laws) form(f plan.Form) {
	if len(f.Terms) == 0 || slices.Contains(f.Terms, "") || f.Bare != "" && (l.negated || len(f.Folds) > 0) ||
		l.accents == index.AccentsExact && (f.Bare != "" || len(f.Folds) > 0) {
		l.Errorf("bad %#v, negated %v", f, l.negated)
	}
}

// leaf checks that only the numbers of documents count for more than words.
func (l laws) leaf(fields []string, boost float64) {
	if len(fields) == 0 || boost <= 0 || boost > 64 {
		l.Errorf("fields %v, boost %v", fields, boost)
	}
}

func (l laws) numbered(term int) {
	if term < 1 || term > query.MaxTerms {
		l.Errorf("term %d", term)
	}
}

// FuzzRead checks the laws of plans; the way in which a query's letters are
// composed changes nothing.
func FuzzRead(f *testing.F) {
	for i, q := range []string{"hòa bình", "bac ninh -UBND", `"đất nuoc"~6 OR title:(kinh tế)`, "57 - NQ/TƯ bawcs", "ngày 13/1/2025", "kind:x topic:do* date:2024",
		"-(Sơn La OR Daklak)", "e\u0323\u0302 =hoà* BCT", "33 nghìn tỷ 6,03% quý 4/2024", "18-NQ/TW-CP.a-b-c", "NQ57 57nqtw nghị quyết 57 nd 33/2025", `"8%" "33.000 tỷ" "57-NQ/TW"`, "8 % ngày 2/9 2/9 2025 khóa 15 8 giờ 30"} {
		f.Add(q, uint8(i), i%2 == 0)
	}
	x := texts{"tỉnh Sơn La phát triển", "bức tường sơn là đẹp", "Nghị quyết số 57-NQ/TW"}
	f.Fuzz(func(t *testing.T, q string, accents uint8, anyWord bool) {
		if len(q) > 300 || !utf8.ValidString(q) {
			return
		}
		req := index.Request{Accents: index.Accents(accents % 3), Level: map[bool]index.Level{true: index.LevelMeant}[anyWord]}
		p := read(t, x, norm.NFC.String(q), req)
		if p == nil {
			return
		}
		for _, level := range []index.Level{index.LevelAll, index.LevelMeant, index.LevelAny} {
			laws{T: t, accents: req.Accents}.clause(at(p, level))
		}
		for i, w := range p.Warnings {
			if w.Code == "" || w.Offset != -1 || slices.ContainsFunc(p.Warnings[:i], w.Equal) {
				t.Errorf("%q: warnings %v", q, p.Warnings)
			}
		}
		if other := read(t, x, norm.NFD.String(q), req); !cmp.Equal(p, other) {
			t.Errorf("%+q decomposed: %s", q, cmp.Diff(p, other))
		}
	})
}
