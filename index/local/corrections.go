package local

import (
	"context"

	"vankien/index"
	"vankien/index/segment"
)

// Corrections returns the corrections of those of some documents that have any,
// by id. Only segments that have a corrected document are looked into.
func (x *Index) Corrections(ctx context.Context, ids ...string) (map[string][]index.Correction, error) {
	found := map[string][]index.Correction{}
	err := x.read(ctx, func(s *snapshot) error {
		for _, v := range s.segments {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := v.corrections(ids, found); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}

// corrections adds those of the documents of a segment.
func (s segmentView) corrections(ids []string, found map[string][]index.Correction) error {
	corrected := false
	err := s.guard(func() error {
		if x, ok := segment.Of(s.Segment()); ok {
			keys := x.Keys(x.Field(string(index.FieldCorrected)), "", "")
			corrected = keys.From < keys.To
		}
		return nil
	})
	if err != nil || !corrected {
		return err
	}
	numbers, err := s.DocNumbers(ids)
	if err != nil {
		return err
	}
	for it := numbers.Iterator(); it.HasNext(); {
		local := it.Next()
		id, err := s.docID(uint64(local))
		if err != nil {
			return err
		}
		var d index.Document
		err = s.stored(local, func(field string, value []byte) bool {
			if field == fieldCorrections {
				setStored(&d, field, string(value))
			}
			return true
		})
		if err != nil {
			return err
		}
		if len(d.Corrections) > 0 {
			found[string(id)] = d.Corrections
		}
	}
	return nil
}
