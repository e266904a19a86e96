package extract

import (
	"path"
	"strings"
	"testing"
)

// TestOfficeFiles reads the files of the measuring set. What a sheet or book
// states as its title is part of its text there.
func TestOfficeFiles(t *testing.T) {
	dataFile(t, "w01-quyet-dinh.docx")
	for _, c := range []struct {
		name string
		read func(string, []byte, Options) (Record, error)
		most float64 // character error rate in percent
	}{
		{"w01-quyet-dinh.docx", readDOCX, 0.2},
		{"w08-bang.docx", readDOCX, 0.2},
		{"w12-nfd.docx", readDOCX, 0.2},
		{"w13-chu-thich-sua-doi.docx", readDOCX, 0.2},
		{"n03-that-ra-la-docx.doc", readDOCX, 0.2},
		{"l01-tcvn3.docx", readDOCX, 0.6},
		{"l06-vni.docx", readDOCX, 0.6},
		{"l09-tron-hai-bang-ma.docx", readDOCX, 0.6},
		{"w05-lo.rtf", readRTF, 0.2},
		{"n01-that-ra-la-rtf.doc", readRTF, 0.2},
		{"w03-lo.doc", readDOC, 0.2},
		{"l02-tcvn3.doc", readDOC, 0.6},
		{"w04-lo.odt", readODF, 0.2},
		{"x01-bang-tinh.xlsx", readXLSX, 0.2},
		{"x04-trinh-chieu.pptx", readPPTX, 0.2},
		{"l03-tcvn3.rtf", readRTF, 0.6},
	} {
		want := string(dataFile(t, c.name+".txt"))
		rec, err := c.read(c.name, dataFile(t, c.name), Options{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		cer, f1 := score(t, want, rec.Body)
		t.Logf("%-32s CER %.3f %%, F1 %.4f, %d blocks, %v", c.name, 100*cer, f1, len(rec.Blocks), rec.Notes())
		if 100*cer > c.most {
			t.Errorf("%s: CER %.3f %% is over %.1f %%", c.name, 100*cer, c.most)
			reportFirst(t, want, rec.Body)
		}
		if strings.HasPrefix(path.Base(c.name), "l") && len(rec.Mended) == 0 {
			t.Errorf("%s: no repair is told", c.name)
		}
	}
}

// reportFirst shows the first words that differ.
func reportFirst(t *testing.T, want, got string) {
	t.Helper()
	w, g := strings.Fields(want), strings.Fields(got)
	for i := range w {
		if i >= len(g) || w[i] != g[i] {
			t.Logf("want …%.200s…\n got …%.200s…", strings.Join(w[max(i-3, 0):], " "), strings.Join(g[min(max(i-3, 0), len(g)):], " "))
			return
		}
	}
}
