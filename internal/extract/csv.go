package extract

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"vankien/internal/near"
	"vankien/internal/viet"
)

// A table of values is a register of documents if its first row names keys of a
// record, in English or as Vietnamese offices name them; then each row is a
// record. What no key is known for is not lost: it stands at the end of the body
// with the name of its column. A column that is probably a key written wrongly is
// an error, as in JSON. Without such a first row the table is a text like any
// other.

var table = format{read: readTable, mediaType: "text/csv"}

// columns are the names of columns besides the keys themselves, as terms, folded.
var columns = map[string]string{
	"ma": "id", "ma van ban": "id", "ma so": "id", "dinh danh": "id",
	"loai": "kind", "loai van ban": "kind", "the loai": "kind", "type": "kind",
	"tieu de": "title", "trich yeu": "title", "ten": "title", "ten van ban": "title", "trich yeu noi dung": "title", "ten bai": "title", "ve viec": "title",
	"tom tat": "abstract", "summary": "abstract",
	"noi dung": "body", "toan van": "body", "van ban": "body", "text": "body", "content": "body",
	"ngay": "date", "ngay ban hanh": "date", "ngay thang": "date", "ngay van ban": "date", "ngay ky": "date", "ngay thang nam": "date",
	"nguoi phat bieu": "speaker", "dien gia": "speaker", "tac gia": "speaker",
	"chuc vu": "role", "chuc danh": "role",
	"co quan": "organisation", "co quan ban hanh": "organisation", "don vi ban hanh": "organisation", "noi ban hanh": "organisation", "organization": "organisation", "issuer": "organisation",
	"dia diem": "place", "noi": "place", "dia danh": "place",
	"su kien": "event", "hoi nghi": "event",
	"so": "number", "so hieu": "number", "so ky hieu": "number", "so van ban": "number", "so va ky hieu": "number",
	"ngon ngu": "language",
	"nguon":    "source", "url": "source", "duong dan": "source", "lien ket": "source",
	"nguoi ky":   "signer",
	"chuc vu ky": "signer_role", "chuc vu nguoi ky": "signer_role", "chuc danh nguoi ky": "signer_role", "signer role": "signer_role",
	"chu de": "topics", "linh vuc": "topics", "topic": "topics",
	"noi nhan": "recipients",
}

// ordinals are the names of columns that number the rows.
var ordinals = []string{"stt", "tt", "so thu tu", "no", "#"}

// column is a column of a register; with neither key nor name it is left out.
type column struct {
	key  string
	name string // of a column without a key, as written
}

func readTable(in *bufio.Reader, opt Options, yield func(Record, error) bool) {
	in, repairs, err := tableLines(in, opt)
	if err != nil {
		yield(Record{}, err)
		return
	}
	head, _ := in.Peek(bufferSize)
	comma := commaOf(head)
	bound := &rowBound{in: in, max: opt.maxLine()}
	r := csv.NewReader(bound)
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = comma, -1, true, true
	first := csv.NewReader(bytes.NewReader(head))
	first.Comma, first.FieldsPerRecord, first.LazyQuotes = comma, -1, true
	names, _ := first.Read()
	list, err := columnsOf(names)
	switch {
	case err != nil:
		yield(Record{Line: 1}, err)
		return
	case list == nil:
		readText(in, opt, func(rec Record, err error) bool {
			rec.Mended = append(repairs, rec.Mended...)
			return yield(rec, err)
		})
		return
	}
	rows{r, bound, list, repairs}.read(yield)
}

// tableLines returns a stream of UTF-8; only UTF-16 and UTF-8 are read as a stream,
// and what is in an older encoding is held whole.
func tableLines(in *bufio.Reader, opt Options) (*bufio.Reader, []Repair, error) {
	in, repairs, err := readLines(in)
	if err != nil {
		return nil, nil, err
	}
	head, _ := in.Peek(bufferSize)
	if i := bytes.LastIndexByte(head, '\n'); i >= 0 && utf8.Valid(head[:i]) || utf8.Valid(head) {
		if bytes.HasPrefix(head, utf8BOM) {
			in.Discard(len(utf8BOM))
		}
		return in, repairs, nil
	}
	s, repairs, err := wholeText(in, opt.maxText())
	if err != nil {
		return nil, nil, err
	}
	return bufio.NewReaderSize(strings.NewReader(s), bufferSize), repairs, nil
}

// commaOf returns what stands between the names of columns: of comma, semicolon
// and tab the most frequent in the first line.
func commaOf(head []byte) rune {
	first, _, _ := bytes.Cut(head, []byte("\n"))
	best, most := ',', bytes.Count(first, []byte(","))
	for _, c := range ";\t" {
		if n := bytes.Count(first, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}

// columnsOf returns what the first row names, nil if it is not that of a
// register: two keys at least, and a title or body among them. The error is a
// *KeyError.
func columnsOf(names []string) ([]column, error) {
	list := make([]column, len(names))
	known := 0
	for i, n := range names {
		name := viet.Compose(strings.TrimSpace(n))
		list[i] = column{key: keyOf(name), name: name}
		if list[i].key != "" {
			known++
		}
	}
	if known < 2 || !slices.ContainsFunc(list, func(c column) bool { return c.key == "title" || c.key == "body" }) {
		return nil, nil
	}
	given := map[string]bool{}
	var wrong []string
	for i, c := range list {
		switch {
		case c.key == "" && slices.Contains(ordinals, folded(c.name)):
			list[i] = column{}
		case c.key == "":
			if near.Name(folded(c.name), recordKeys()) != "" {
				wrong = append(wrong, c.name)
			}
		case given[c.key]:
			return nil, &KeyError{c.key, fmt.Errorf("two columns hold the key %q; %q is the second", c.key, c.name)}
		}
		given[c.key] = true
	}
	return list, unknownKeys(wrong, recordKeys())
}

// folded returns a name as columns has it.
func folded(name string) string {
	return strings.Join(strings.Fields(viet.Fold(viet.Term(strings.NewReplacer("_", " ", "/", " ", ",", " ", ".", " ", "-", " ").Replace(name)))), " ")
}

// keyOf returns the key that a column holds, "" if none is known.
func keyOf(name string) string {
	s := folded(name)
	if key := columns[s]; key != "" {
		return key
	}
	for _, key := range recordKeys() {
		if s == strings.ReplaceAll(key, "_", " ") && key != "repairs" {
			return key
		}
	}
	return ""
}

// rowBound ends a stream in which a row is longer than max bytes.
type rowBound struct {
	in   io.Reader
	max  int
	read int // bytes since the last row ended
}

func (b *rowBound) Read(p []byte) (int, error) {
	if b.read > b.max {
		return 0, &SizeError{fmt.Sprintf("the row is longer than the limit of %s; what follows was not read", byteSize(int64(b.max)))}
	}
	n, err := b.in.Read(p)
	b.read += n
	return n, err
}

// rows reads a register.
type rows struct {
	in      *csv.Reader
	bound   *rowBound
	columns []column
	repairs []Repair
}

func (r rows) read(yield func(Record, error) bool) {
	empty := true
	for first := true; ; first = false {
		row, err := r.in.Read()
		r.bound.read = 0
		if err != nil {
			if wrong := (*csv.ParseError)(nil); errors.As(err, &wrong) {
				yield(Record{Line: wrong.Line}, fmt.Errorf("the row is not CSV: %w", wrong.Err))
			} else if err != io.EOF {
				yield(Record{}, err)
			} else if empty {
				yield(Record{}, ErrEmpty)
			}
			return
		}
		if first || blankRow(row) {
			continue
		}
		empty = false
		line, _ := r.in.FieldPos(0)
		rec, err := r.record(row)
		rec.Line = line
		if !yield(rec, err) {
			return
		}
	}
}

func blankRow(row []string) bool {
	return !slices.ContainsFunc(row, func(s string) bool { return strings.TrimSpace(s) != "" })
}

// record returns the record of a row. A register often has the same words of
// several documents, "Về việc bổ nhiệm cán bộ", and no text of them: without an id
// a row is named by its number and date as well.
func (r rows) record(row []string) (Record, error) {
	var rec Record
	var rest []string
	for i, value := range row {
		value = strings.TrimSpace(strings.ReplaceAll(value, "\r\n", "\n"))
		switch {
		case value == "":
		case !utf8.ValidString(value):
			return Record{}, fmt.Errorf("%w: the row is not UTF-8; save the file as UTF-8", ErrUnsupported)
		case i >= len(r.columns):
			rest = append(rest, value)
		case r.columns[i].key != "":
			rec.setCell(r.columns[i].key, value)
		case r.columns[i].name != "":
			rest = append(rest, r.columns[i].name+": "+value)
		}
	}
	if len(rest) > 0 {
		rec.Body = strings.TrimPrefix(rec.Body+"\n"+strings.Join(rest, "\n"), "\n")
	}
	if rec.Title == "" && rec.Body == "" {
		return Record{}, errors.New("the row has neither a title nor a body")
	}
	named := rec.ID != ""
	o := object{Record: rec}
	rec, err := o.record()
	if apart := rec.Number + rec.Date; err == nil && !named && apart != "" {
		rec.ID = "h-" + contentHash(rec.Title+rec.Body+"\x00"+apart)
	}
	rec.Mended = append(rec.Mended, r.repairs...)
	return rec, err
}

// setCell stores the value of a column; a list is separated by semicolons.
func (r *Record) setCell(key, value string) {
	list := r.list(key)
	if list == nil {
		*r.field(key) = value
		return
	}
	for _, s := range strings.Split(value, ";") {
		if s = strings.TrimSpace(s); s != "" {
			*list = append(*list, s)
		}
	}
}
