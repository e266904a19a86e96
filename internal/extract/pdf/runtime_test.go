package pdf

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestPacked holds the embedded PDFium to the one that go-pdfium of go.mod was made
// for.
func TestPacked(t *testing.T) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/klippa-app/go-pdfium").Output()
	if err != nil {
		t.Fatalf("where is the module of go-pdfium? %v", err)
	}
	file := filepath.Join(strings.TrimSpace(string(dir)), "internal", "pdfium_wasm", "pdfium.wasm")
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	got, err := unpack(packed)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("pdfium.wasm.gz is another PDFium (%v): gzip -9n < %s > pdfium.wasm.gz", err, file)
	}
}
