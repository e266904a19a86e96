package remote

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"vankien/index"
)

// TestHealth checks what is said of a collection that is well, and of what ails it.
func TestHealth(t *testing.T) {
	x := create(t, Options{Shards: 2})
	must(t, x, http.MethodPut, "/"+x.name+"/_doc/1?refresh=true", `{"doc":{},"n":3}`)
	h, err := x.Health(t.Context())
	if err != nil || h.Colour != "green" || h.Wrong != "" || h.Documents != 1 || h.Shards != 4 || h.Nodes == 0 || h.Bytes == 0 || !strings.HasPrefix(h.Version, "3.") {
		t.Errorf("%+v, %v", h, err)
	}
	for _, c := range []struct{ settings, undo, want string }{
		{`{"index.blocks.write":true}`, `{"index.blocks.write":null}`, "rebuilt"},
		{`{"index.blocks.read_only_allow_delete":true}`, `{"index.blocks.read_only_allow_delete":null}`, "room"},
		{`{"index.number_of_replicas":5}`, `{"index.number_of_replicas":0}`, "10 copies"},
	} {
		must(t, x, http.MethodPut, "/"+x.name+"-1/_settings", c.settings)
		if h, err := x.Health(t.Context()); err != nil || !strings.Contains(h.Wrong, c.want) {
			t.Errorf("%+v, %v, want %q", h, err, c.want)
		}
		must(t, x, http.MethodPut, "/"+x.name+"-1/_settings", c.undo)
	}
	must(t, x, http.MethodDelete, "/"+x.name+"-1", "")
	if h, err := x.Health(t.Context()); err != nil || !strings.Contains(h.Wrong, "not on the cluster") {
		t.Errorf("%+v, %v", h, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := x.Health(ctx); err != context.Canceled {
		t.Errorf("%v, want that of the context", err)
	}
	x.Close()
	if _, err := x.Health(t.Context()); !errors.Is(err, index.ErrClosed) {
		t.Errorf("%v is not index.ErrClosed", err)
	}
}

// TestRed checks that a collection of which a part is missing says so, and that its
// searches are refused.
func TestRed(t *testing.T) {
	x := create(t, Options{})
	must(t, x, http.MethodDelete, "/"+x.name+"-1", "")
	d, err := documentsOf(&x.opt, 1, 0, newMeta())
	if err != nil {
		t.Fatal(err)
	}
	d.Settings.Index["routing"] = map[string]any{"allocation": map[string]any{"require": map[string]any{"_name": "no such node"}}}
	d.Aliases = map[string]json.RawMessage{x.name: json.RawMessage("{}")}
	body := lines(d)
	must(t, x, http.MethodPut, "/"+x.name+"-1?wait_for_active_shards=0", string(body))
	if h, err := x.Health(t.Context()); err != nil || h.Colour != "red" || !strings.Contains(h.Wrong, "no copy") {
		t.Errorf("%+v, %v", h, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), stateTime)
	defer cancel()
	if _, err := x.state(ctx); !errors.Is(err, index.ErrUnavailable) {
		t.Errorf("%v is not index.ErrUnavailable", err)
	}
}
