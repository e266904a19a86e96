package extract

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"vankien/internal/viet/legacy"
)

// zipArchive is what a zip is unless its contents are those of a document.
var zipArchive = format{members: zipMembers, inside: insideZip, mediaType: "application/zip"}

func isZip(p *probe) bool { return p.has(0, "PK\x03\x04") || p.has(0, "PK\x05\x06") }

// maxListed is the most files that a zip archive may name, those of archives in it
// among them: each takes memory before the first is looked at.
const maxListed = 100_000

// openZip reads what a zip archive says is in it.
func openZip(b []byte) (*zip.Reader, error) {
	if bytes.Count(b, []byte("PK\x01\x02")) > maxListed {
		return nil, &SizeError{fmt.Sprintf("it names more than %d files", maxListed)}
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, fmt.Errorf("the file is damaged or was cut off: %w", err)
	}
	return z, nil
}

// insideZip tells the documents that are zip archives; nil for an archive.
func insideZip(b []byte) *format {
	z, err := openZip(b)
	if err != nil {
		return nil
	}
	return officeFormat(z)
}

// zipMembers yields the files in a zip archive in their order.
func zipMembers(_ string, b []byte, _ Options, yield func(member, error) bool) {
	z, err := openZip(b)
	if err != nil {
		yield(member{}, err)
		return
	}
	names := zipNames(z.File)
	for i, f := range z.File {
		if strings.HasSuffix(names[i], "/") || isChaff(names[i]) {
			continue
		}
		data, err := zipData(f)
		if !yield(member{name: names[i], data: data}, err) {
			return
		}
	}
}

// zipData unpacks one file.
func zipData(f *zip.File) ([]byte, error) {
	if f.Flags&1 != 0 {
		return nil, errPassword
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	defer r.Close()
	return unpack(r)
}

// unpack reads one member.
func unpack(r io.Reader) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxPart+1))
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	if len(b) > maxPart {
		return nil, &SizeError{fmt.Sprintf("unpacked it has more bytes than the limit of %s", byteSize(maxPart))}
	}
	return b, nil
}

// zipNames returns the names of files in UTF-8, with slashes.
func zipNames(files []*zip.File) []string {
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = strings.ReplaceAll(f.Name, `\`, "/")
	}
	return decodeNames(names)
}

// decodeNames returns names in UTF-8. Old programs wrote the bytes of the
// encoding of their day; one name is too short to tell it, so all that are not
// UTF-8 tell it together.
func decodeNames(names []string) []string {
	var old []string
	for _, n := range names {
		if !utf8.ValidString(n) {
			old = append(old, strings.ReplaceAll(n, "\n", " "))
		}
	}
	if len(old) == 0 {
		return names
	}
	b := []byte(strings.Join(old, "\n"))
	e := legacy.Detect(b)
	s, err := e.Decode(b)
	read := strings.Split(s, "\n")
	if err != nil || len(read) != len(old) {
		return namesAsTCVN3(names)
	}
	for i, n := range names {
		if !utf8.ValidString(n) {
			names[i], read = read[0], read[1:]
		}
	}
	return names
}

// namesAsTCVN3 reads names too short to tell their encoding as the one that was
// usual, where that makes words of them.
func namesAsTCVN3(names []string) []string {
	var fonts legacy.Fonts
	for i, n := range names {
		if utf8.ValidString(n) {
			continue
		}
		shown, _ := charmap.Windows1252.NewDecoder().String(n)
		names[i] = fonts.Line([]legacy.Run{{Text: shown, Font: ".VnTime"}})
	}
	return names
}
