package ingest

// Result says what became of a file that a Run saw, or of one record of it.
type Result string

// What can become of a file. Every file has one of the first seven; the last two
// are said in addition.
const (
	ResultAdded     Result = "added"
	ResultChanged   Result = "changed"
	ResultUnchanged Result = "unchanged"
	ResultFailed    Result = "failed"    // Seen.Reason says why
	ResultSkipped   Result = "skipped"   // it is not read; Seen.Reason says why
	ResultMoved     Result = "moved"     // it was at Seen.Of; its documents keep their ids
	ResultDeleted   Result = "deleted"   // it is gone, and so are its documents
	ResultDuplicate Result = "duplicate" // it has the same bytes as Seen.Of; its documents are stored all the same
	ResultWaiting   Result = "waiting"   // it has pages that are images and are yet to be recognised
)

// MaxSeenIDs bounds Seen.IDs: a file may have millions of records.
const MaxSeenIDs = 20

// Seen tells of a file, and of each record of it that cannot be used.
type Seen struct {
	Path    string   // as found; "-" for a stream
	Member  string   // of a file in an archive or letter, its path there
	Line    int      // of a record, from 1; 0 for the whole file or member
	Result  Result   // what became of it
	Code    string   // why it failed or was skipped, for programs
	Reason  string   // the same, for people
	IDs     []string // of its documents, the first MaxSeenIDs of them
	Of      string   // the former path of a moved file, another one of a duplicate
	Records Records  // of a file with records
}

// Records counts the records of a file by what became of them.
type Records struct{ Added, Changed, Unchanged, Failed int }

// Whole reports whether it tells of a file, not of a part of one.
func (s *Seen) Whole() bool { return s.Line == 0 && s.Member == "" }

// Problem reports whether something that was to be read could not be. What
// nobody would expect to be read, such as a picture in a folder, is none.
func (s *Seen) Problem() bool {
	switch s.Result {
	case ResultFailed:
		return s.Records == Records{} // else its records tell
	case ResultSkipped:
		return !quiet[s.Code]
	}
	return false
}

// quiet are the codes of files that are passed over as a matter of course.
var quiet = map[string]bool{codeHidden: true, codeTemporary: true, codeLinkedFolder: true, codeUnsupported: true}

// skipping are the codes of files that are not read; all others failed.
var skipping = map[string]bool{codeHidden: true, codeTemporary: true, codeLinkedFolder: true, codeUnsupported: true,
	codeOutside: true, codeEmpty: true, codeNotRegular: true, codeLoop: true, codeAgain: true}

// result tells what a problem of a whole file makes of it. A file that was named,
// or whose name promises a text, is not passed over.
func (f *file) result(code string) Result {
	if !skipping[code] || code == codeUnsupported && (f.named || promising(f.name)) {
		return ResultFailed
	}
	return ResultSkipped
}
