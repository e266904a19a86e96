package extract

import (
	"bytes"
	"runtime"
	"strings"
	"testing"
	"time"
)

// readFile reads a file of the measuring set as it comes and joins what it holds.
func readFile(t *testing.T, name string) (text string, records []Record, errs []error) {
	t.Helper()
	var b strings.Builder
	for rec, err := range Read(name, bytes.NewReader(dataFile(t, name)), Options{}) {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		b.WriteString(rec.Title + "\n" + rec.Abstract + "\n" + rec.Body + "\n")
		records = append(records, rec)
	}
	return b.String(), records, errs
}

func TestPagesLettersAndArchives(t *testing.T) {
	dataFile(t, "h01-bai-bao.html")
	for _, name := range []string{"h01-bai-bao.html", "h03-utf16.htm", "h06-thuc-the.html", "w06-lo.html"} {
		want := string(dataFile(t, name+".txt"))
		got, list, errs := readFile(t, name)
		cer, f1 := score(t, want, got)
		for _, rec := range list {
			t.Logf("%-24s CER %.3f %%, F1 %.4f, %d blocks, %q, %s, %v, %s", name, 100*cer, f1, len(rec.Blocks), rec.Title, rec.Date, rec.Notes(), rec.Type)
		}
		if 100*cer > 0.2 || len(errs) > 0 {
			t.Errorf("%s: CER %.3f %%, %v", name, 100*cer, errs)
			reportFirst(t, want, got)
		}
	}
}

// A letter is expected with its attachment, whose name is announced.
func TestLetterFile(t *testing.T) {
	const name = "e01-thu-dinh-kem.eml"
	want := string(dataFile(t, name+".txt"))
	_, list, errs := readFile(t, name)
	var got strings.Builder
	for _, rec := range list {
		if rec.Member != "" {
			got.WriteString("--- " + rec.Member + "\n")
		}
		got.WriteString(rec.Title + "\n" + rec.Body + "\n")
		t.Logf("%q, %q, %s, %s, %v, %d bytes", rec.Member, rec.Title, rec.Date, rec.Source, rec.Recipients, len(rec.Data))
	}
	cer, f1 := score(t, want, got.String())
	t.Logf("%s CER %.3f %%, F1 %.4f, %v", name, 100*cer, f1, errs)
	if 100*cer > 0.2 {
		t.Errorf("CER %.3f %%", 100*cer)
		reportFirst(t, want, got.String())
	}
}

// Each member of an archive reads as the same file by itself, and what is under
// another name as what it is.
func TestArchiveFiles(t *testing.T) {
	for _, c := range []struct {
		name string
		want []string // files with the text of the members that are texts of the set, in order
		most float64  // character error rate in percent
	}{
		{"a01-ho-so.zip", []string{"w03-lo.doc", "p04-weasy.pdf", ""}, 1.5},
		{"a03-ho-so.tar.gz", []string{"w05-lo.rtf", "h01-bai-bao.html"}, 0.2},
		{"n01-that-ra-la-rtf.doc", []string{"n01-that-ra-la-rtf.doc"}, 0.2},
		{"n03-that-ra-la-docx.doc", []string{"n03-that-ra-la-docx.doc"}, 0.2},
	} {
		_, list, errs := readFile(t, c.name)
		if len(list) != len(c.want) {
			t.Errorf("%s: %d records, %v", c.name, len(list), errs)
			continue
		}
		for i, rec := range list {
			if c.want[i] == "" {
				continue
			}
			cer, f1 := score(t, string(dataFile(t, c.want[i]+".txt")), rec.Title+"\n"+rec.Body)
			t.Logf("%s/%s: CER %.3f %%, F1 %.4f, %s", c.name, rec.Member, 100*cer, f1, rec.Type)
			if 100*cer > c.most {
				t.Errorf("%s/%s: CER %.3f %%", c.name, rec.Member, 100*cer)
			}
		}
	}
}

// What is hostile ends soon, with little memory, in an error or text.
func TestHostileFiles(t *testing.T) {
	dataFile(t, "z16-html-sau.html")
	for _, name := range []string{"z16-html-sau.html", "z17-duong-dan-xau.zip", "z18-zip-long-nhau.zip", "z20-rong.pdf", "z21-bom.txt.gz"} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		_, list, errs := readFile(t, name)
		runtime.ReadMemStats(&after)
		t.Logf("%-24s %v, %d MB allocated, %d records, %v", name, time.Since(start).Round(time.Millisecond), (after.TotalAlloc-before.TotalAlloc)>>20, len(list), errs)
		if len(list)+len(errs) == 0 {
			t.Errorf("%s vanished", name)
		}
	}
}
