package index

// Forms keeps what a caller made of an answer, such as its bytes for a client,
// beside the answer: whoever gets the same answer again need not make it again.
// It is of one Result and keeps one form, the last. A nil Forms keeps nothing:
// an answer that was asked for once is not worth the memory.
type Forms struct {
	form *Form
	keep func(*Form)
}

// Form is a value made of an answer and of what Key names.
type Form struct {
	Key   any // comparable
	Value any // never changed
	Bytes int // of memory
}

// NewForms is for engines: form is the one there is, or nil; keep takes another.
func NewForms(form *Form, keep func(*Form)) *Forms { return &Forms{form, keep} }

// Get returns the value of the form with a key; nil: it is not there.
func (f *Forms) Get(key any) any {
	if f == nil || f.form == nil || f.form.Key != key {
		return nil
	}
	return f.form.Value
}

// Keep has a form kept in place of another one.
func (f *Forms) Keep(form *Form) {
	if f != nil {
		f.keep(form)
	}
}

// String says nothing of the form: equal answers are written alike.
func (f *Forms) String() string { return "forms" }
