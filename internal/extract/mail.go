package extract

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"net/mail"
	"net/textproto"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// A letter is a record, with its subject as title, and the files in it are
// members. Of what is there in several forms the first with text is read.

var letter = format{members: letterMembers, mediaType: "message/rfc822"}

// mailbox is a file of letters one after another.
var mailbox = format{members: mailboxMembers, mediaType: "application/mbox"}

func isLetter(p *probe) bool {
	fields, ok := headerFields(p.text)
	if !ok || fields.isArchivedPage() {
		return false
	}
	sent := fields.has("Received") || fields.has("Message-Id") || fields.has("Mime-Version") || fields.has("Return-Path")
	if !fields.has("From") && !fields.has("Received") && !fields.has("Return-Path") {
		return false
	}
	return sent || p.ending == ".eml" || !p.isPlain() && fields.has("From") && (fields.has("Subject") || fields.has("To")) && len(fields) >= 3
}

func isMailbox(p *probe) bool {
	if !strings.HasPrefix(p.text, "From ") {
		return false
	}
	_, rest, _ := strings.Cut(p.text, "\n")
	_, ok := headerFields(rest)
	return ok
}

// fields are those of a header, by their canonical names.
type fields map[string]string

func (f fields) has(name string) bool { _, ok := f[name]; return ok }

var fieldName = regexp.MustCompile(`^[!-9;-~]+$`)

// headerFields reads the header that a text begins with, as far as the text goes;
// ok is false for one that begins with something else.
func headerFields(text string) (f fields, ok bool) {
	f = fields{}
	last := ""
	for text != "" {
		line, rest, ended := strings.Cut(text, "\n")
		if text = rest; !ended {
			break
		}
		line = strings.TrimRight(line, "\r")
		if line == "" {
			break
		}
		if last != "" && (line[0] == ' ' || line[0] == '\t') {
			f[last] += line
			continue
		}
		name, value, found := strings.Cut(line, ":")
		if !found || !fieldName.MatchString(name) {
			return nil, false
		}
		last = textproto.CanonicalMIMEHeaderKey(name)
		f[last] = strings.TrimSpace(value)
	}
	return f, len(f) > 0
}

// letterMembers yields the letter and the files in it.
func letterMembers(_ string, b []byte, opt Options, yield func(member, error) bool) {
	msg, err := mail.ReadMessage(bytes.NewReader(bytes.TrimLeft(b, "\r\n")))
	if err != nil {
		yield(member{}, fmt.Errorf("the header of the letter is damaged: %w", err))
		return
	}
	m := mimeReader{left: maxMIMEParts}
	root, err := m.read(textproto.MIMEHeader(msg.Header), msg.Body, 1)
	if err != nil {
		yield(member{}, err)
		return
	}
	l := letterText{prose: newProse(opt), opt: opt}
	l.part(root)
	rec, err := l.record(msg.Header)
	if errors.Is(err, ErrEmpty) && len(l.files) > 0 {
		err = nil
	} else if !yield(member{record: &rec}, err) {
		return
	}
	for i, f := range l.files {
		if !yield(member{name: cmp.Or(f.name, fmt.Sprintf("attachment-%d", i+1)), data: f.data}, nil) {
			return
		}
	}
}

// letterText gathers the text of a letter and its files.
type letterText struct {
	*prose
	opt     Options
	files   []*mimePart
	repairs []Repair
	err     error // of a text that could not be decoded
}

// part reads a part and reports whether it had text.
func (l *letterText) part(p *mimePart) bool {
	switch {
	case p.subtype == "alternative":
		return l.alternative(p)
	case p.subtype != "":
		some := false
		for _, part := range p.parts {
			if p.subtype == "related" && part != p.parts[0] && isPicture(part) {
				continue
			}
			some = l.part(part) || some
		}
		return some
	case p.attached || p.kind != "text/plain" && p.kind != "text/html":
		if len(p.data) > 0 && !isSeal(p.kind) {
			l.files = append(l.files, p)
		}
		return false
	}
	return l.textOf(p)
}

// alternative reads the first of several forms that has text, and the files that
// were put among them.
func (l *letterText) alternative(p *mimePart) bool {
	some := false
	for _, part := range p.parts {
		switch {
		case !some:
			some = l.part(part)
		case part.attached || part.subtype == "mixed":
			l.part(part)
		}
	}
	return some
}

// isPicture reports whether a part is shown within the text.
func isPicture(p *mimePart) bool {
	return strings.HasPrefix(p.kind, "image/") && (p.id != "" || p.address != "")
}

// isSeal reports whether a part signs others or says only what machines read.
func isSeal(kind string) bool {
	return slices.Contains([]string{"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature", "message/delivery-status"}, kind)
}

// textOf adds a text and reports whether it was one.
func (l *letterText) textOf(p *mimePart) bool {
	s, repairs, err := decodeText(p.data, p.charset)
	if err != nil {
		l.err = err
		return false
	}
	before := l.lines
	if p.kind == "text/html" {
		h := newHTMLText(l.prose)
		h.tokens(s)
	} else {
		for line := range strings.SplitSeq(strings.ReplaceAll(s, "\r", "\n"), "\n") {
			l.add(line, "")
			l.end(block{})
		}
	}
	l.repairs = append(l.repairs, repairs...)
	return l.lines > before
}

// record returns the letter.
func (l *letterText) record(h mail.Header) (Record, error) {
	rec, err := l.prose.record()
	if err != nil && !errors.Is(err, ErrEmpty) {
		return Record{}, err
	}
	rec.Title = titleOfLetter(h.Get("Subject"))
	if rec.Title == "" && rec.Body == "" {
		return Record{}, cmp.Or(l.err, ErrEmpty)
	}
	rec.Mended = append(l.repairs, rec.Mended...)
	rec.Source = strings.Join(persons(h, "From"), "; ")
	rec.Recipients = append(persons(h, "To"), persons(h, "Cc")...)
	if t, err := mail.ParseDate(h.Get("Date")); err == nil && t.Year() > 1970 && t.Year() < 2200 {
		rec.Date = t.Format("2006-01-02")
	}
	return rec, nil
}

// titleOfLetter returns a subject, as far as a title goes.
func titleOfLetter(subject string) string {
	s := decodedWords(subject)
	if utf8.RuneCountInString(s) > maxTitle {
		s = strings.TrimSpace(string([]rune(s)[:maxTitle-1])) + "…"
	}
	return s
}

// maxPersons bounds the addresses that are kept of one letter.
const maxPersons = 50

// persons returns the names in a header, with the address where there is none.
func persons(h mail.Header, key string) (list []string) {
	s := h.Get(key)
	addresses, err := mail.ParseAddressList(s)
	if err != nil {
		if s = decodedWords(s); s != "" && utf8.RuneCountInString(s) <= maxTitle {
			list = append(list, s)
		}
		return list
	}
	for _, a := range addresses[:min(len(addresses), maxPersons)] {
		list = append(list, cmp.Or(decodedWords(a.Name), a.Address))
	}
	return list
}

// mailboxMembers yields the letters of a mailbox by their numbers.
func mailboxMembers(_ string, b []byte, _ Options, yield func(member, error) bool) {
	b = bytes.TrimLeft(b, "\r\n")
	for n := 1; len(b) > 0; n++ {
		_, rest, _ := bytes.Cut(b, []byte("\n"))
		end := mailboxEnd(rest)
		data := bytes.ReplaceAll(rest[:end], []byte("\n>From "), []byte("\nFrom "))
		if !yield(member{name: fmt.Sprintf("%d.eml", n), data: data}, nil) {
			return
		}
		b = rest[end:]
	}
}

var mailboxStart = regexp.MustCompile(`\nFrom \S+ .*\d{4}`)

// mailboxEnd returns where the next letter begins, else the length of b.
func mailboxEnd(b []byte) int {
	if m := mailboxStart.FindIndex(b); m != nil {
		return m[0] + 1
	}
	return len(b)
}
