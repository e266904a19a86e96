package indextest

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"golang.org/x/text/unicode/norm"

	"vankien/index"
	"vankien/index/query"
	"vankien/internal/outline"
)

// World makes random documents and requests from few words, so that they meet.
type World struct {
	*rand.Rand
	Vocabulary []string // words of texts and queries
	Prefixes   []string // of words, as a query has them
}

// NewWorld returns a world of words that have all relations to each other that
// words can have. What it makes is the same for the same seed.
func NewWorld(seed uint64) World {
	return World{rand.New(rand.NewPCG(seed, 2)), fewWords, []string{"ba*", "bắ*", "th*", "na*", "hò*", "hòa*", "hoà*", "đo*", "ky*"}}
}

// fewWords have all relations to each other that words can have: other marks,
// no marks, another place of the tone mark, i and y, capitals.
var fewWords = []string{"bắc", "Bac", "bác", "nam", "NAM", "hoà", "hòa", "hoa", "đo", "do", "độ", "uỷ", "ủy", "thi", "Thị",
	"va", "kỹ", "kĩ", "ky", "quý", "quí", "qui", "hoàng", "kinh", "tế", "te"}

func pick[T any](w World, list ...T) T { return list[w.IntN(len(list))] }

func (w World) words(n int) string {
	var b strings.Builder
	for range 1 + w.IntN(n) {
		b.WriteString(w.Word())
		b.WriteString(pick(w, " ", " ", " ", " ", ", ", ". ", "-", "\n", "\n\n"))
	}
	return strings.TrimSpace(b.String())
}

// Word is one of the words.
func (w World) Word() string { return pick(w, w.Vocabulary...) }

func (w World) date() string {
	return pick(w, "", "1957", "1969-12-31", "2024", "2024-02", "2024-02-29", "2024-03-01", "2025-01-13", "2025-01", "2025-12-31")
}

// instant is one of a few times, so that documents share some.
func (w World) instant() string {
	return pick(w, "", "2026-01-02T03:04:05.000000Z", "2026-01-02T03:04:05.000001Z", "2026-01-02T23:59:59.999999Z", "2027-01-01T00:00:00.000000Z")
}

func (w World) document(ids int) index.Document {
	d := index.Document{ID: fmt.Sprint(w.IntN(ids)), Kind: pick(w, index.KindSpeech, index.KindReport, index.KindOther), Date: w.date(),
		Title: w.words(4), Body: w.words(30), Speaker: pick(w, "", "", "Bắc Nam", "Hoà"), Place: pick(w, "", "Kỹ Nam", "Bắc Kinh"),
		Organisation: pick(w, "", "Hoà Bắc"), Event: pick(w, "", "", "Đo độ"), Source: pick(w, "", "https://example.org/"), Language: pick(w, "", "vi")}
	d.Indexed = w.instant()
	if w.IntN(2) == 0 {
		d.Abstract = norm.NFD.String(w.words(8))
	}
	if w.IntN(3) == 0 {
		d.Number = pick(w, "18-NQ/TW", "Bắc 18", "18 - NQ/TƯ", "33/2025/TT-BTC")
	}
	for range w.IntN(3) {
		d.Body += " " + pick(w, pick(w, cited...)...) + " " + w.words(5)
	}
	if w.IntN(3) == 0 {
		d.Signer = pick(w, "Bắc Nam", "Hoà Kỹ")
	}
	for _, field := range []string{"date", "signer"} {
		if w.IntN(3) == 0 {
			d.Evidence = append(d.Evidence, index.Evidence{Field: field, Confidence: pick(w, 0.5, 0.9, 1)})
		}
		if v := d.Values(field); w.IntN(9) == 0 {
			d.Corrections = append(d.Corrections, index.Correction{Field: field, Value: v, At: "2026-01-02T03:04:05Z"})
		}
	}
	for _, t := range []string{"a", "b", "c"} {
		if w.IntN(3) == 0 {
			d.Topics = append(d.Topics, t)
		}
	}
	if w.IntN(3) == 0 {
		d.Blocks = w.blocks(strings.Count(d.Body, "\n") + 1)
	}
	return d
}

// blocks are those of a text of so many lines, some of which begin a page.
func (w World) blocks(lines int) (list []outline.Block) {
	page := 0
	for line := range lines {
		if w.IntN(4) == 0 {
			page += 1 + w.IntN(2)
			list = append(list, outline.Block{Line: line, Kind: outline.Page, Level: page})
		}
		if w.IntN(4) == 0 {
			list = append(list, outline.Block{Line: line, Kind: outline.Item, Level: 1 + w.IntN(3)})
		}
	}
	return list
}

func (w World) query(depth int) string {
	switch k := w.IntN(13); {
	case depth > 0 && k < 3:
		return w.query(depth-1) + pick(w, " ", " OR ", " -") + "(" + w.query(depth-1) + ")"
	case k == 3:
		return `"` + w.words(3) + `"`
	case k == 4:
		return `"` + w.words(3) + `"~` + fmt.Sprint(1+w.IntN(4))
	case k == 5:
		return "=" + w.words(1)
	case k == 6:
		return pick(w, w.Prefixes...)
	case k == 7:
		return pick(w, "title:", "speaker:", "place:", "signer:", "title:=") + w.words(1)
	case k == 8:
		return pick(w, "topic:a", "topic:b", "topic:a topic:b")
	case k == 9:
		return "date:" + pick(w, "2024", "2024-02-29..2025-01", "..1969", "1960..2024-02")
	case k == 10:
		return pick(w, "title:", "place:", "organisation:", "speaker:") + `"` + w.words(2) + `"` + pick(w, "", "~3")
	}
	return w.words(3)
}

func (w World) accents() index.Accents {
	return pick(w, index.AccentsAuto, index.AccentsAuto, index.AccentsExact, index.AccentsFold)
}

func (w World) filter() index.Filter {
	var f index.Filter
	if w.IntN(3) == 0 {
		f.Any = map[index.Field][]string{pick(w, index.FieldTopic, index.FieldKind, index.FieldPlace, index.FieldNumber, index.FieldSigner, index.FieldGuessed, index.FieldRef, index.FieldCites, index.FieldCites, index.FieldYear, index.FieldDate): {
			pick(w, "a", "b", index.KindReport, "Kỹ Nam", "date", "18-NQ/TW", "33/2025/TT-BTC", "2024", index.NoValue), pick(w, "c", index.KindSpeech, "Bắc Nam", "signer", "1957", index.NoValue)}}
	}
	if w.IntN(4) == 0 {
		f.None = map[index.Field][]string{pick(w, index.FieldTopic, index.FieldSpeaker, index.FieldCorrected, index.FieldYear): {pick(w, "a", "b", "Bắc Nam", "date", "2024", index.NoValue)}}
	}
	if w.IntN(3) == 0 {
		f.From = pick(w, "", "1957-05", "2024-02-29", "2025")
		f.To = pick(w, "", "2025-01-10", "2025")
	}
	if w.IntN(4) == 0 {
		f.IndexedFrom, f.IndexedTo = w.instant(), w.instant()
	}
	return f
}

func (w World) request(q query.Node) index.Request {
	return index.Request{Query: q, Accents: w.accents(), Level: w.level(4), Filter: w.filter(),
		Sort: pick(w, index.Relevance, index.Relevance, index.Relevance, index.Newest, index.Oldest, index.ByTitle, index.LastIndexed, index.FirstIndexed), Limit: pick(w, 1, 3, 7, 20, index.MaxLimit, index.MaxLimit),
		Facets: columns, FacetValues: pick(w, 0, 1, 2, index.AllFacetValues), Snippets: w.IntN(3)}
}

// level is any word once in n times.
func (w World) level(n int) index.Level {
	if w.IntN(n) == 0 {
		return index.LevelAny
	}
	return index.LevelAll
}
