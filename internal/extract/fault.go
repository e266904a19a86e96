package extract

// SyntaxError is the error for a line that is not JSON at all.
type SyntaxError struct{ Detail string }

func (e *SyntaxError) Error() string { return e.Detail }

// SizeError is the error for a file, a line or front matter that is over its
// limit.
type SizeError struct{ Detail string }

func (e *SizeError) Error() string { return e.Detail }

// KeyError is the error for a key that no record has, or that holds what it
// cannot.
type KeyError struct {
	Key string // of several unknown ones the first by name
	Err error
}

func (e *KeyError) Error() string { return e.Err.Error() }

// Unwrap returns what is wrong with the key.
func (e *KeyError) Unwrap() error { return e.Err }
