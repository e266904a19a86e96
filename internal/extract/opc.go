package extract

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
)

// pack is an open document that is a zip archive of parts.
type pack struct {
	parts map[string]*zip.File // by name in small letters, with slashes, without one at its start
	left  int64                // bytes that may still be unpacked
}

func openPack(b []byte) (*pack, error) {
	z, err := openZip(b)
	if err != nil {
		return nil, err
	}
	return newPack(z)
}

func newPack(z *zip.Reader) (*pack, error) {
	if len(z.File) > maxEntries {
		return nil, &SizeError{fmt.Sprintf("it has %d parts, more than the limit of %d", len(z.File), maxEntries)}
	}
	p := &pack{parts: map[string]*zip.File{}, left: maxArchive}
	for _, f := range z.File {
		p.parts[partName(f.Name)] = f
	}
	return p, nil
}

func partName(s string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(s, `\`, "/"), "/"))
}

func (p *pack) has(name string) bool { return p.parts[partName(name)] != nil }

// errNoPart is wrapped by the error for a part that is not there.
var errNoPart = errors.New("is missing")

// open returns a part, which ends with an error where it is over a limit.
func (p *pack) open(name string) (io.ReadCloser, error) {
	f := p.parts[partName(name)]
	if f == nil {
		return nil, fmt.Errorf("its part %q %w", name, errNoPart)
	}
	if f.UncompressedSize64 > maxPart {
		return nil, partTooLarge(name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("its part %q cannot be unpacked: %w", name, err)
	}
	return &partReader{ReadCloser: r, pack: p, name: name, left: maxPart}, nil
}

func partTooLarge(name string) error {
	return &SizeError{fmt.Sprintf("its part %q is larger than %s when unpacked", name, byteSize(maxPart))}
}

// partReader reads a part within the limits.
type partReader struct {
	io.ReadCloser
	pack *pack
	name string
	left int64
}

func (r *partReader) Read(b []byte) (int, error) {
	n, err := r.ReadCloser.Read(b)
	r.left -= int64(n)
	r.pack.left -= int64(n)
	switch {
	case r.left < 0:
		return 0, partTooLarge(r.name)
	case r.pack.left < 0:
		return 0, &SizeError{fmt.Sprintf("its parts are larger than %s when unpacked", byteSize(maxArchive))}
	}
	return n, err
}

// visit reads an XML part.
func (p *pack) visit(name string, v visitor) error {
	r, err := p.open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	if err := visit(r, v); err != nil {
		return fmt.Errorf("read %q: %w", name, err)
	}
	return nil
}

// visitOptional reads an XML part that need not be there; "" is none.
func (p *pack) visitOptional(name string, v visitor) error {
	if name == "" || !p.has(name) {
		return nil
	}
	return p.visit(name, v)
}

// start returns the first bytes of a part, "" if it cannot be read.
func (p *pack) start(name string, n int64) string {
	r, err := p.open(name)
	if err != nil {
		return ""
	}
	defer r.Close()
	b, _ := io.ReadAll(io.LimitReader(r, n))
	return string(b)
}

// relations are the links of a part to others, by id and by the last word of
// their type.
type relations struct {
	base   string
	byID   map[string]string
	byType map[string]string // the first of each
}

// relations reads those of a part, or with "" of the whole package.
func (p *pack) relations(part string) (*relations, error) {
	dir, file := path.Split(part)
	r := &relations{base: dir, byID: map[string]string{}, byType: map[string]string{}}
	return r, p.visitOptional(dir+"_rels/"+file+".rels", r)
}

func (r *relations) begin(name string, a attributes) bool {
	if name == "Relationship" && a.get("TargetMode") != "External" {
		target := strings.ReplaceAll(a.get("Target"), `\`, "/")
		if !strings.HasPrefix(target, "/") {
			target = path.Join("/", r.base, target)
		}
		target = strings.TrimPrefix(path.Clean(target), "/")
		r.byID[a.get("Id")] = target
		kind := path.Base(a.get("Type"))
		if r.byType[kind] == "" {
			r.byType[kind] = target
		}
	}
	return true
}

func (r *relations) end(string)        {}
func (r *relations) characters([]byte) {}

// mainPart returns the part of an Office Open XML file where the document begins.
func (p *pack) mainPart(usual string) (string, *relations, error) {
	root, err := p.relations("")
	if err != nil {
		return "", nil, err
	}
	name := root.byType["officeDocument"]
	if name == "" || !p.has(name) {
		name = usual
	}
	of, err := p.relations(name)
	return name, of, err
}

// isOn reads an attribute that says on or off, where none says on.
func isOn(v string) bool {
	return v != "0" && v != "false" && v != "off" && v != "none"
}

// wholeNumber reads a whole number; what is none is less.
func wholeNumber(s string, less int) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return less
	}
	return n
}
