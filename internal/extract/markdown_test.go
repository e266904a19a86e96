package extract

import (
	"strings"
	"testing"

	"vankien/internal/outline"
)

func headingAt(line, level int) []outline.Block {
	return []outline.Block{{Line: line, Kind: outline.Heading, Level: level}}
}

func TestMarkdown(t *testing.T) {
	full := `---
id: bai-1
kind: speech
title: "Một: hai"
abstract: >
  Tóm
  tắt
date: 2025-01-13
speaker: Nguyễn Văn A
role: ~
organisation: no
place: Hà Nội
event: 1.10
number: 012
topics: [dat-dai, "Kinh tế"]
language: vi
source: https://example.org/?a=1
---

# Mục

Thân *bài*.
`
	for _, c := range []struct {
		name, input string
		want        Record
	}{
		{"every field", full, Record{ID: "bai-1", Kind: "speech", Title: "Một: hai", Abstract: "Tóm tắt", Date: "2025-01-13",
			Speaker: "Nguyễn Văn A", Organisation: "no", Place: "Hà Nội", Event: "1.10", Number: "012",
			Topics: []string{"dat-dai", "Kinh tế"}, Language: "vi", Source: "https://example.org/?a=1", Body: "Mục\nThân bài.", Blocks: headingAt(0, 1), Blank: []string{"role"}}},
		{"dd/mm/yyyy, one topic, list", "---\ndate: 3/2/1930\ntopics:\n  - a\n  - 012\n---\nMột", Record{Title: "Một", Date: "1930-02-03", Topics: []string{"a", "012"}}},
		{"one topic", "---\ntopics: Đất đai\n---\nMột", Record{Title: "Một", Topics: []string{"Đất đai"}}},
		{"alias", "---\ntitle: &a Một\n---\nhai", Record{Title: "Một", Body: "hai"}},
		{"heading", "# Một #\n\nhai\n", Record{Title: "Một", Body: "hai"}},
		{"lower heading", "\n## Một\n\n# hai\n", Record{Title: "Một", Body: "hai", Blocks: headingAt(0, 1)}},
		{"first line", "Một\nhai\n# ba", Record{Title: "Một", Body: "hai\nba", Blocks: headingAt(1, 1)}},
		{"no heading without a space", "#Một\nhai", Record{Title: "#Một", Body: "hai"}},
		{"heading after a long line", strings.Repeat("dài ", 100) + "\n\n# Một\n\nhai", Record{Title: "Một", Body: strings.TrimSpace(strings.Repeat("dài ", 100)) + "\nMột\nhai", Blocks: headingAt(1, 1)}},
		{"no title at all", strings.Repeat("dài ", 100), Record{Body: strings.TrimSpace(strings.Repeat("dài ", 100))}},
		{"empty front matter", "---\n---\n# Một\nhai", Record{Title: "Một", Body: "hai"}},
		{"front matter heading stays", "---\ntitle: Một\n---\n# Một\nhai", Record{Title: "Một", Body: "Một\nhai", Blocks: headingAt(0, 1)}},
		{"marks of headings only", "---\ntitle: Một\n---\n#hai\n\n### Ba\n\n####### bốn\n\n```\n# năm\n```", Record{Title: "Một", Body: "#hai\nBa\n####### bốn\n# năm", Blocks: headingAt(1, 3)}},
		{"title only", "---\ntitle: Một\n---", Record{Title: "Một"}},
		{"body in the front matter", "---\ntitle: Một\nbody: hai\n---\n", Record{Title: "Một", Body: "hai"}},
		{"CRLF and mark", "\ufeff---\r\ntitle: Một\r\n---\r\nhai\r\n", Record{Title: "Một", Body: "hai"}},
		{"rule inside the body", "---\ntitle: Một\n---\nhai\n\n---\n\nba", Record{Title: "Một", Body: "hai\nba"}},
		{"a letter head is no title", "HỘI\n\n**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**\n", Record{Body: "HỘI\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"}},
		{"no title is stated", "---\ntitle: \"\"\n---\nMột\n\nhai", Record{Body: "Một\nhai", Blank: []string{"title"}}},
		{"no date is stated", "---\ndate:\n---\nMột\n\nngày 13/01/2025", Record{Title: "Một", Body: "ngày 13/01/2025", Blank: []string{"date"}}},
		{"month and year", "---\ndate: 2/2025\n---\nMột", Record{Title: "Một", Date: "2025-02"}},
		{"date of the front matter wins", "---\ndate: 2024\n---\n# Một\n\nngày 13/01/2025", Record{Title: "Một", Body: "ngày 13/01/2025", Date: "2024"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			check(t, readAll("a.md", c.input, Options{}), []outcome{rec(c.want)})
		})
	}
}

func TestMarkdownErrors(t *testing.T) {
	const keys = "; known keys are id, kind, title, abstract, body, date, speaker, role, organisation, place, event, number, language, source, signer, signer_role, topics, repairs, recipients"
	for _, c := range []struct {
		name, input string
		line        int
		want        string
	}{
		{"unknown key", "---\ntitle: a\ntitel: b\n---\n", 3, `unknown key "titel" (did you mean "title"?)`},
		{"unknown keys", "---\ntitel: a\norganization: b\n---\n", 2, `unknown keys "titel" (did you mean "title"?), "organization" (did you mean "organisation"?)`},
		{"foreign key", "---\nlayout: a\n---\n", 2, `unknown key "layout"` + keys},
		{"case", "---\nTitle: a\n---\n", 2, `unknown key "Title" (did you mean "title"?)`},
		{"twice", "---\ntitle: a\ntitle: b\n---\n", 3, `key "title" is given twice`},
		{"list for text", "---\ntitle: [a]\n---\n", 2, `key "title" does not hold a plain value`},
		{"map in list", "---\ntopics: [{a: b}]\n---\n", 2, `key "topics" does not hold a plain value`},
		{"impossible date", "---\ndate: 31/02/2025\n---\na", 2, `date "31/02/2025" does not exist in the calendar`},
		{"not YAML", "---\ntitle: a\nevent: \"b\n---\nc", 3, "the front matter is not YAML: while scanning a quoted scalar: found unexpected end of stream"},
		{"bare colon", "---\nid: a\ntitle: Một: hai\n---\nc", 3, "the front matter is not YAML: mapping values are not allowed in this context"},
		{"not closed", "---\ntitle: a\n", 0, "the front matter begins with --- but nothing closes it; end it with a line ---"},
		{"not a mapping", "---\n- a\n---\n", 0, "the front matter is not a list of lines key: value"},
		{"too large", "---\ntitle: " + strings.Repeat("a", maxFront) + "\n---\n", 0, "the front matter has 65548 bytes; at most 65536 are read"},
		{"nothing", "---\nid: a\n---\n", 0, "the file has neither a title nor a body"},
		{"two bodies", "---\nbody: a\n---\nb", 0, `the front matter has a "body" and text follows it; keep one of them`},
	} {
		t.Run(c.name, func(t *testing.T) {
			check(t, readAll("a.md", c.input, Options{}), []outcome{fault(c.line, c.want)})
		})
	}
}
