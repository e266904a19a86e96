package outline

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// shape writes sections as a reader sees them.
func shape(text string, blocks []Block) (list []string) {
	for _, s := range Sections(text, blocks) {
		list = append(list, fmt.Sprintf("%s%d %s", strings.Repeat(" ", s.Level-1), s.Line, s.Text))
	}
	return list
}

func TestSections(t *testing.T) {
	for _, c := range []struct {
		name, text string
		blocks     []Block
		want       []string
	}{
		{"a law", "Phần thứ nhất\nQUY ĐỊNH CHUNG\nChương I.\n\nNhững điều chung\nĐiều 1. Phạm vi\n1. Luật này.\nĐiều 2.Đối tượng\nMục 1 TRỒNG CÂY\nTiểu mục 1. Cây non\nĐiều 2a: Giống\nMục 2\nĐiều 3\nCây là tài sản.\nChương II\nĐiều 4. Thi hành\nPHẦN THỨ HAI: KHÁC", nil, []string{
			"0 Phần thứ nhất – QUY ĐỊNH CHUNG", " 2 Chương I – Những điều chung", "  5 Điều 1. Phạm vi", "  7 Điều 2.Đối tượng", "  8 Mục 1 TRỒNG CÂY",
			"   9 Tiểu mục 1. Cây non", "    10 Điều 2a: Giống", "  11 Mục 2", "   12 Điều 3", " 14 Chương II", "  15 Điều 4. Thi hành", "16 PHẦN THỨ HAI: KHÁC"}},
		{"sentences about parts", "Điều 5 của Luật này nói\nĐiều 5 Luật Đất đai\nMục tiêu chung\nPhần vốn góp\nChương trình nghị sự\nĐiều kiện. Có\nPhần ba lan", nil, nil},
		{"headings of the source", "Mở đầu\nĐiều 1. Một\nKết\nhết", []Block{{0, Heading, 2}, {1, Heading, 3}, {2, Heading, 2}}, []string{"0 Mở đầu", " 1 Điều 1. Một", "2 Kết"}},
		{"a heading of a low level alone", "Một\nchữ\nHai", []Block{{0, Heading, 3}, {2, Heading, 4}}, []string{"0 Một", " 2 Hai"}},
		{"nothing", "", nil, nil},
	} {
		if got := shape(c.text, c.blocks); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

// TestSectionsOfLaws counts the articles of real laws: their numbers go up one by one.
func TestSectionsOfLaws(t *testing.T) {
	dir := os.Getenv("VANKIEN_DATA")
	if dir == "" {
		t.Skip("VANKIEN_DATA names no folder of collections")
	}
	f, err := os.Open(filepath.Join(dir, "corpora", "laws.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	in := bufio.NewScanner(z)
	in.Buffer(nil, 64<<20)
	laws, whole, articles := 0, 0, 0
	for in.Scan() {
		var d struct{ ID, Body string }
		if err := json.Unmarshal(in.Bytes(), &d); err != nil {
			t.Fatal(err)
		}
		next, gaps := 1, 0
		for _, s := range Sections(d.Body, nil) {
			var n int
			if k, _ := fmt.Sscanf(strings.ToLower(s.Text), "điều %d", &n); k == 1 {
				if n != next {
					gaps++
				}
				next = n + 1
				articles++
			}
			if s.Level > 5 {
				t.Errorf("%s: %q is of level %d", d.ID, s.Text, s.Level)
			}
		}
		if laws++; gaps == 0 {
			whole++
		} else if gaps > 2 {
			t.Logf("%s: %d gaps", d.ID, gaps)
		}
	}
	t.Logf("%d laws, %d with articles one by one, %d articles", laws, whole, articles)
	if laws < 100 || whole*10 < laws*8 || articles < 11000 {
		t.Errorf("of %d laws %d have articles one by one, %d articles in all", laws, whole, articles)
	}
}
