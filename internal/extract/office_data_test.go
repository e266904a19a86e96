package extract

import (
	"strings"
	"testing"
)

// TestOfficeFiles reads the files of the measuring set as they come.
func TestOfficeFiles(t *testing.T) {
	dataFile(t, "w01-quyet-dinh.docx")
	const office, old = 0.2, 0.6 // character error rates in percent
	for _, c := range []struct {
		name string
		kind *format
		most float64
	}{
		{"w01-quyet-dinh.docx", &docx, office},
		{"w08-bang.docx", &docx, office},
		{"w12-nfd.docx", &docx, office},
		{"w13-chu-thich-sua-doi.docx", &docx, office},
		{"n03-that-ra-la-docx.doc", &docx, office},
		{"w03-lo.doc", &doc, office},
		{"w04-lo.odt", &odt, office},
		{"w05-lo.rtf", &rtf, office},
		{"n01-that-ra-la-rtf.doc", &rtf, office},
		{"w07-lo.epub", &epub, office},
		{"x01-bang-tinh.xlsx", &xlsx, office},
		{"x04-trinh-chieu.pptx", &pptx, office},
		{"l01-tcvn3.docx", &docx, old},
		{"l02-tcvn3.doc", &doc, old},
		{"l03-tcvn3.rtf", &rtf, old},
		{"l06-vni.docx", &docx, old},
		{"l09-tron-hai-bang-ma.docx", &docx, old},
	} {
		want := string(dataFile(t, c.name+".txt"))
		got, list, errs := readFile(t, c.name)
		if len(list) != 1 || len(errs) > 0 || list[0].Type != c.kind.mediaType {
			t.Errorf("%s: %d records, %v", c.name, len(list), errs)
			continue
		}
		rec := list[0]
		cer, f1 := score(t, want, got)
		t.Logf("%-28s CER %.3f %%, F1 %.4f, %d blocks, %v", c.name, 100*cer, f1, len(rec.Blocks), rec.Notes())
		if 100*cer > c.most {
			t.Errorf("%s: CER %.3f %% is over %.1f %%", c.name, 100*cer, c.most)
			reportFirst(t, want, got)
		}
		if c.most == old && len(rec.Mended) == 0 {
			t.Errorf("%s: no repair is told", c.name)
		}
	}
}

// TestHostileOfficeFiles reads the files that must be refused.
func TestHostileOfficeFiles(t *testing.T) {
	for name, want := range map[string]string{
		"z01-bom-zip.docx": "when unpacked", "z02-billion-laughs.docx": "declares entities", "z12-bi-cat.docx": "damaged",
		"z13-bi-cat.doc": "damaged or was cut off", "z15-rtf-sau.rtf": "more than 2000 deep", "x03-bang-tinh.xls": "save it as .xlsx",
	} {
		dataFile(t, name)
		_, list, errs := readFile(t, name)
		if len(list) != 0 || len(errs) != 1 || !strings.Contains(errs[0].Error(), want) {
			t.Errorf("%s: %d records, %v, want %q", name, len(list), errs, want)
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
