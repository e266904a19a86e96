package extract

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vankien/internal/outline"
)

// lined returns the lines of a body with what they are before them.
func lined(rec Record) string {
	lines := strings.Split(rec.Body, "\n")
	for _, b := range rec.Blocks {
		level := ""
		if b.Level > 0 {
			level = fmt.Sprint(b.Level)
		}
		lines[b.Line] = fmt.Sprintf("%s%s: %s", b.Kind, level, lines[b.Line])
	}
	return strings.Join(lines, "\n")
}

func TestHTMLText(t *testing.T) {
	for _, c := range []struct{ name, input, want string }{
		{"paragraphs", "<p>Một  <b>hai</b>\nba<p>bốn<br>năm<div>sáu</div>bảy", "Một hai ba\nbốn\nnăm\nsáu\nbảy"},
		{"headings", "<h2>Một<br>hai</h2><p>ba</p><h6>bốn</h6>", "heading2: Một hai\nba\nheading6: bốn"},
		{"lists", "<ul><li>a<li><p>b</p><p>c</p><ol><li>d</li></ol></li><li>e</ul><p>f", "item1: a\nitem1: b\nmore: c\nitem2: d\nitem1: e\nf"},
		{"table", "<table><tr><th>A<th>B<tr><td>1<p>2</p></td><td></td><td>3</td></tr></table><p>sau", "row: A\ncell: B\nrow: 1\nmore: 2\ncell: \ncell: 3\nsau"},
		{"table in a table", "<table><tr><td>a<table><tr><td>b</td><td>c</td></tr></table></td><td>d</td></tr></table>", "row: a\nmore: b\nmore: c\ncell: d"},
		{"quote", "<blockquote><p>a</p><p>b</p></blockquote><p>c", "quote: a\nquote: b\nc"},
		{"as written", "<pre>a  b\n  c</pre>", "a  b\nc"},
		{"not read", "<head><title>t</title><style>p{}</style><script>x<y</script></head><p>a</p><p style='display: none'>b<p hidden>c</p><nav>d</nav><select><option>e</select><p>f", "a\nf"},
		{"printed head", "<div title=header><p>Công báo</p></div><p>a</p>", "a"},
		{"entities", "<p>&#7841;&nbsp;&amp;&shy;b &lt;i>", "ạ &b <i>"},
		{"Word", "<p class=MsoListParagraph><![if !supportLists]><span>1.<span>&nbsp;&nbsp; </span></span><![endif]>Một<o:p></o:p></p><p><o:p>&nbsp;</o:p></p>", "1. Một"},
		{"font of before Unicode", "<p><font face='.VnTime'>QuyÕt ®Þnh cña &shy;u ban</font> <span style='font-family:.VnTimeH, serif'>ñy ban</span>", "Quyết định của ưu ban ỦY BAN"},
		{"nothing closed", "<table><tr><td>a<tr><td><ul><li>b", "row: a\nrow: b"},
		{"nothing opened", "a</td></tr></table></ul></p></h1>b", "a\nb"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHTMLText(newProse(Options{}))
			h.tokens(c.input)
			rec, err := h.record()
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.want, lined(rec)); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
			if err := outline.Check(rec.Blocks, rec.Body); err != nil {
				t.Error(err)
			}
		})
	}
}

// plainSentence is sentenceTCVN in Unicode; TestHTML has a sentence of its own.
const plainSentence = sentence

const menu = `<nav><a href=/1>Trang chủ</a></nav><div class=menu><a href=/2>Thời sự</a> <a href=/3>Kinh tế</a></div>`

func TestHTML(t *testing.T) {
	sentence := "Hội nghị bàn về phát triển kinh tế, xã hội của các tỉnh miền núi phía Bắc trong những năm tới, với nhiều ý kiến. "
	text := "<p>" + strings.Repeat(sentence, 3) + "</p><h2>Mục</h2><p>" + strings.Repeat(sentence, 4) + "</p>"
	for _, c := range []struct {
		name, input string
		want        Record
	}{
		{"article", `<!DOCTYPE html><html><head><title>Hội nghị - Báo</title><meta property="og:title" content="Hội nghị X"><link rel=canonical href="https://bao.vn/a">
			<meta property="article:published_time" content="2024-11-15T08:30:00+07:00"></head><body>` + menu + `<article><h1>Hội nghị  miền núi</h1>` + text + `</article><footer>Bản quyền</footer>`,
			Record{Title: "Hội nghị miền núi", Date: "2024-11-15", Source: "https://bao.vn/a", Body: strings.TrimSpace(strings.Repeat(sentence, 3)) + "\nheading2: Mục\n" + strings.TrimSpace(strings.Repeat(sentence, 4))}},
		{"document", `<html><title>Kế hoạch</title><h1>Kế hoạch năm</h1><p>Một.<table><tr><td>a<td>b</table>`, Record{Title: "Kế hoạch năm", Body: "Một.\nrow: a\ncell: b"}},
		{"saved by Word", `<html><meta name=Generator content="Microsoft Word 15"><title>rác</title><h1>Một</h1><p>hai`, Record{Body: "heading1: Một\nhai"}},
		{"too short for an article", `<html><title>Một</title>` + menu + `<article><p>hai</article>`, Record{Title: "Một", Body: "Thời sự Kinh tế\nhai"}},
		{"two dates", `<html><meta property="article:published_time" content="2024-11-15"><time itemprop=datePublished datetime="2024-11-16"></time><p>hai`, Record{Body: "hai"}},
		{"date of data", `<html><script type="application/ld+json">{"@graph":[{"datePublished":"2024-11-15T01:00:00Z"}]}</script><p>hai`, Record{Date: "2024-11-15", Body: "hai"}},
		{"TCVN3", latin1("<html><meta charset=windows-1252><h1>QuyÕt ®Þnh</h1><p>" + sentenceTCVN + "</p>"), Record{Title: "Quyết định", Body: plainSentence}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := readAll("a", c.input, Options{})
			if len(got) != 1 || got[0].Err != "" {
				t.Fatalf("%+v", got)
			}
			r := got[0].Rec
			r.Body, r.Blocks, r.Mended = lined(r), nil, nil
			check(t, []outcome{rec(r)}, []outcome{rec(c.want)})
		})
	}
}

func TestIsHTML(t *testing.T) {
	for input, want := range map[string]bool{"<!DOCTYPE HTML PUBLIC>": true, "\n<!-- a --><html xmlns=x>": true, "<?xml version='1.0'?>\n<!DOCTYPE html>": true, wide("<html>"): true,
		"<p>a": true, "<div class=a>": true, "<a": false, "<project>": false, "a <html>": false, "<?xml version='1.0'?><a/>": false, "<!-- ": false} {
		if isHTML(newProbe("a", []byte(input))) != want {
			t.Errorf("%q: %v", input, !want)
		}
	}
	if isHTML(newProbe("a.txt", []byte("<p>a"))) || !isHTML(newProbe("a.txt", []byte("<html>"))) {
		t.Error("a text that begins with a tag is a page only if it says so")
	}
}

// However deep elements lie, a page is read.
func TestDeepHTML(t *testing.T) {
	got := readAll("a.html", "<html>"+menu+strings.Repeat("<div><a>", 100_000)+"sâu", Options{})
	if len(got) != 1 || !strings.Contains(got[0].Rec.Body, "sâu") {
		t.Errorf("%.200s", fmt.Sprint(got))
	}
}

func FuzzReadHTML(f *testing.F) {
	f.Add([]byte("<html>" + menu + "<table><tr><td>a<ul><li>b<pre>c"))
	fuzzRead(f, "a.html")
}
