package export

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"

	"vankien/internal/cite"
)

// lines writes one record after another.
type lines struct {
	w               io.Writer
	before, between string
	after, empty    string // empty: instead of before and after where there is nothing
	began           bool
	record          func(*bytes.Buffer, *Row) error
	buf             bytes.Buffer
}

func (l *lines) Write(r *Row) error {
	l.buf.Reset()
	if !l.began {
		l.buf.WriteString(l.before)
	} else {
		l.buf.WriteString(l.between)
	}
	l.began = true
	if err := l.record(&l.buf, r); err != nil {
		return err
	}
	_, err := l.w.Write(l.buf.Bytes())
	return err
}

func (l *lines) Close() error {
	end := l.after
	if !l.began {
		end = l.empty
	}
	_, err := io.WriteString(l.w, end)
	return err
}

// newJSONL writes an object a line, with the columns that have a value.
func newJSONL(w io.Writer, opt *Options) Writer {
	return &lines{w: w, record: func(b *bytes.Buffer, r *Row) error {
		sep := byte('{')
		for i, c := range opt.Columns {
			v := r.value(i)
			if text(v) == "" {
				continue
			}
			b.WriteByte(sep)
			sep = ','
			if err := appendJSON(b, c.Name); err != nil {
				return err
			}
			b.WriteByte(':')
			if err := appendJSON(b, v); err != nil {
				return err
			}
		}
		if sep == '{' {
			b.WriteByte('{')
		}
		b.WriteString("}\n")
		return nil
	}}
}

// appendJSON writes a value with the signs of HTML as they are.
func appendJSON(b *bytes.Buffer, v any) error {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1)
	return nil
}

// newBibTeX writes entries behind the notes. What stands between entries is a
// remark, unless it has the sign that begins one.
func newBibTeX(w io.Writer, opt *Options) Writer {
	var remarks strings.Builder
	for _, n := range opt.Notes {
		remarks.WriteString("% " + strings.ReplaceAll(strings.Join(strings.Fields(n), " "), "@", "(at)") + "\n")
	}
	keys := &cite.Keys{}
	return &lines{w: w, before: remarks.String() + "\n", between: "\n", empty: remarks.String(), record: func(b *bytes.Buffer, r *Row) error {
		b.WriteString(r.Source.BibTeX(keys.Of(&r.Source)))
		return nil
	}}
}

func newRIS(w io.Writer, _ *Options) Writer {
	return &lines{w: w, between: "\r\n", record: func(b *bytes.Buffer, r *Row) error {
		b.WriteString(r.Source.RIS())
		return nil
	}}
}

func newCSL(w io.Writer, _ *Options) Writer {
	return &lines{w: w, before: "[\n", between: ",\n", after: "\n]\n", empty: "[]\n", record: func(b *bytes.Buffer, r *Row) error {
		return appendJSON(b, r.Source.CSL())
	}}
}
