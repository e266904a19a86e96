package viet

import "strings"

// docTypes maps the code of a type of document, folded, to the type of its
// alias (rule D02: Annex III of Decree 30/2020, party documents, and older
// ones). Two codes of one type meet; a decision and a party regulation share
// QĐ, so both are qd (rule D03).
var docTypes = func() map[string]string {
	m := map[string]string{
		"qyd": "qd", "qdi": "qd", "ctrh": "ctr", "lct": "l", "lb": "ttlt", "ttlb": "ttlt", "ttln": "ttlt",
	}
	for _, c := range strings.Fields(`nq qd ct qc tc tb hd ctr kh pa da bc bb ttr cd bgn btt guq gm ggt
gnp pg pc pb sy trs sl l nd tt ttlt pl vbhn kl cv gp nqlt qcph`) {
		m[c] = c
	}
	return m
}()

// strongCodes name a type or an issuer even alone after a hyphen (57-NQ).
var strongCodes = setOf("nq qd nd ttlt sl vbhn kl hdbt cp ttg ct tw")

// issuers are the bodies that number documents, folded (rule D02).
var issuers = setOf(`qh cp ttg ubnd hdnd tw tu ctn hdbt hdnn ubtvqh ub vpcp vptw vpqh vpctn nhnn tandtc tatc
vksndtc vkstc ktnn ttcp tccp ubdt ubtdtt ubkttw mttw mttq hdtp ldtbxh tchq chq tct tctk gsql txnk vtltnn
bhxh tldd hu du bcdtw ubpltp dctct`)

// numbered are the issuers that carry the number of their term (QH15).
var numbered = setOf("qh ubtvqh hdnn hdnd ubpltp nhnn nh")

// docType is a type of document in words.
type docType struct {
	kind string // of the alias
	name name
	weak bool // also said of other things, with a count after it (kế hoạch 5 năm)
	verb bool // weak, and also a verb (hướng dẫn 16 đội)
}

// docTypesByName lists the types by the last word of their name, longer names
// of the same ending first.
var docTypesByName = func() map[string][]docType {
	m := map[string][]docType{}
	for _, line := range strings.Split(`nqlt nghị quyết liên tịch
nq nghị quyết
nd nghị định
ct chỉ thị
ttlt thông tư liên tịch
ttlt thông tư liên bộ
tt thông tư
pl pháp lệnh
sl sắc lệnh
cv công văn
cd công điện
vbhn văn bản hợp nhất
weak qd quyết định
weak qd quy định
weak kl kết luận
weak l luật
verb hd hướng dẫn
weak kh kế hoạch
weak ctr chương trình
verb bc báo cáo
weak ttr tờ trình
verb tb thông báo
weak da đề án
weak qc quy chế
verb bb biên bản`, "\n") {
		line, weak := strings.CutPrefix(line, "weak ")
		line, verb := strings.CutPrefix(line, "verb ")
		kind, words, _ := strings.Cut(line, " ")
		d := docType{kind: kind, name: newName(words), weak: weak || verb, verb: verb}
		for _, last := range d.name.lasts() {
			m[last] = append(m[last], d)
		}
	}
	return m
}()

// name is a fixed sequence of words: each matches with its marks or without any.
type name struct{ marked, plain []string }

func newName(words string) name {
	n := name{marked: strings.Fields(words)}
	for _, w := range n.marked {
		n.plain = append(n.plain, Fold(w))
	}
	return n
}

// lasts returns the forms of the last word.
func (n name) lasts() []string {
	k := len(n.marked) - 1
	if n.marked[k] == n.plain[k] {
		return n.marked[k:]
	}
	return []string{n.marked[k], n.plain[k]}
}

// endsAt returns the first word of the name n that ends with word k, or -1.
// Only space stands between its words.
func (s *scanner) endsAt(k int, n name) int {
	for j := len(n.marked) - 1; j >= 0; j, k = j-1, k-1 {
		w := s.word(k)
		if w == "" || w != n.marked[j] && w != n.plain[j] || j < len(n.marked)-1 && s.link(k).sep != ' ' {
			return -1
		}
	}
	return k + 1
}

// docWords returns the type of document that the words before word i name
// ("Nghị quyết số"), and the first of these words.
func (s *scanner) docWords(i int) (kind string, first int) {
	d, first, _ := s.docTypeBefore(i)
	return d.kind, first
}

// docTypeBefore also tells whether "số" stands between the name and the number.
func (s *scanner) docTypeBefore(i int) (d docType, first int, numbered bool) {
	k := i - 1
	if l := s.link(k); l.sep != ' ' && l.sep != ':' {
		return docType{}, i, false
	}
	if w := s.word(k); w == "số" || w == "so" {
		numbered = true
		k--
		if l := s.link(k); l.sep != ' ' && l.sep != ':' {
			return docType{}, i, true
		}
	}
	for _, d := range docTypesByName[s.word(k)] {
		if at := s.endsAt(k, d.name); at >= 0 {
			return d, at, numbered
		}
	}
	return docType{}, i, numbered
}

// lawBefore finds the type of a number that has none (31/2024/QH15) in the
// title before it: "Luật Đất đai số 31/2024/QH15". The title is in the same
// sentence and the number follows "số".
func (s *scanner) lawBefore(i int) string {
	if w := s.before(i); w != "số" && w != "so" {
		return ""
	}
	for k := i - 2; k >= 0 && k > i-maxTitle; k-- {
		if sep := s.link(k).sep; sep != ' ' && sep != ',' {
			return ""
		}
		switch s.words[k].Term {
		case "luật", "luat":
			return "l"
		case "quyết", "quyet":
			if w := s.before(k); w == "nghị" || w == "nghi" {
				return "nq"
			}
		case "lệnh", "lenh":
			if w := s.before(k); w == "pháp" || w == "phap" {
				return "pl"
			}
		}
	}
	return ""
}

// maxTitle is the longest title between "Luật" and its number, in words.
const maxTitle = 24

// named reads a document named in words, at its number: "Nghị quyết (số) 57",
// "Nghị định 30/2020" (rule D03).
func (s *scanner) named(i int) int {
	d, first, numbered := s.docTypeBefore(i)
	if d.kind == "" {
		return i
	}
	n, ok := s.docNumber(i)
	if !ok || s.fraction(n.end-1) {
		return i
	}
	if !numbered && n.year == 0 && (s.yearAt(i) >= 1900 || s.suffixed(i) || s.counts(i, d)) {
		return i
	}
	s.alias(d.kind, n, first, n.end-1)
	s.lastDoc, s.docKind = n.end, d
	return n.end
}

// namedAgain reads the number that continues a list of documents: "Nghị quyết
// 57, 59, 66 và 68".
func (s *scanner) namedAgain(i int) int {
	if s.lastDoc == 0 || !s.follows(s.lastDoc, i) || s.docKind.weak {
		return i
	}
	n, ok := s.docNumber(i)
	next := s.after(n.end - 1)
	if !ok || s.fraction(n.end-1) || s.percentAfter(i) || n.year == 0 && s.yearAt(i) >= 1900 || next != "" && !afterDocument[next] && !conjunctions[next] {
		return i
	}
	s.alias(s.docKind.kind, n, i, n.end-1)
	s.lastDoc = n.end
	return n.end
}

// suffixed reports whether word i ends in a letter that no document number
// has: 3D, 5G, 12h.
func (s *scanner) suffixed(i int) bool {
	w := s.surface(i)
	c := w[len(w)-1]
	return (c < '0' || c > '9') && (c < 'a' || c > 'e')
}

// counts reports whether the number at word i counts what follows it rather
// than names a document: "kế hoạch 5 năm", "quyết định 2 nội dung".
func (s *scanner) counts(i int, d docType) bool {
	w := s.words[i]
	if s.percentAfter(i) || d.verb && w.Term[0] != '0' || strings.HasPrefix(s.text[w.End:], "+") {
		return true
	}
	if d.weak && (strings.Contains(s.text[s.words[i-1].End:w.Start], "\n") || s.link(i).sep == '(' && spelled[s.words[i+1].Term]) {
		return true
	}
	next := s.after(i)
	switch {
	case next == "":
		return false
	case next == "ngày" || next == "ngay":
		_, dated := s.day(i+2, true)
		return !dated
	case d.weak:
		u, _ := letterCase(s.surface(i + 1))
		_, syllable := ParseSyllable(next)
		return u == 0 && !afterDocument[next] || u == 1 && !syllable
	}
	return countedAfter[next]
}

// afterDocument are words that go on after the number of a document and name
// nothing that could be counted.
var afterDocument = setOf(`của cua về ve do và va hay hoặc với với được duoc có co là la đã da
đang sẽ tại tai như nhu theo trong từ tu để de khi thì mà cũng vừa nêu này đó quy ban cho không`)

// spelled are numbers in words, which repeat a count in parentheses: 06 (sáu) tháng.
var spelled = setOf("một hai ba bốn năm sáu bảy tám chín mười")

// countedAfter are units, which no document number precedes.
var countedAfter = setOf("năm tháng người tỷ tỉ triệu nghìn ngàn lần nội điểm bước trường")
