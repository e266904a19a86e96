package extract

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// What PDFs of many producers give against what they were made of.
func TestPDFScores(t *testing.T) {
	var sum float64
	n := 0
	for _, c := range []struct {
		name string
		cer  float64
	}{
		{"p01-lo", 0.05},
		{"p02-lo-hai-cot", 0.05},
		{"p04-weasy", 0.05},
		{"p06-chromium", 0.05},
		{"p07-chromium-hai-cot", 0.05},
		{"p08-nfd-weasy", 0.05},
		{"p10-latex-t5", 0.05},
		{"p13-ma-hoa-mo-duoc", 0.05},
		{"p16-objstm-linear", 0.05},
		{"p17-ghostscript", 0.05},
		{"l05-tcvn3", 0.05},
	} {
		want := string(dataFile(t, c.name+".pdf.txt"))
		rec, err := readPDF(c.name, dataFile(t, c.name+".pdf"), Options{Cache: cacheDir(t)})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		cer, f1 := score(t, want, rec.Body)
		same := sameLines(want, rec.Body)
		t.Logf("%-24s CER %.2f %%  F1 %.3f  lines %.3f  %v", c.name, 100*cer, f1, same, rec.Notes())
		if cer > c.cer {
			t.Errorf("%s: CER %.2f %%, over %.2f", c.name, 100*cer, 100*c.cer)
		}
		if c.name[0] == 'p' {
			sum += cer
			n++
		}
		if dir := os.Getenv("VANKIEN_OUT"); dir != "" {
			os.WriteFile(filepath.Join(dir, c.name+".got"), []byte(rec.Body+"\n"), 0o644)
		}
	}
	t.Logf("mean CER %.2f %%", 100*sum/float64(n))
	if sum/float64(n) > 0.015 {
		t.Error("mean over 1.5 %")
	}
}

// sameLines returns the F1 of whole lines: how well paragraphs were told.
func sameLines(want, got string) float64 {
	key := func(s string) (list []string) {
		for line := range strings.Lines(norm.NFC.String(s)) {
			if line = strings.Join(strings.Fields(line), "_"); line != "" {
				list = append(list, line)
			}
		}
		return list
	}
	return bagF1(key(want), key(got))
}

// cacheDir keeps compiled code between runs where the caller names a folder.
func cacheDir(t *testing.T) string {
	return os.Getenv("VANKIEN_CACHE")
}
