package find

import (
	"encoding/json"
	"net/url"
	"regexp"
	"testing"

	"vankien/index"
	"vankien/index/indextest"
	"vankien/index/local"
)

var tookMS = regexp.MustCompile(`"took_ms":[^,]*`)

// answered is the JSON of an answer but for the time taken.
func answered(t *testing.T, s *Service, address string) string {
	t.Helper()
	v, err := url.ParseQuery(address)
	if err != nil {
		t.Fatal(err)
	}
	a, err := s.asked(v)
	if err != nil {
		t.Fatal(err)
	}
	f, err := s.Find(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	body := f.AppendJSON([]byte("before "))[len("before "):]
	if !json.Valid(body) {
		t.Fatalf("%s: no JSON: %s", address, body)
	}
	return tookMS.ReplaceAllString(string(body), `"took_ms":0`)
}

// TestKeptJSON: an answer that is kept in bytes says what one that nobody keeps
// does, however requests that the engine finds equal differ, and whatever was
// written meanwhile.
func TestKeptJSON(t *testing.T) {
	x := indextest.Open(t, local.OpenMemory, index.Document{ID: "a", Title: "Quy hoạch", Body: "Đất đai ở đô thị.", Topics: []string{"do-thi"}},
		index.Document{ID: "b", Title: "Quản lý đất đai"})
	addresses := []string{"q=%C4%91%E1%BA%A5t&facets=topic", "q=+%C4%91%E1%BA%A5t&facets=topic", "q=%C4%91%E1%BA%A5t&facets=topic&page=1", "q=%C4%91%E1%BA%A5t&facets=topic&topic=x",
		"q=%C4%91%E1%BA%A5t&facets=topic&match=any", "q=%22took_ms%22%3A1,&page=1", "q=dat&accents=fold", "q=d%E1%BA%A5t&accents=fold"}
	s := New(x, nil)
	compare := func(when string) {
		t.Helper()
		fresh := map[string]string{}
		x.SetCache(0)
		for _, a := range addresses {
			fresh[a] = answered(t, s, a)
		}
		x.SetCache(local.DefaultCache)
		for range 4 {
			for _, a := range addresses {
				for range 2 {
					if got := answered(t, s, a); got != fresh[a] {
						t.Fatalf("%s, %s:\n got %s\nwant %s", when, a, got, fresh[a])
					}
				}
			}
		}
	}
	compare("new")
	if err := x.PutLabels(t.Context(), map[string]string{"do-thi": "Đô thị"}); err != nil {
		t.Fatal(err)
	}
	compare("with a label")
	if err := x.Put(t.Context(), index.Document{ID: "c", Title: "Đất nước"}); err != nil {
		t.Fatal(err)
	}
	compare("with a document more")
}
