package extract

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"time"
)

// packedZip returns a zip archive of names and contents in turn.
func packedZip(t testing.TB, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		h := zip.FileHeader{Name: files[i], Method: zip.Deflate, NonUTF8: true}
		w, err := z.CreateHeader(&h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// packedTar returns a tar archive of names and contents in turn.
func packedTar(t testing.TB, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		h := tar.Header{Name: files[i], Mode: 0o644, Size: int64(len(files[i+1])), ModTime: time.Unix(0, 0)}
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// seen is what a member came to, in short.
func seen(name, input string, opt Options) (list []string) {
	for rec, err := range Read(name, strings.NewReader(input), opt) {
		if err != nil {
			list = append(list, fmt.Sprintf("%s: %v", rec.Member, err))
			continue
		}
		list = append(list, fmt.Sprintf("%s: %s (%s, %d bytes)", rec.Member, rec.Title, rec.Type, len(rec.Data)))
	}
	return list
}

func TestMembers(t *testing.T) {
	inner := packedZip(t, "trong.txt", "Trong", "ba.jsonl", `{"title":"một"}`+"\n"+`{"title":"hai"}`)
	for _, c := range []struct {
		name, file, input string
		want              []string
	}{
		{"zip", "a.zip", packedZip(t, "b/hai.txt", "Hai", "mot.md", "# Một", "b/", ""), []string{"b/hai.txt: Hai (text/plain, 3 bytes)", "mot.md: Một (text/markdown, 7 bytes)"}},
		{"under another name", "a.doc", packedZip(t, "mot.txt", "Một"), []string{"mot.txt: Một (text/plain, 5 bytes)"}},
		{"tar", "a.tar", packedTar(t, "b/hai.txt", "Hai", "mot.md", "# Một"), []string{"b/hai.txt: Hai (text/plain, 3 bytes)", "mot.md: Một (text/markdown, 7 bytes)"}},
		{"tar.gz", "a.tgz", zipped(t, packedTar(t, "mot.txt", "Một")), []string{"mot.txt: Một (text/plain, 5 bytes)"}},
		{"packed member", "a.zip", packedZip(t, "l.jsonl.gz", zipped(t, `{"title":"a"}`)), []string{fmt.Sprintf("l.jsonl.gz: a (application/gzip, %d bytes)", len(zipped(t, `{"title":"a"}`)))}},
		{"levels", "a.zip", packedZip(t, "t.tar", packedTar(t, "in.zip", inner)),
			[]string{"t.tar/in.zip/trong.txt: Trong (text/plain, 5 bytes)", "t.tar/in.zip/ba.jsonl: một (application/x-ndjson, 33 bytes)", "t.tar/in.zip/ba.jsonl: hai (application/x-ndjson, 33 bytes)"}},
		{"one bad takes nothing", "a.zip", packedZip(t, "a.txt", "", "b.txt", "GIF89a", "c.md", "---\ntitel: a\n---\n", "d.txt", "Tốt"),
			[]string{"a.txt: empty file", "b.txt: unsupported: this is a picture (GIF)", `c.md: unknown key "titel" (did you mean "title"?)`, "d.txt: Tốt (text/plain, 5 bytes)"}},
		{"chaff", "a.zip", packedZip(t, "__MACOSX/._a.txt", "x", "__MACOSX/a.txt", "x", ".DS_Store", "x", "b/.an.txt", "x", "~$a.docx", "x", "a.txt", "a"), []string{"a.txt: a (text/plain, 1 bytes)"}},
		{"names are names only", "a.zip", packedZip(t, "../../etc/x.txt", "a", `C:\b\y.txt`, "b", "/z.txt", "c"),
			[]string{"etc/x.txt: a (text/plain, 1 bytes)", "C:/b/y.txt: b (text/plain, 1 bytes)", "z.txt: c (text/plain, 1 bytes)"}},
		{"names in TCVN3", "a.zip", packedZip(t, latin1("QuyÕt ®Þnh vÒ viÖc giao chØ tiªu kÕ ho¹ch.txt"), "a", "sạch.txt", "b"),
			[]string{"Quyết định về việc giao chỉ tiêu kế hoạch.txt: a (text/plain, 1 bytes)", "sạch.txt: b (text/plain, 1 bytes)"}},
		{"a short name in TCVN3", "a.zip", packedZip(t, latin1("QuyÕt ®Þnh.txt"), "a"), []string{"Quyết định.txt: a (text/plain, 1 bytes)"}},
		{"nothing in it", "a.zip", packedZip(t), []string{": the archive holds no file"}},
		{"cut zip", "a.zip", packedZip(t, "a.txt", "abc")[:40], []string{": the file is damaged or was cut off: zip: not a valid zip file"}},
		{"cut tar", "a.tar", packedTar(t, "a.txt", "abc", "b.txt", "b")[:1100], []string{"a.txt: abc (text/plain, 3 bytes)", ": the tar archive is damaged: unexpected EOF"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := seen(c.file, c.input, Options{})
			if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
				t.Errorf("got %q,\nwant %q", got, c.want)
			}
		})
	}
}

// TestZipWithoutEnd has a zip archive of a few kilobytes, when it is packed, name more
// files than there is memory for.
func TestZipWithoutEnd(t *testing.T) {
	z := packedZip(t, "a.txt", "a")
	files, list, end := strings.Index(z, "PK\x03\x04"), strings.Index(z, "PK\x01\x02"), strings.Index(z, "PK\x05\x06")
	names := strings.Repeat(z[list:end], maxListed+1)
	last := []byte(z[end:])
	binary.LittleEndian.PutUint16(last[8:], (maxListed+1)&0xffff)
	binary.LittleEndian.PutUint16(last[10:], (maxListed+1)&0xffff)
	binary.LittleEndian.PutUint32(last[12:], uint32(len(names)))
	got := seen("a.zip", z[files:list]+names+string(last), Options{})
	if len(got) != 1 || !strings.Contains(got[0], "names more than 100000 files") {
		t.Errorf("%d answers, %q", len(got), got[:min(len(got), 3)])
	}
}

func TestMembersAreBounded(t *testing.T) {
	nested := packedZip(t, "a.txt", "a")
	for range maxLevels + 3 {
		nested = packedZip(t, "a.zip", nested, "b.txt", "b")
	}
	got := seen("a.zip", nested, Options{})
	if len(got) != maxLevels+1 || !strings.Contains(got[0], "a.zip/a.zip/a.zip/a.zip: archives within each other") {
		t.Errorf("%q", got)
	}
	var many []string
	for i := range maxEntries + 10 {
		many = append(many, fmt.Sprint(i), "a")
	}
	inner := packedZip(t, many...)
	got = seen("a.zip", packedZip(t, "in.zip", inner, "after.txt", "b"), Options{})
	if n := len(got); n != maxEntries || !strings.Contains(got[n-1], "more than 5000 files") {
		t.Errorf("%d, %q", n, got[n-1])
	}
	got = seen("a.zip", packedZip(t, "bomb.txt", strings.Repeat("a", maxPart+1), "b.txt", "b"), Options{})
	if want := "bomb.txt: unpacked it has more bytes than the limit of 64 MiB"; len(got) != 2 || got[0] != want {
		t.Errorf("%q", got)
	}
	bomb := zipped(t, strings.Repeat("a\n", 20<<20))
	got = seen("a.txt.gz", bomb, Options{})
	if len(got) != 1 || !strings.Contains(got[0], "larger than the limit") {
		t.Errorf("%q", got)
	}
	if got = seen("a.gz", zipped(t, zipped(t, zipped(t, zipped(t, zipped(t, "a"))))), Options{}); len(got) != 1 || !strings.Contains(got[0], "levels deep") {
		t.Errorf("%q", got)
	}
	if got = seen("a.zip", packedZip(t, "a.txt", "a"), Options{MaxFile: 10}); len(got) != 1 || !strings.Contains(got[0], "more bytes than the limit of 10 bytes") {
		t.Errorf("%q", got)
	}
}

func TestMembersStopWhenAsked(t *testing.T) {
	n := 0
	for range Read("a.zip", strings.NewReader(packedZip(t, "a.txt", "a", "b.zip", packedZip(t, "c.txt", "c", "d.txt", "d"), "e.txt", "e")), Options{}) {
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("%d yields, want 2", n)
	}
}

func FuzzReadZip(f *testing.F) {
	f.Add(latin1("QuyÕt ®Þnh.txt"), []byte("a"))
	f.Add("../\\a/..", []byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		if strings.HasSuffix(name, "/") {
			return // a folder, which holds no bytes
		}
		for rec, err := range Read("a.zip", strings.NewReader(packedZip(t, name, string(content))), Options{MaxText: 4000}) {
			if strings.HasPrefix(rec.Member, "/") || strings.HasPrefix(rec.Member, "../") || strings.Contains(rec.Member, "/../") || rec.Member != strings.ToValidUTF8(rec.Member, "") {
				t.Errorf("%q, %v", rec.Member, err)
			}
		}
	})
}

// Each member that ends its worker takes seconds, so an archive of them is given up.
func TestMembersThatEndTheirWorkerAreFew(t *testing.T) {
	var files []string
	for range maxDeaths + 5 {
		files = append(files, "panic", `{\rtf1 a}`)
	}
	files = append(files, "b.txt", "chữ")
	list := seen("a.zip", packedZip(t, files...), Options{Apart: newTestPool(t, PoolOptions{})})
	ended, tried := 0, 0
	for _, s := range list {
		if strings.Contains(s, "the reader is broken") {
			ended++
		}
		if strings.Contains(s, "so it was not tried") {
			tried++
		}
	}
	if ended != maxDeaths || tried != 5 || !strings.HasPrefix(list[len(list)-1], "b.txt: ") || strings.Contains(list[len(list)-1], "ended") {
		t.Errorf("%d members ended a worker and %d were not tried: %q", ended, tried, list)
	}
}
