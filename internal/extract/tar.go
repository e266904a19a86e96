package extract

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io"
)

var tarArchive = format{members: tarMembers, mediaType: "application/x-tar"}

func isTar(p *probe) bool { return p.has(257, "ustar") }

// tarMembers yields the regular files in a tar archive in their order.
func tarMembers(_ string, b []byte, _ Options, yield func(member, error) bool) {
	for r := tar.NewReader(bytes.NewReader(b)); ; {
		h, err := r.Next()
		if err == io.EOF {
			return
		}
		if err != nil {
			yield(member{}, fmt.Errorf("the tar archive is damaged: %w", err))
			return
		}
		name := decodeNames([]string{h.Name})[0]
		if h.Typeflag != tar.TypeReg || isChaff(name) {
			continue
		}
		data, err := unpack(r)
		if !yield(member{name: name, data: data}, err) {
			return
		}
	}
}
