package extract

import (
	"strings"
	"testing"
)

const rtfHead = `{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fcharset163{\*\panose 020}Arial;}{\f2\fcharset2 Wingdings;}` +
	`{\f3\fcharset163 .VnTime;}{\f4\fcharset0 .VnTimeH;}{\f5\fcharset0 VNI-Times;}}{\colortbl;\red0;}{\stylesheet{\s0 Normal;}{\s2\outlinelevel1 Muc;}{\s7 heading 3;}{\*\cs10 Default;}}` +
	`{\info{\title Sai}}{\header\pard Đầu trang\par}`

func TestRTF(t *testing.T) {
	for _, c := range []struct{ name, in, want, blocks string }{
		{"paragraphs", `\pard M\u7897?t\par` + "\r\n" + `\par Hai\line ba\tab b\{\}\\\par}`, "Một\nHai\nba\tb{}\\", ""},
		{"skip after u", `{\uc2\u7897\'61\'62x\uc0\u7897y\uc1\u7897 z}\u7897\'3fw}`, "ộxộyộộw", ""},
		{"negative and paired u", `\u-24832?\u-10179?\u-8704?a}`, "\u9f00😀a", ""},
		{"skip ends with its group", `{\u7897}abc}`, "ộabc", ""},
		{"code page of the font", `\f1 Vi\'ea\'f2t\f0  \'e9}`, "Viê\u0323t é", ""},
		{"TCVN3 by font, whatever its character set", `\f3 n\-\'edc Vi\'d6t \f4 quy\'d5t \'ae\'de}`, "nước Việt QUYẾT ĐỊ", ""},
		{"ư is the soft hyphen", `\f3 n\-\'edc\f0 , tr{\f3 \-}ong}`, "nước, trưong", ""},
		{"VNI cut by a group", `\f5 Vi{\f5 e}{\f5 \'e4}t}`, "Việt", ""},
		{"symbols", `a{\f2 \'fcl}b\u-3913?}`, "ab", ""},
		{"deleted and hidden", `a{\deleted b}{\v c}\v d\v0 e\plain f}`, "aef", ""},
		{"field", `{\field{\*\fldinst PAGE}{\fldrslt 7}}}`, "7", ""},
		{"unknown destination", `a{\*\xyz b{c}}{\pict 0102}d}`, "ad", ""},
		{"binary", `a{\pict\bin3 }}}}b}`, "ab", ""},
		{"text twice", `{\upr{a}{\*\ud{\u7897?}}}b}`, "ộb", ""},
		{"footnote last", `a{\footnote\pard\plain  ghi ch\u250?\par hai}b\par c}`, "ab\nc\nghi chú\nhai", ""},
		{"text box once", `a{\shp{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt\pard khung\par}}{\shprslt khung}}b\par}`, "khung\nab", ""},
		{"headings and lists", `\pard\s2 a\par\pard\s7 b\par\pard\outlinelevel0 c\par\pard\s2\outlinelevel9 d\par\pard\ls1\ilvl1{\listtext 1.}e\par}`, "a\nb\nc\nd\n1. e", "0:heading+2 1:heading+3 2:heading+1 4:item+2"},
		{"numbers", `{\listtext\pard\plain\f3 \'a7i\'d2u 5.\tab}\pard\plain\ls1 a{\footnote\pard ghi ch\u250?\par}b\par{\listtext\f2\'b7\tab}c\par\pard{\pntext\f0 \u97?)\tab}{\*\pn\pnlvlbody{\pntxta )}}\pard d\par\pard{\listtext o\tab}\pard\ls1 e\par{\listtext\emdash\tab}f\par\pard g}`, "Điều 5. ab\nc\na) d\ne\nf\ng\nghi chú", "0:item+1 1:item+1 2:item+1 3:item+1 4:item+1"},
		{"numbers in cells", `\trowd\pard\intbl\ls1{\listtext 1.\tab}\cell\pard\intbl b\cell\row\pard c`, "1.\nb\nc", "0:row 1:cell"},
		{"table", `\trowd\cellx1\pard\intbl a\par b\cell c\cell\row\trowd\pard\intbl\cell d\cell\row\pard e\par}`, "a\nb\nc\n\nd\ne", "0:row 1:more 2:cell 3:row 4:cell"},
		{"nested table", `\trowd\pard\intbl a\par\pard\intbl\itap2 x\nestcell y\nestcell{\*\nesttableprops\trowd\nestrow}{\nonesttables\par}\pard\intbl z\cell b\cell\row}`, "a\nx\ny\nz\nb", "0:row 1:more 2:more 3:more 4:cell"},
		{"cut off", `a\par b`, "a\nb", ""},
	} {
		rec, err := readRTF("a.rtf", []byte(rtfHead+c.in), Options{})
		if err != nil || rec.Body != c.want || blockList(rec.Blocks) != c.blocks {
			t.Errorf("%s: got %q, %s, %v; want %q, %s", c.name, rec.Body, blockList(rec.Blocks), err, c.want, c.blocks)
		}
	}
	rec, err := readRTF("", []byte(`{\rtf1\ansi\ansicpg1258 Vi\'ea\'f2t}`), Options{})
	if err != nil || rec.Body != "Viê\u0323t" {
		t.Errorf("code page 1258: got %q, %v", rec.Body, err)
	}
}

// A paragraph may have more runs than are kept.
func TestRTFManyRuns(t *testing.T) {
	rec, err := readRTF("", []byte(rtfHead+strings.Repeat(`\f3 \'d6\f5 \'f1`, maxRuns)+"}"), Options{})
	if want := strings.Repeat("ệđ", maxRuns); err != nil || rec.Body != want {
		t.Errorf("%d bytes of %d, %v", len(rec.Body), len(want), err)
	}
}

func TestRTFErrors(t *testing.T) {
	for in, want := range map[string]string{
		"abc":                                 "does not begin",
		`{\rtf1 }`:                            "empty file",
		`{\rtf1 ` + strings.Repeat("{", 5000): "more than 2000 deep",
		`{\rtf1 ` + strings.Repeat("a", 5000): "larger than the limit",
	} {
		if _, err := readRTF("", []byte(in), Options{MaxText: 1000}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.20s: got %v, want %q", in, err, want)
		}
	}
}

func FuzzRTF(f *testing.F) {
	f.Add([]byte(`\trowd\pard\intbl a\cell{\footnote b}\row{\shptxt c}\u7897?{\uc2 \'e9}\bin2 ab}`))
	f.Add([]byte(`{\listtext 1.{\pntext a}\tab}{\stylesheet{\listtext x;}}{\footnote{\pntext b}c}}`))
	f.Add([]byte(`{\field{\*\fldinst x}{\fldrslt y}}{\upr{a}{\*\ud b}}\f3 n\-\'edc}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		rec, err := readRTF("", append([]byte(rtfHead), b...), Options{MaxText: 1 << 16})
		checkRecord(t, rec, err)
	})
}
