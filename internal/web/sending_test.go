package web

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// sent waits until an element has a text and returns the rows of files then. The
// page may be another one by then.
func (b *browser) sent(selector, text string) []string {
	b.t.Helper()
	for {
		rows, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](fmt.Sprintf(`document.querySelector(%q)?.innerText.includes(%q) ?
			['', ...[...document.querySelectorAll('table.files tbody tr')].map(r => [...r.cells].map(c => c.innerText.replace(/\s+/g, ' ').trim()).join(' | '))] : []`, selector, text)))
		if err != nil && !leaving(err) || b.ctx.Err() != nil {
			b.t.Fatal(err, b.ctx.Err())
		}
		if err == nil && len(rows) > 0 {
			return rows[1:]
		}
	}
}

// submit sends the form of a page whose answer has the same address.
func (b *browser) submit() {
	b.t.Helper()
	eval[chromedp.Void](b, `document.querySelector('form.keyed').requestSubmit()`)
}

// dropped drops files with these names, each with a text of its own.
func (b *browser) dropped(names ...string) {
	b.t.Helper()
	eval[chromedp.Void](b, fmt.Sprintf(`(() => { const data = new DataTransfer(); for (const n of %q.split(' ')) data.items.add(new File(['Tờ giấy ' + n], n));
		for (const kind of ['dragover', 'drop']) document.querySelector('.drop').dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true})) })()`,
		strings.Join(names, " ")))
}

// sends sends files as holders of a key do.
func (b *browser) sends(t *testing.T) {
	b.view(1280, 900, "light")
	b.open("/upload")
	b.dropped("một.txt", "hai.txt")
	if rows := b.sent("h1", "Gửi tệp"); len(rows) > 0 {
		t.Fatalf("sent without a key: %q", rows)
	}
	b.do(chromedp.SendKeys(chromedp.CSS("#key"), "sai"), chromedp.Click(chromedp.CSS("form.keyed button")))
	rows := b.sent(".said", "Khóa truy cập không đúng")
	if want := []string{"một.txt | Chưa gửi | ", "hai.txt | Chưa gửi | "}; !slices.Equal(rows, want) {
		t.Errorf("with a wrong key: %q", rows)
	}
	b.accessible("a wrong key")
	b.shot("upload-refused")
	b.open("/upload")
	if kept := eval[string](b, `document.querySelector('#key').value`); kept != "" {
		t.Errorf("a wrong key is kept: %q", kept)
	}
	b.do(chromedp.SendKeys(chromedp.CSS("#key"), key))
	b.dropped("một.txt", "hai.txt") // is enough
	rows = b.sent(".progress", "Xong 2/2 tệp")
	if len(rows) != 2 || !strings.HasPrefix(rows[0], "một.txt | Đã thêm | mot-") || !strings.HasPrefix(rows[1], "hai.txt | Đã thêm | hai-") {
		t.Errorf("dropped: %q", rows)
	}
	b.open("/upload")
	path := filepath.Join(t.TempDir(), "hỏng <b>.bin")
	if err := os.WriteFile(path, []byte("\x7fELF\x00\x01\x02"), 0o644); err != nil {
		t.Fatal(err)
	}
	b.do(chromedp.SetUploadFiles(chromedp.CSS("#files"), []string{path}), chromedp.Click(chromedp.CSS("form.keyed button")))
	rows = b.sent(".progress", "Xong 1/1 tệp")
	if len(rows) != 1 || !strings.HasPrefix(rows[0], "hỏng <b>.bin | Không đọc được Không phải định dạng có văn bản") {
		t.Errorf("chosen, with the key of before: %q", rows)
	}
	b.dropped("một.txt", "ba.txt")
	rows = b.sent(".progress", "Xong 3/3 tệp")
	if len(rows) != 3 || !strings.HasPrefix(rows[1], "một.txt | Không đổi | mot-") {
		t.Errorf("more: %q", rows)
	}
	b.accessible("files that were sent")
	b.shot("upload-sent")
	b.view(360, 740, "light")
	if w := eval[int](b, `document.documentElement.scrollWidth`); w > 360 {
		t.Errorf("the rows are %d wide", w)
	}
	b.shot("phone-upload-sent")
	b.open("/files")
	b.submit()
	if rows := b.sent("#outcome", "4 tệp"); len(rows) != 4 {
		t.Errorf("all files: %q", rows)
	}
	b.accessible("files")
	if w := eval[int](b, `document.documentElement.scrollWidth`); w > 360 {
		t.Errorf("the list is %d wide", w)
	}
	b.shot("phone-files-list")
	b.view(1280, 900, "light")
	b.shot("files-list")
}

// sendsWithoutScripts sends the form itself.
func (b *browser) sendsWithoutScripts(t *testing.T) {
	scripts := func(off bool) {
		if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: off}); err != nil {
			t.Fatal(err)
		}
	}
	scripts(true)
	defer scripts(false)
	dir := t.TempDir()
	var files []string
	for _, name := range []string{"bốn.txt", "rỗng.txt"} {
		files = append(files, filepath.Join(dir, name))
	}
	if err := os.WriteFile(files[0], []byte("Tờ giấy bốn"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(files[1], nil, 0o644); err != nil {
		t.Fatal(err)
	}
	b.open("/upload?lang=en")
	b.do(chromedp.SendKeys(chromedp.CSS("#key"), key), chromedp.SetUploadFiles(chromedp.CSS("#files"), files))
	b.submit()
	rows := b.sent("table.files tbody", "rỗng.txt")
	if len(rows) != 2 || !strings.HasPrefix(rows[0], "bốn.txt | Added | bon-") || !strings.HasPrefix(rows[1], "rỗng.txt | Failed") && !strings.HasPrefix(rows[1], "rỗng.txt | Skipped") {
		t.Errorf("rows %q", rows)
	}
}
