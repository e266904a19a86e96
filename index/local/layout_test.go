package local

import (
	"bytes"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"vankien/index"
	"vankien/index/content"
	"vankien/index/segment"
)

// TestSegmentDocument asks a segment for what a document was laid out as.
func TestSegmentDocument(t *testing.T) {
	t.Parallel()
	s := segmentOf(t,
		index.Document{ID: "a", Kind: "speech", Title: "Nghị quyết 57", Body: "Đất nước. Nước Nga, UBND tỉnh ngày 13/1/2025.",
			Number: "18-NQ/TW", Date: "2025-01", Speaker: "Trần Phú", Topics: []string{"kinh-te", "xa-hoi"}, Repairs: []string{"one", "two"}},
		index.Document{ID: "b", Kind: "other", Body: "chung ta khong so kho khan va chung ta luon tien len phia truoc"},
		index.Document{ID: "c", Kind: "other", Title: "An", Abstract: "bà ba bà là con bà ba", Place: "Huế", Organisation: "UBND tỉnh"})
	for key, want := range map[string]map[uint32]uint32{
		"nghi\x01nghị":           {0: 3},
		"dat\x01đất":             {0: 1},
		"nuoc\x01nước":           {0: 2},
		"ubnd\x01":               {0: 1},
		"tran\x01trần":           {0: 1}, // the speaker is part of the text
		"d:2025-01-13":           {0: 1},
		"chung\x01\x02chung":     {1: 2}, // a plain word of a bare passage
		"chung\x01":              nil,
		"ba\x01":                 {2: 2},
		"hue\x01huế":             nil, // a place is not
		"doc:18/nq/tw":           {0: 1},
		"uy\x01ủy":               nil,
		"\x03" + "nq:57":         {0: 3},
		"\x03" + "nq:18":         nil, // its issuer is named there
		"to\x01":                 nil,
		"phu\x01phú":             {0: 1},
		"khong\x01\x02khong":     {1: 1},
		"khong\x01\x02khong\x00": nil,
	} {
		if got := listed(s, content.Text, key); !maps.Equal(got, want) {
			t.Errorf("%q is in %v, want %v", key, got, want)
		}
	}
	for field, keys := range map[string][]string{
		"title":              {"nghi\x01nghị", "nq:57", "\x03nq:57", "quyet\x01quyết"},
		"speaker":            {"tran\x01trần", "phu\x01phú"},
		"place":              {"hue\x01huế"},
		"organisation":       {"ubnd\x01", "tinh\x01tỉnh"},
		"number":             {"doc:18/nq/tw", "nq:18"},
		"topic":              {"kinh-te", "xa-hoi"},
		"year":               {"2025"},
		"speaker.value":      {"Trần Phú"},
		"place.value":        {"Huế"},
		"organisation.value": {"UBND tỉnh"},
	} {
		for _, k := range keys {
			if len(listed(s, field, k)) != 1 {
				t.Errorf("%s has not %q among %q", field, k, keysOf(s, field))
			}
		}
	}
	if got := []int32{s.Numbers(0)[0], s.Numbers(1)[0], s.Numbers(0)[1], s.Numbers(1)[1]}; !slices.Equal(got, []int32{20250101, 20250131, math.MaxInt32, math.MinInt32}) {
		t.Errorf("days %v", got)
	}
	if got := s.Order(0).Documents; !slices.Equal(got, []uint32{2, 0, 1}) {
		t.Errorf("in the order of titles: %v", got)
	}
}

// TestWordsOfDocument reads the words of a document in order.
func TestWordsOfDocument(t *testing.T) {
	t.Parallel()
	s := segmentOf(t, index.Document{ID: "a", Kind: "other", Title: "Sông Hồng", Body: "Đất nước ta. Nước Nga, UBND."})
	var got []string
	for o := range s.Forward(0) {
		word := strings.ReplaceAll(s.WordAt(o.Number), "\x01", ":")
		if o.Apart {
			word = "| " + word
		}
		got = append(got, word)
	}
	if want := "song:sông hong:hồng dat:đất nuoc:nước ta: | nuoc:nước nga: ubnd:"; strings.Join(got, " ") != want {
		t.Errorf("words are %q, want %q", strings.Join(got, " "), want)
	}
	if n := s.Lengths()[0]; n != 2*3+6 {
		t.Errorf("its length is %d", n)
	}
}

// TestAnalyzeDoesNotAllocate analyses a document again.
func TestAnalyzeDoesNotAllocate(t *testing.T) {
	d := index.Document{ID: "a", Kind: "speech", Title: "Nghị quyết của Quốc hội", Date: "2025", Body: strings.Repeat("Đất nước ta. ", 99) + "\n" + strings.Repeat("dat nuoc ta ", 99)}
	a := segment.Analysis{Parts: make([][]segment.Word, len(layout.Parts)), Fields: make([][]segment.Term, len(layout.Fields))}
	n := testing.AllocsPerRun(20, func() {
		for i := range a.Parts {
			a.Parts[i] = a.Parts[i][:0]
		}
		for i := range a.Fields {
			a.Fields[i] = a.Fields[i][:0]
		}
		analyze(&d, &a)
	})
	if n > 40 {
		t.Errorf("%v allocations for 1,000 words", n)
	}
}

// segmentOf is a segment of documents, which are numbered in the order of ids.
func segmentOf(t *testing.T, docs ...index.Document) *segment.Segment {
	t.Helper()
	var list []segment.Document
	for i := range docs {
		d := docs[i].Composed()
		list = append(list, *segmentDocument(&d))
	}
	var b bytes.Buffer
	if _, err := segment.Build(&b, &layout, list); err != nil {
		t.Fatal(err)
	}
	room := make([]uint64, b.Len()/8+1)
	data := unsafe.Slice((*byte)(unsafe.Pointer(&room[0])), b.Len())
	copy(data, b.Bytes())
	s, err := segment.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// listed is the documents of a key and how often they have it.
func listed(s *segment.Segment, field, key string) map[uint32]uint32 {
	l, found := s.Lookup(s.Field(field), key)
	if !found {
		return nil
	}
	out := map[uint32]uint32{}
	p := l.Chunk(0)
	p.Each(func(d uint16, n uint32) { out[uint32(d)] = n })
	return out
}

func keysOf(s *segment.Segment, field string) (list []string) {
	all := s.Keys(s.Field(field), "", "")
	for i := all.From; i < all.To; i++ {
		list = append(list, s.Key(i))
	}
	return list
}
