package extract

import (
	"bufio"
	"context"
	"image"
)

// format is a way to read a file: exactly one of read, whole and members is set.
type format struct {
	// read yields the records from the first byte on until yield returns false.
	read    func(in *bufio.Reader, opt Options, yield func(Record, error) bool)
	byLines bool // one record a line, else the whole is one

	// whole returns the one record of a file; name is for what the bytes do not tell.
	whole func(name string, b []byte, opt Options) (Record, error)
	apart bool // it may hang or take much memory, so another process should read it

	// members yields the files in an archive or letter until yield returns false.
	members func(name string, b []byte, opt Options, yield func(member, error) bool)

	// inside tells the format of a container of many, nil for this one itself; it
	// is nil where the first bytes tell all.
	inside func(b []byte) *format

	// page draws a page, from 1, in order to recognise it; nil where no page can
	// be an image.
	page func(ctx context.Context, b []byte, n int, opt Options) (*image.Gray, error)

	mediaType string
}

// formats lists every format with what tells it from the first bytes of a file.
// At most one of them holds for any file, so their order means nothing; plain
// texts, which hold no mark of their own, are what is left (see plainText).
var formats = []struct {
	format *format
	is     func(*probe) bool
}{
	{&compoundFile, isCompound},
	{&htmlPage, isHTML},
	{&jpegFile, isJPEG},
	{&letter, isLetter},
	{&mailbox, isMailbox},
	{&mhtmlPage, isMHTML},
	{&pdfFile, isPDF},
	{&pngFile, isPNG},
	{&rtf, isRTF},
	{&tarArchive, isTar},
	{&tiffFile, isTIFF},
	{&zipArchive, isZip},
}

// endings are the plain texts that only a name tells apart.
var endings = []struct {
	ending string
	format *format
}{
	{".csv", &table},
	{".htm", &htmlPage},
	{".html", &htmlPage},
	{".jsonl", &jsonl},
	{".markdown", &markdown},
	{".md", &markdown},
	{".ndjson", &jsonl},
	{".tab", &table},
	{".text", &text},
	{".tsv", &table},
	{".txt", &text},
	{".xhtml", &htmlPage},
}

var (
	text     = format{read: readText, mediaType: "text/plain"}
	markdown = format{read: readMarkdown, mediaType: "text/markdown"}
	jsonl    = format{read: readJSONL, byLines: true, mediaType: "application/x-ndjson"}
)

// refused are the formats that are recognised in order to be named.
var refused = []struct {
	what  string // "this is …"
	at    int
	magic string
}{
	{"a RAR archive; repack it as zip", 0, "Rar!\x1a\x07"},
	{"a 7z archive; repack it as zip", 0, "7z\xbc\xaf\x27\x1c"},
	{"an xz archive; repack it as zip or gzip", 0, "\xfd7zXZ\x00"},
	{"a bzip2 archive; repack it as zip or gzip", 0, "BZh"},
	{"a Zstandard archive; repack it as zip or gzip", 0, "\x28\xb5\x2f\xfd"},
	{"a cabinet archive; repack it as zip", 0, "MSCF\x00\x00\x00\x00"},
	{"a Word file of before 1997; save it as .docx", 0, "\xdb\xa5\x2d\x00"},
	{"a Word file of before 1997; save it as .docx", 0, "\x31\xbe\x00\x00\x00\xab"},
	{"a WordPerfect file; save it as .docx", 0, "\xffWPC"},
	{"a picture (GIF)", 0, "GIF87a"},
	{"a picture (GIF)", 0, "GIF89a"},
	{"a picture (BMP)", 6, "\x00\x00\x00\x00\x36\x00\x00\x00"},
	{"a picture (WebP)", 8, "WEBP"},
	{"a picture (HEIF)", 4, "ftypheic"},
	{"a video", 4, "ftyp"},
	{"a video", 0, "\x1a\x45\xdf\xa3"},
	{"a sound file", 0, "ID3"},
	{"a sound file", 0, "OggS"},
	{"a sound or video file", 0, "RIFF"},
	{"a PostScript file; print it to PDF", 0, "%!PS"},
	{"a DjVu file; print it to PDF", 0, "AT&TFORM"},
	{"a program", 0, "\x7fELF"},
	{"a program", 0, "MZ\x90\x00"},
	{"a program", 0, "\xcf\xfa\xed\xfe"},
	{"a program", 0, "\xca\xfe\xba\xbe"},
	{"a database of SQLite", 0, "SQLite format 3\x00"},
	{"a font", 0, "\x00\x01\x00\x00\x00"},
	{"a font", 0, "wOF"},
}
