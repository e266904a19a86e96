package answer

import (
	"context"

	"vankien/index"
	"vankien/index/match"
	"vankien/index/snippet"
)

// MarksOf returns where a matcher matches the title, abstract and body of a document.
func MarksOf(ctx context.Context, m *match.Matcher, d *index.Document) (map[index.Field][]snippet.Match, error) {
	marks := map[index.Field][]snippet.Match{}
	for _, t := range []struct {
		field index.Field
		text  string
	}{{index.FieldTitle, d.Title}, {index.FieldAbstract, d.Abstract}, {index.FieldBody, d.Body}} {
		found, err := m.In(ctx, string(t.field), t.text)
		if err != nil {
			return nil, err
		}
		marks[t.field] = found
	}
	return marks, nil
}
