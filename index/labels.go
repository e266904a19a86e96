package index

import "fmt"

// MaxLabels bounds the labels of a collection: all of them are held in memory and
// written together.
const MaxLabels = 10_000

// CheckLabels returns a *FieldError for more labels than a collection may have.
func CheckLabels(n int) error {
	if n <= MaxLabels {
		return nil
	}
	return &FieldError{Pointer: "/topics", Detail: fmt.Sprintf(
		"would give the collection %d topics of its own; at most %d are allowed: use some again, or delete documents", n, MaxLabels)}
}
