// Package head reads what a document says of itself: the letter head and the end
// of an official document (Decree 30/2020/NĐ-CP, Annex I; Instruction
// 36-HD/VPTW for documents of the Party), and title and salutation of a speech.
// A wrong field is worse than none, so each comes with how sure it is.
package head

// Field is what was read, how sure it is, and where it stands.
type Field struct {
	Value      string
	Confidence float64 // 1: on a line of its own; 0.9: in a head that was put together; 0.7: from the number; below 0.9 it is a guess
	Where      string  // "head", "end", "number", "title", "salutation", "first sentence"
}

// Head is what a document says of itself; a field that is not there is zero.
type Head struct {
	Number, Date, Place, Kind, Organisation, Title Field
	Signer, SignerRole                             Field
	Recipients                                     []Field
	Speaker, Role, Event                           Field
}

// Read returns the head of a document. title may be empty; the body has a
// paragraph a line. Kind is one of index.Kinds.
func Read(title, body string) Head { return Head{} }
