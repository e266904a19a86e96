package remote

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"vankien/index"
	"vankien/index/indextest"
	"vankien/index/local"
	"vankien/index/plan"
	"vankien/index/snippet"
	"vankien/internal/viet/name"
)

// mirror stores in the embedded engine and searches on the cluster.
type mirror struct {
	*local.Index
	far *Index
}

func newMirror(t testing.TB) *mirror {
	if os.Getenv("VANKIEN_OPENSEARCH") == "" {
		t.Skip("no cluster")
	}
	x, err := local.OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	far, err := Open(t.Context(), Options{Addresses: strings.Split(os.Getenv("VANKIEN_OPENSEARCH"), ","), Name: "search-" + strings.ToLower(rand.Text()), Create: true, Shards: 2, Refresh: time.Second, Names: plan.Names{Abbreviations: name.DefaultAbbreviations(), Places: name.DefaultPlaces()}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, s := range []string{"-1", ".meta", ".lexicon", ".files"} {
			far.client.do(context.Background(), http.MethodDelete, "/"+far.name+s, nil)
		}
		far.Close()
	})
	return &mirror{x, far}
}

func (m *mirror) Put(ctx context.Context, docs ...index.Document) error {
	if err := m.Index.Put(ctx, docs...); err != nil || len(docs) == 0 {
		return err
	}
	var b bytes.Buffer
	for _, d := range docs {
		d = d.Composed()
		fmt.Fprintf(&b, "{\"index\":{\"_id\":%q}}\n", d.ID)
		b.Write(fields(&d))
		b.WriteByte('\n')
	}
	raw, err := m.far.client.do(ctx, http.MethodPost, "/"+m.far.name+"/_bulk?refresh=true", b.Bytes())
	if err == nil && bytes.Contains(raw, []byte(`"errors":true`)) {
		err = fmt.Errorf("%s", raw[:min(len(raw), 500)])
	}
	m.far.forget()
	return err
}

func (m *mirror) Delete(ctx context.Context, ids ...string) ([]string, error) {
	gone, err := m.Index.Delete(ctx, ids...)
	for _, id := range gone {
		if _, err := m.far.client.do(ctx, http.MethodDelete, "/"+m.far.name+"/_doc/"+id+"?refresh=true", nil); err != nil {
			return nil, err
		}
	}
	m.far.forget()
	return gone, err
}

func (m *mirror) Search(ctx context.Context, req index.Request) (*index.Result, error) {
	return m.far.Search(ctx, req)
}

func (m *mirror) Marks(ctx context.Context, req index.Request, d index.Document) (map[index.Field][]snippet.Match, error) {
	return m.far.Marks(ctx, req, d)
}

func TestMirrorLaws(t *testing.T) {
	indextest.Run(t, func(t testing.TB) index.Engine { return newMirror(t) })
}
