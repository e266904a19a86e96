package head

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"vankien/index"
)

// dataFile opens a file of the measuring data; the test is skipped without it.
func dataFile(tb testing.TB, path ...string) io.Reader {
	tb.Helper()
	dir := os.Getenv("VANKIEN_DATA")
	if dir == "" {
		tb.Skip("VANKIEN_DATA does not name the folder of measuring data")
	}
	f, err := os.Open(filepath.Join(append([]string{dir}, path...)...))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { f.Close() })
	z, err := gzip.NewReader(f)
	if err != nil {
		tb.Fatal(err)
	}
	return z
}

// readLines decodes a value a line.
func readLines[T any](tb testing.TB, r io.Reader) (list []T) {
	tb.Helper()
	s := bufio.NewScanner(r)
	s.Buffer(nil, 64<<20)
	for s.Scan() {
		var v T
		if err := json.Unmarshal(s.Bytes(), &v); err != nil {
			tb.Fatal(err)
		}
		list = append(list, v)
	}
	if s.Err() != nil {
		tb.Fatal(s.Err())
	}
	return list
}

// score counts what was read against what a source states.
type score struct{ stated, read, right int }

func (s *score) add(read, stated string, same bool) {
	if stated != "" {
		s.stated++
	}
	if read != "" {
		s.read++
	}
	if read != "" && same {
		s.right++
	}
}

func (s *score) precision() float64 { return float64(s.right) / float64(max(1, s.read)) }
func (s *score) recall() float64    { return float64(s.right) / float64(max(1, s.stated)) }

// A site's own record of 142 official documents.
func TestOfficialDocuments(t *testing.T) {
	type record struct{ ID, Text, Number, Type, Issuer, Signer, Date string }
	scores := map[string]*score{}
	fields := []string{"number", "date", "kind", "issuer", "signer"}
	for _, f := range fields {
		scores[f] = &score{}
	}
	for _, r := range readLines[record](t, dataFile(t, "files", "metadata.jsonl.gz")) {
		h := Read("", r.Text)
		kind, _ := index.KindNamed(r.Type)
		for field, pair := range map[string][2]string{
			"number": {h.Number.Value, r.Number}, "date": {h.Date.Value, r.Date}, "kind": {h.Kind.Value, kind.ID},
			"issuer": {h.Organisation.Value, r.Issuer}, "signer": {h.Signer.Value, r.Signer},
		} {
			same := key(pair[0]) == key(pair[1])
			if field == "issuer" {
				same = sameIssuer(pair[0], pair[1])
			}
			scores[field].add(pair[0], pair[1], same)
			if !same {
				t.Logf("%s: %s is %q, stated %q", r.ID, field, pair[0], pair[1])
			}
		}
	}
	for _, f := range fields {
		s := scores[f]
		t.Logf("%-8s precision %.3f recall %.3f (%d stated)", f, s.precision(), s.recall(), s.stated)
		if s.precision() < 0.96 || s.recall() < 0.96 {
			t.Errorf("%s: precision %.3f, recall %.3f; want 0.96", f, s.precision(), s.recall())
		}
	}
}

// sameIssuer compares a body with the site's name for it, which calls the
// committee and the council of a province by its province.
func sameIssuer(read, stated string) bool {
	read, stated = key(read), strings.ReplaceAll(key(stated), "công thương", "công thương")
	for _, body := range []string{"ủy ban nhân dân ", "hội đồng nhân dân ", "đoàn đại biểu quốc hội "} {
		read = strings.TrimPrefix(read, body)
	}
	return read == stated
}

// issued is where a page of the site states the date of its document.
var issued = regexp.MustCompile(`Ngày ban hành:\**\s*\|\s*(\d\d)/(\d\d)/(\d{4})`)

// A date is read where the text has one, and is the one that its record states:
// the day of issue where the page tells it, else that of the page.
func TestDatesOfPolicy(t *testing.T) {
	var list []article
	for _, a := range readLines[article](t, dataFile(t, "corpora", "policy.jsonl.gz")) {
		if m := issued.FindStringSubmatch(a.Body); m != nil {
			a.Date = m[3] + "-" + m[2] + "-" + m[1]
		}
		if a.Date != "" {
			list = append(list, a)
		}
	}
	rand.New(rand.NewPCG(11, 0)).Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	right, none, wrong := 0, 0, 0
	for _, a := range list[:100] {
		switch got := Read(a.Title, a.Body).Date.Value; got {
		case a.Date:
			right++
		case "":
			none++
		default:
			wrong++
			t.Logf("%s: %s, stated %s", a.ID, got, a.Date)
		}
	}
	t.Logf("of 100 dates %d right, %d none, %d wrong", right, none, wrong)
	if wrong > 2 || right < 20 {
		t.Errorf("of 100 dates %d right, %d wrong; want at least 20 and at most 2", right, wrong)
	}
}

// News has no head and is no speech.
func TestNewsHasNoHead(t *testing.T) {
	read := 0
	for _, a := range readLines[article](t, dataFile(t, "corpora", "news.jsonl.gz")) {
		if h := Read(a.Title, a.Body); h.Kind.Value+h.Date.Value+h.Number.Value+h.Signer.Value != "" {
			t.Logf("%s: %+v", a.ID, h)
			read++
		}
	}
	if read > 2 {
		t.Errorf("%d news texts have a head, want at most 2", read)
	}
}
