package ingest

import (
	"fmt"

	"vankien/internal/extract"
)

// MaxRecognized bounds the pages of a file that are recognised.
const MaxRecognized = 200

// page is a page of a file that was recognised.
type page struct {
	Text       string  `json:"text"`
	Confidence float64 `json:"confidence"`
}

// pageName names a page, from 1, of the file with these bytes.
func pageName(sum string, n int) string { return fmt.Sprintf("%s/%06d", sum, n) }

// Page returns the text of a page, from 1, of the file with these bytes, if it
// was recognised before.
func (j *Journal) Page(sum string, n int) (r extract.Recognized, ok bool) {
	name := pageName(sum, n)
	var p page
	if j.records == nil {
		j.mu.Lock()
		p, ok = j.pages[name]
		j.mu.Unlock()
	} else {
		values, err := j.records.Get(partPages, name)
		j.note(err)
		b := values[name]
		ok = b != nil && unseal([]byte(name), b, &p) == nil
	}
	return extract.Recognized{Text: p.Text, Confidence: p.Confidence}, ok
}

// SetPage keeps the text of a page. When it returns nil, that is on disk.
func (j *Journal) SetPage(sum string, n int, r extract.Recognized) error {
	name, p := pageName(sum, n), page{r.Text, r.Confidence}
	if j.records == nil {
		j.mu.Lock()
		defer j.mu.Unlock()
		j.pages[name] = p
		return nil
	}
	b, err := seal([]byte(name), p)
	if err == nil {
		err = j.records.Apply(journalChanges{partPages: {name: b}})
	}
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	return nil
}

// knownPages counts the pages of a file that were recognised.
func (j *Journal) knownPages(sum string) int {
	if j.records == nil {
		j.mu.Lock()
		defer j.mu.Unlock()
		n := 0
		for name := range j.pages {
			if len(name) > len(sum) && name[:len(sum)] == sum {
				n++
			}
		}
		return n
	}
	return len(j.below(partPages, sum+"/", MaxRecognized))
}

// Waiting is a file with pages that are yet to be recognised.
type Waiting struct {
	Path  string
	Pages int
}

// Waiting returns the files with pages that are yet to be recognised, in the
// order of their paths.
func (j *Journal) Waiting() (list []Waiting) {
	for _, key := range j.waitingKeys() {
		if e := j.get(key); e != nil && len(e.Waits) > 0 {
			list = append(list, Waiting{e.path(key), pageCount(e.Waits)})
		}
	}
	return list
}
