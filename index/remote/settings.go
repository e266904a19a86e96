package remote

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"vankien/internal/viet"
)

// AnalysisVersion names the analysis and the mapping. A collection built under
// another one would silently miss documents, so it is not opened.
const AnalysisVersion = "viet " + viet.Version + ", mapping 2"

// The versions of OpenSearch that answers were compared on.
const (
	majorVersion = 3
	leastMinor   = 8
)

// missedFor is how long the copies on a node that has left are waited for before others
// are made. The cluster's own minute is too long: a write waits for two copies.
const missedFor = "10s"

// metaMapping is of small records of the collection, each an object by its name.
const metaMapping = `{"settings":{"index":{"number_of_shards":1,"refresh_interval":"200ms","unassigned.node_left.delayed_timeout":"` + missedFor + `"}},
"mappings":{"dynamic":"strict","properties":{"value":{"type":"object","enabled":false}}}}`

// lexiconMapping is of the parts of the lexicon (partDoc). A part and its pieces belong
// to one index of documents, by its generation; the rest is not searched for.
const lexiconMapping = `{"settings":{"index":{"number_of_shards":1,"refresh_interval":"200ms","unassigned.node_left.delayed_timeout":"` + missedFor + `"}},
"mappings":{"dynamic":"strict","properties":{"generation":{"type":"keyword"},"piece_of":{"type":"keyword"},
"kind":{"type":"keyword","index":false,"doc_values":false},"documents":{"type":"long","index":false,"doc_values":false},
"size":{"type":"long","index":false,"doc_values":false},"pieces":{"type":"long","index":false,"doc_values":false},
"merged":{"type":"keyword","index":false,"doc_values":false},"covers":{"type":"keyword","index":false,"doc_values":false},
"table":{"type":"binary"}}}}`

// indexNames are what a collection may be called: the cluster allows a little more, but
// NAME-1 and NAME.meta must not be names of another collection.
var indexNames = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,99}$`)

var numbered = regexp.MustCompile(`-[0-9]+$`)

// isNumbered reports whether an index is one of documents of a collection.
func isNumbered(index, collection string) bool {
	suffix := strings.TrimPrefix(index, collection)
	return suffix != index && numbered.FindString(suffix) == suffix && suffix != ""
}

func checkName(name string) error {
	if !indexNames.MatchString(name) || numbered.MatchString(name) {
		return fmt.Errorf("a collection cannot be called %q: use small letters, digits, - and _, and no number at the end", name)
	}
	return nil
}

// definition is an index as it is made and as the cluster describes it.
type definition struct {
	Settings struct {
		Index map[string]any `json:"index"`
	} `json:"settings"`
	Mappings struct {
		Dynamic    string                    `json:"dynamic,omitempty"`
		Meta       meta                      `json:"_meta,omitzero"`
		Source     json.RawMessage           `json:"_source,omitempty"`
		Properties map[string]map[string]any `json:"properties"`
	} `json:"mappings"`
	Aliases map[string]json.RawMessage `json:"aliases,omitempty"`
}

// meta is what the index of documents says of itself.
type meta struct {
	Analysis   string `json:"analysis"`
	Generation string `json:"generation"` // one of this index and no other
}

// documentsOf returns the definition of an index of documents.
func documentsOf(opt *Options, shards, replicas int, m meta) (*definition, error) {
	d := &definition{}
	var from struct {
		Settings map[string]any  `json:"settings"`
		Mappings json.RawMessage `json:"mappings"`
	}
	if err := json.Unmarshal([]byte(mapping), &from); err != nil {
		return nil, fmt.Errorf("mapping of documents: %w", err)
	}
	if err := json.Unmarshal(from.Mappings, &d.Mappings); err != nil {
		return nil, fmt.Errorf("mapping of documents: %w", err)
	}
	d.Mappings.Meta = m
	d.Settings.Index = maps.Clone(from.Settings)
	maps.Copy(d.Settings.Index, object{
		"number_of_shards": shards, "number_of_replicas": replicas, "refresh_interval": fmt.Sprintf("%dms", opt.Refresh.Milliseconds()),
		"translog": object{"durability": "request"}, "unassigned.node_left.delayed_timeout": missedFor,
	})
	return d, nil
}

// aliasOf names an index.
func aliasOf(name string) map[string]json.RawMessage {
	return map[string]json.RawMessage{name: json.RawMessage("{}")}
}

// version returns the version of OpenSearch.
func (c *client) version(ctx context.Context) (string, error) {
	var is struct {
		Version struct{ Distribution, Number string }
	}
	err := c.json(ctx, http.MethodGet, "/", nil, &is)
	if err == nil && is.Version.Distribution != "opensearch" {
		err = incompatible("what answers at %s is no OpenSearch (it says %q, version %q)", c.where, is.Version.Distribution, is.Version.Number)
	}
	return is.Version.Number, err
}

// checkVersion refuses a cluster on which answers are not known to be the same.
func (c *client) checkVersion(ctx context.Context) error {
	number, err := c.version(ctx)
	if err != nil {
		return err
	}
	parts := append(strings.Split(number, "."), "", "")
	major, _ := strconv.Atoi(parts[0])
	minor, _ := strconv.Atoi(parts[1])
	if major != majorVersion || minor < leastMinor {
		return incompatible("the cluster at %s is OpenSearch %s: version %d.%d or a later %d is needed", c.where, number, majorVersion, leastMinor, majorVersion)
	}
	return nil
}

// check refuses an index that was not made as this program makes one, or was changed
// so that it would answer otherwise or lose what it acknowledged.
func (d *definition) check(name string) error {
	if d.Mappings.Meta.Analysis == "" {
		return incompatible("index %s was not made by this program: name another collection", name)
	}
	if have := d.Mappings.Meta.Analysis; have != AnalysisVersion {
		return incompatible("collection %s was built by another version of the analysis: reindex it (it has %q, this program needs %q)", name, have, AnalysisVersion)
	}
	own, err := documentsOf(&Options{}, 1, 0, meta{})
	if err != nil {
		return err
	}
	if at := differing(own.Mappings.Properties, d.Mappings.Properties); at != "" || d.Mappings.Dynamic != own.Mappings.Dynamic {
		return incompatible("index %s has another mapping than this program makes (%s): reindex the collection", name, at)
	}
	for _, part := range []string{"analysis", "similarity"} {
		if !reflect.DeepEqual(spelled(own.Settings.Index[part]), spelled(d.Settings.Index[part])) {
			return incompatible("index %s has other settings of its %s than this program makes: reindex the collection", name, part)
		}
	}
	return d.checkSafety(name)
}

// checkSafety refuses settings that an operator may have chosen.
func (d *definition) checkSafety(name string) error {
	if t, ok := d.Settings.Index["translog"].(map[string]any); ok && strings.EqualFold(fmt.Sprint(t["durability"]), "async") {
		return incompatible("index %s would lose documents that were acknowledged: set index.translog.durability to request", name)
	}
	if fmt.Sprint(d.Settings.Index["refresh_interval"]) == "-1" {
		return incompatible("index %s never shows what was written: set index.refresh_interval, to 200ms for example", name)
	}
	return nil
}

// replicas is how many copies of each shard there should be besides the first.
func (d *definition) replicas() int {
	n, _ := strconv.Atoi(fmt.Sprint(d.Settings.Index["number_of_replicas"]))
	return n
}

// usual are parameters that the cluster does not repeat, since it would take them
// without being told.
var usual = object{"index_options": "positions", "type": "object"}

// differing returns the first field that is not the same in two mappings; "" for none.
func differing(own, other map[string]map[string]any) string {
	for _, name := range slices.Sorted(maps.Keys(own)) {
		for key, want := range own[name] {
			have, said := other[name][key]
			if !said && usual[key] == want {
				continue
			}
			if !reflect.DeepEqual(spelled(want), spelled(have)) {
				return name
			}
		}
	}
	for name, field := range other {
		for key := range field {
			if _, known := own[name][key]; !known {
				return name
			}
		}
	}
	return ""
}

// spelled returns a value as the cluster spells it in its settings: numbers and truth
// as text.
func spelled(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, x := range v {
			out[k] = spelled(x)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = spelled(x)
		}
		return out
	case nil:
		return nil
	}
	return fmt.Sprint(v)
}
