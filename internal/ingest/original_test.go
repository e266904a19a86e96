package ingest

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"vankien/index"
	"vankien/index/local"
	"vankien/internal/originals"
)

// keeping is a collection that takes a document only when its original is kept.
type keeping struct {
	*local.Index
	store *originals.Store
}

func (k keeping) Replace(ctx context.Context, changes ...index.Change) ([]string, error) {
	for _, c := range changes {
		if err := k.store.Check(c.Now.Original.SHA256); err != nil {
			return nil, fmt.Errorf("%s: %w", c.ID, err)
		}
	}
	return k.Index.Replace(ctx, changes...)
}

// TestOriginalsComeFirst: when a document is stored its original is in the store,
// however files fall into batches.
func TestOriginalsComeFirst(t *testing.T) {
	var files []string
	for i := range 40 {
		files = append(files, fmt.Sprintf("%02d.txt", i), fmt.Sprintf("Bài số %d\n\nViết về một năm.", i))
	}
	dir := folder(t, files...)
	for _, docs := range []int{1, 7, 100} {
		store := originals.Open(filepath.Join(t.TempDir(), "originals"))
		w := NewWriter(keeping{memory(t), store}, WriterOptions{BatchDocs: docs})
		sum, err := Run(t.Context(), w, []Source{{Path: dir}}, Options{Keep: store})
		if err != nil || sum.Added != 40 {
			t.Errorf("batches of %d: %d added, %v", docs, sum.Added, err)
		}
		if n, _, err := store.Size(); n != 40 || err != nil {
			t.Errorf("batches of %d: %d originals, %v", docs, n, err)
		}
	}
}
