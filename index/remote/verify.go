package remote

import (
	"context"
	"errors"

	"vankien/index"
)

// Verify calls f with every stored document, and with what is wrong with it: "" when it
// is as it was put. The cluster keeps sums of what is on its disks, so what is wrong is
// that something else than this program wrote there.
func (x *Index) Verify(ctx context.Context, f func(d *index.Document, wrong string) error) error {
	return x.eachStored(ctx, func(d *scanned) error { return f(&d.Source.Doc, d.wrong()) })
}

// wrong says what is wrong with a document as the cluster has it.
func (s *scanned) wrong() string {
	d := &s.Source.Doc
	switch {
	case len(s.Fields.ID) != 1 || s.Fields.ID[0] != d.ID:
		return "it is stored under another id"
	case len(s.Fields.Hash) != 1 || s.Fields.Hash[0] != d.Tag():
		return "its text is not what was put"
	}
	if err := d.Check(); err != nil {
		var field *index.FieldError
		if errors.As(err, &field) {
			return field.Pointer + " " + field.Detail
		}
		return err.Error()
	}
	return ""
}
