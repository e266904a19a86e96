package remote

import (
	"context"
	"fmt"
	"slices"

	"vankien/index"
)

// Corrections implements index.Engine.
func (x *Index) Corrections(ctx context.Context, ids ...string) (map[string][]index.Correction, error) {
	end, err := x.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	list := map[string][]index.Correction{}
	for part := range slices.Chunk(ids, maxDiff) {
		err := x.byID(ctx, part, object{
			"query":   object{"exists": object{"field": string(index.FieldCorrected)}},
			"_source": []string{"doc.corrections"},
		}, func(h *foundByID) { list[h.ID] = h.Source.Doc.Corrections })
		if err != nil {
			return nil, fmt.Errorf("corrections: %w", err)
		}
	}
	return list, nil
}
