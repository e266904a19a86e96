package extract

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"strings"
)

// An archive or letter is opened and what is in it is read like a file, which
// may be an archive in turn. A few kilobytes can hold millions of files or
// themselves again and again, so one budget bounds all that is in one file, at
// whatever depth. A member that cannot be read takes nothing from the others.

// Limits of what is in one file.
const (
	maxLevels  = 4         // archives in each other
	maxEntries = 5000      // members, at all levels together
	maxArchive = 256 << 20 // bytes of them, unpacked
	maxDeaths  = 10        // members that end the worker which reads them
	maxPart    = 64 << 20  // bytes of one of them, unpacked
)

// tooDeep is the error for archives in archives.
var tooDeep error = &SizeError{fmt.Sprintf("archives within each other are opened %d levels deep, and this lies deeper", maxLevels)}

// member is a file in an archive or letter.
type member struct {
	name   string // with slashes; as found, in UTF-8
	data   []byte
	record *Record // what was read already: the letter itself, which is no member
}

// budget is what may still be read of one file.
type budget struct {
	entries int
	bytes   int64
	deaths  int
}

// worn is the error for a member that no worker is risked for any more: each that
// ends takes seconds, and an archive may hold thousands like it.
var worn error = &SizeError{fmt.Sprintf("%d files beside it ended the worker that read them, so it was not tried; add it by itself", maxDeaths)}

// take reports what is used up by one more member, nil if nothing is.
func (b *budget) take(size int) error {
	b.entries--
	b.bytes -= int64(size)
	switch {
	case b.entries < 0:
		return &SizeError{fmt.Sprintf("there are more than %d files in it; what follows was not read", maxEntries)}
	case b.bytes < 0:
		return &SizeError{fmt.Sprintf("the files in it have more than %s; what follows was not read", byteSize(maxArchive))}
	}
	return nil
}

// reading is the reading of a file, or of a member of one.
type reading struct {
	opt   Options
	left  *budget
	yield func(Record, error) bool

	member string // path of the member; "" for the file itself
	data   []byte // of the member
	level  int    // how many archives it is in
	over   bool   // the budget is used up
}

func newReading(opt Options, yield func(Record, error) bool) *reading {
	return &reading{opt: opt, left: &budget{entries: maxEntries, bytes: maxArchive, deaths: maxDeaths}, yield: yield}
}

// read yields the records of a file and reports whether more are wanted.
func (d *reading) read(o opened) bool {
	if o.format.read != nil {
		return d.stream(o)
	}
	b, f, err := o.whole(d.opt)
	switch {
	case err != nil:
		return d.give(nil, Record{}, err)
	case f.members != nil:
		return d.archive(f, o.name, b)
	case f.apart && d.opt.Apart != nil:
		return d.elsewhere(f, o, b)
	}
	rec, err := f.whole(o.name, b, d.opt)
	return d.give(o.typed(f), rec, err)
}

func (d *reading) stream(o opened) (more bool) {
	more = true
	f := o.typed(o.format)
	o.format.read(o.in, d.opt, func(rec Record, err error) bool {
		more = d.give(f, rec, err)
		return more
	})
	return more
}

// elsewhere has a file read by another process.
func (d *reading) elsewhere(f *format, o opened, b []byte) (more bool) {
	if d.left.deaths <= 0 {
		return d.give(nil, Record{}, worn)
	}
	more = true
	readApart(o.name, b, d.opt, func(rec Record, err error) bool {
		if errors.As(err, new(*CrashError)) {
			d.left.deaths--
		}
		rec.Type = o.typed(f).mediaType
		more = d.give(f, rec, err)
		return more
	})
	return more
}

// packed is what the media type of a compressed file stands in.
var packed = format{mediaType: "application/gzip"}

// typed returns the format that tells the media type of the file.
func (o *opened) typed(f *format) *format {
	if o.packed {
		return &packed
	}
	return f
}

// give yields one record of the file or member in format f.
func (d *reading) give(f *format, rec Record, err error) bool {
	if err != nil {
		return d.yield(Record{Line: rec.Line, Member: d.member}, err)
	}
	rec.Member, rec.Data = d.member, d.data
	if rec.Type == "" && f != nil {
		rec.Type = f.mediaType
	}
	return d.yield(rec, nil)
}

// archive yields the records of all members.
func (d *reading) archive(f *format, name string, b []byte) bool {
	if d.level >= maxLevels {
		return d.give(nil, Record{}, tooDeep)
	}
	more, none := true, true
	f.members(name, b, d.opt, func(m member, err error) bool {
		none = false
		more = d.one(f, m, err)
		return more && !d.over
	})
	if none {
		return d.give(nil, Record{}, errNoFile)
	}
	return more
}

// one yields the records of a member.
func (d *reading) one(f *format, m member, err error) bool {
	if m.record != nil {
		return d.give(f, *m.record, err)
	}
	if used := d.left.take(len(m.data)); used != nil {
		d.over = true
		return d.give(nil, Record{}, used)
	}
	if m.name == "" && err != nil {
		return d.give(nil, Record{}, err)
	}
	in := reading{opt: d.opt, left: d.left, yield: d.yield, data: m.data, level: d.level + 1, member: memberPath(d.member, m.name)}
	var o opened
	if err == nil {
		o, err = open(m.name, bytes.NewReader(m.data))
	}
	if err != nil {
		return in.give(nil, Record{}, err)
	}
	more := in.read(o)
	d.over = in.over
	return more
}

// memberPath joins the path of an archive within the file and a name in it. The
// name is a name only: nothing in it leads out of the archive.
func memberPath(archive, name string) string {
	name = strings.TrimPrefix(path.Clean("/"+name), "/")
	if archive == "" {
		return name
	}
	return archive + "/" + name
}

// isChaff reports whether a member is something that systems put into archives
// for themselves.
func isChaff(name string) bool {
	base := path.Base(name)
	return strings.HasPrefix(base, ".") || strings.HasPrefix(base, "~$") || strings.HasPrefix(name, "__MACOSX/") || strings.Contains(name, "/__MACOSX/")
}

// errNoFile is the error for an archive with nothing to read in it.
var errNoFile = errors.New("the archive holds no file")

// errPassword is the error for what is encrypted.
var errPassword = errors.New("it needs a password")
