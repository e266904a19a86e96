package index

// Change is what is to become of a document that others may write, too.
type Change struct {
	ID  string
	Now *Document // what is stored, under ID; nil: it is removed

	// If tells whether to make the change, by the document that is stored; nil: none
	// is. It may be called several times, and must not keep or change what it gets.
	If func(stored *Document) bool
}
