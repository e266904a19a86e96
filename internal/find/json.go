package find

import (
	"encoding/binary"
	"maps"
	"math"
	"math/bits"
	"slices"
	"strconv"
	"unicode/utf8"

	"vankien/index"
)

// Answers to searches are most of what a server writes, and reflection is most
// of what writing them costs. So their JSON is put together here, in one pass
// over the view. It is byte for byte what encoding/json makes of the view when
// marks of HTML stay as they are, unless fields of documents were chosen; a field added
// to a view is added here, too.

// AppendJSON appends the view as JSON.
func (v *SearchView) AppendJSON(b []byte) []byte {
	return v.appendAfter(appendFloat(v.appendBefore(b), v.TookMS))
}

// appendBefore appends what stands before the time taken.
func (v *SearchView) appendBefore(b []byte) []byte {
	b = appendString(append(b, `{"query":{"q":`...), v.Query.Q)
	b = appendString(append(b, `,"accents":`...), v.Query.Accents)
	b = appendInt(append(b, `},"total":`...), v.Total)
	b = appendGiven(v.Paging.appendJSON(b), `,"next_cursor":`, v.NextCursor)
	if v.Folded != nil {
		b = appendInt(append(b, `,"folded":`...), *v.Folded)
	}
	return append(b, `,"took_ms":`...)
}

// appendAfter appends what stands behind the time taken.
func (v *SearchView) appendAfter(b []byte) []byte {
	b = appendList(append(b, `,"warnings":`...), v.Warnings, (*WarningView).appendJSON)
	b = v.Match.appendJSON(append(b, `,"match":`...))
	b = appendList(append(b, `,"hits":`...), v.Hits, (*HitView).appendJSON)
	b = appendList(append(b, `,"also":`...), v.Also, (*AlsoView).appendJSON)
	b = appendList(append(b, `,"suggestions":`...), v.Suggestions, (*SuggestionView).appendJSON)
	b = appendMap(append(b, `,"facets":`...), v.Facets, func(b []byte, f FacetView) []byte { return f.appendJSON(b) })
	return append(b, '}')
}

func (p Paging) appendJSON(b []byte) []byte {
	if p := p.Pages; p != nil {
		b = appendInt(append(b, `,"page":`...), p.Page)
		b = appendInt(append(b, `,"per_page":`...), p.PerPage)
		b = appendInt(append(b, `,"pages":`...), p.Pages)
	}
	if o := p.Offsets; o != nil {
		b = appendInt(append(b, `,"offset":`...), o.Offset)
		b = appendInt(append(b, `,"limit":`...), o.Limit)
	}
	if r := p.Rest; r != nil {
		b = appendString(append(b, `,"cursor":`...), r.Cursor)
	}
	return b
}

func (w *WarningView) appendJSON(b []byte) []byte {
	b = appendString(append(b, `{"code":`...), w.Code)
	if w.Position != nil {
		b = appendInt(append(b, `,"position":`...), *w.Position)
	}
	b = appendString(append(b, `,"detail":`...), w.Detail)
	if len(w.Args) > 0 {
		b = appendStrings(append(b, `,"args":`...), w.Args)
	}
	return append(appendGiven(b, `,"q":`, w.Q), '}')
}

func (m *MatchView) appendJSON(b []byte) []byte {
	b = appendString(append(b, `{"asked":`...), m.Asked)
	b = appendString(append(b, `,"used":`...), m.Used)
	b = appendMap(append(b, `,"totals":`...), m.Totals, appendInt)
	b = appendList(append(b, `,"units":`...), m.Units, (*UnitView).appendJSON)
	return append(appendStrings(append(b, `,"optional":`...), m.Optional), '}')
}

func (u *UnitView) appendJSON(b []byte) []byte {
	b = appendString(append(b, `{"text":`...), u.Text)
	b = appendString(append(b, `,"kind":`...), u.Kind)
	if len(u.Readings) > 0 {
		b = appendStrings(append(b, `,"readings":`...), u.Readings)
	}
	if u.Replaced {
		b = append(b, `,"replaced":true`...)
	}
	if u.Optional {
		b = append(b, `,"optional":true`...)
	}
	return append(appendGiven(b, `,"apart":`, u.Apart), '}')
}

func (a *AlsoView) appendJSON(b []byte) []byte {
	b = appendString(append(b, `{"match":`...), a.Match)
	return append(appendList(append(b, `,"hits":`...), a.Hits, (*HitView).appendJSON), '}')
}

func (s *SuggestionView) appendJSON(b []byte) []byte {
	b = appendString(append(b, `{"kind":`...), s.Kind)
	b = appendString(append(b, `,"q":`...), s.Q)
	b = appendInt(append(b, `,"total":`...), s.Total)
	b = strconv.AppendBool(append(b, `,"used":`...), s.Used)
	if len(s.Set) > 0 {
		b = appendMap(append(b, `,"parameters":`...), s.Set, appendString)
	}
	return append(b, '}')
}

func (h *HitView) appendJSON(b []byte) []byte {
	b = appendString(append(b, `{"id":`...), h.ID)
	b = appendFloat(append(b, `,"score":`...), h.Score)
	b = appendString(append(b, `,"url":`...), h.URL)
	if b = append(b, `,"document":`...); h.chosen != nil {
		b = append(b, h.chosen...)
	} else {
		b = h.Document.appendJSON(b)
	}
	b = appendList(append(b, `,"snippets":`...), h.Snippets, (*SnippetView).appendJSON)
	if len(h.AlsoAt) > 0 {
		b = appendStrings(append(b, `,"also_at":`...), h.AlsoAt)
	}
	if h.AlsoAtTotal != 0 {
		b = appendInt(append(b, `,"also_at_total":`...), h.AlsoAtTotal)
	}
	return append(b, '}')
}

func (d *SummaryView) appendJSON(b []byte) []byte {
	b = appendString(append(b, `{"kind":`...), d.Kind)
	b = appendString(append(b, `,"title":`...), d.Title)
	b = appendGiven(b, `,"date":`, d.Date)
	b = appendGiven(b, `,"speaker":`, d.Speaker)
	b = appendGiven(b, `,"role":`, d.Role)
	b = appendGiven(b, `,"organisation":`, d.Organisation)
	b = appendGiven(b, `,"place":`, d.Place)
	b = appendGiven(b, `,"event":`, d.Event)
	b = appendGiven(b, `,"number":`, d.Number)
	b = appendGiven(b, `,"signer":`, d.Signer)
	b = appendGiven(b, `,"signer_role":`, d.SignerRole)
	b = appendStrings(append(b, `,"topics":`...), d.Topics)
	b = appendGiven(b, `,"source":`, d.Source)
	b = appendGiven(b, `,"indexed":`, d.Indexed)
	if len(d.Guesses) > 0 {
		b = appendList(append(b, `,"guessed":`...), d.Guesses, appendEvidence)
	}
	return append(b, '}')
}

func appendEvidence(e *index.Evidence, b []byte) []byte {
	b = appendString(append(b, `{"field":`...), e.Field)
	b = appendFloat(append(b, `,"confidence":`...), e.Confidence)
	return append(appendGiven(b, `,"where":`, e.Where), '}')
}

func (s *SnippetView) appendJSON(b []byte) []byte {
	b = appendString(append(b, `{"field":`...), s.Field)
	b = appendString(append(b, `,"text":`...), s.Text)
	b = appendList(append(b, `,"ranges":`...), s.Ranges, appendRange)
	if len(s.Loose) > 0 {
		b = appendList(append(b, `,"loose":`...), s.Loose, appendRange)
	}
	b = appendString(append(b, `,"html":`...), s.HTML)
	if s.Page != 0 {
		b = appendInt(append(b, `,"page":`...), s.Page)
	}
	return append(b, '}')
}

func appendRange(r *[2]int, b []byte) []byte {
	b = append(appendInt(append(b, '['), r[0]), ',')
	return append(appendInt(b, r[1]), ']')
}

func (f *FacetView) appendJSON(b []byte) []byte {
	b = appendList(append(b, `{"values":`...), f.Values, (*ValueView).appendJSON)
	b = appendInt(append(b, `,"total_values":`...), f.TotalValues)
	b = appendInt(append(b, `,"other":`...), f.Other)
	return append(appendInt(append(b, `,"missing":`...), f.Missing), '}')
}

func (v *ValueView) appendJSON(b []byte) []byte {
	b = appendString(append(b, `{"value":`...), v.Value)
	b = appendString(append(b, `,"label":`...), v.Label)
	b = appendInt(append(b, `,"count":`...), v.Count)
	return append(strconv.AppendBool(append(b, `,"selected":`...), v.Selected), '}')
}

func appendList[T any](b []byte, list []T, one func(*T, []byte) []byte) []byte {
	if list == nil {
		return append(b, "null"...)
	}
	b = append(b, '[')
	for i := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = one(&list[i], b)
	}
	return append(b, ']')
}

// appendMap appends an object with its members in the order of their names.
func appendMap[K ~string, V any](b []byte, m map[K]V, one func([]byte, V) []byte) []byte {
	if m == nil {
		return append(b, "null"...)
	}
	var buf [8]K
	names := slices.AppendSeq(buf[:0], maps.Keys(m))
	slices.Sort(names)
	b = append(b, '{')
	for i, name := range names {
		if i > 0 {
			b = append(b, ',')
		}
		b = one(append(appendString(b, string(name)), ':'), m[name])
	}
	return append(b, '}')
}

func appendStrings(b []byte, list []string) []byte {
	return appendList(b, list, func(s *string, b []byte) []byte { return appendString(b, *s) })
}

// appendGiven appends a member, but none for an empty value.
func appendGiven(b []byte, name, value string) []byte {
	if value == "" {
		return b
	}
	return appendString(append(b, name...), value)
}

func appendInt(b []byte, n int) []byte { return strconv.AppendInt(b, int64(n), 10) }

// appendFloat writes numbers as JavaScript does.
func appendFloat(b []byte, f float64) []byte {
	if abs := math.Abs(f); abs == 0 || abs >= 1e-6 && abs < 1e21 {
		return strconv.AppendFloat(b, f, 'f', -1, 64)
	}
	b = strconv.AppendFloat(b, f, 'e', -1, 64)
	if n := len(b); b[n-4] == 'e' && b[n-3] == '-' && b[n-2] == '0' {
		b = append(b[:n-2], b[n-1])
	}
	return b
}

// appendString copies what stands between two characters that are escaped.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	valid := utf8.ValidString(s)
	for {
		n := plainPrefix(s)
		if !valid {
			n = min(n, validPrefix(s))
		}
		b, s = append(b, s[:n]...), s[n:]
		if s == "" {
			return append(b, '"')
		}
		b, n = appendEscaped(b, s)
		s = s[n:]
	}
}

// plainPrefix returns how many bytes of s certainly need no escape, if s is
// UTF-8. Eight at a time are looked at: none may be a control character, a quote,
// a backslash, or E2, with which the line separators of Unicode begin.
func plainPrefix(s string) (n int) {
	const each, high = 0x0101010101010101, 0x8080808080808080
	for ; n+8 <= len(s); n += 8 {
		x := binary.LittleEndian.Uint64([]byte(s[n : n+8]))
		quote, slash, lead := x^'"'*each, x^'\\'*each, x^0xE2*each
		bad := (x-0x20*each)&^x | (quote-each)&^quote | (slash-each)&^slash | (lead-each)&^lead
		if bad &= high; bad != 0 {
			return n + bits.TrailingZeros64(bad)/8
		}
	}
	for n < len(s) && s[n] >= 0x20 && s[n] != '"' && s[n] != '\\' && s[n] != 0xE2 {
		n++
	}
	return n
}

// validPrefix returns how many bytes of s are UTF-8.
func validPrefix(s string) int {
	for i, r := range s {
		if r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(s[i:]); n == 1 {
				return i
			}
		}
	}
	return len(s)
}

// appendEscaped appends the first character of s, escaped if it must be, and
// returns its length.
func appendEscaped(b []byte, s string) ([]byte, int) {
	const hex = "0123456789abcdef"
	switch c := s[0]; {
	case c == '"' || c == '\\':
		return append(b, '\\', c), 1
	case c == '\b':
		return append(b, `\b`...), 1
	case c == '\f':
		return append(b, `\f`...), 1
	case c == '\n':
		return append(b, `\n`...), 1
	case c == '\r':
		return append(b, `\r`...), 1
	case c == '\t':
		return append(b, `\t`...), 1
	case c < 0x20:
		return append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15]), 1
	}
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case r == utf8.RuneError && n == 1:
		return append(b, `\ufffd`...), 1
	case r == '\u2028' || r == '\u2029':
		return append(b, '\\', 'u', '2', '0', '2', hex[r&15]), n
	}
	return append(b, s[:n]...), n
}
