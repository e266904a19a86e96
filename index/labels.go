package index

import (
	"fmt"
	"maps"
)

// MaxLabels bounds the labels of a collection: all of them are held in memory and
// written together.
const MaxLabels = 10_000

// MakeRoom removes from labels those that no document uses and that are not to be kept.
// It returns a *FieldError if there still are more than a collection may have.
func MakeRoom(labels, keep map[string]string, used map[string]bool) error {
	maps.DeleteFunc(labels, func(id, _ string) bool {
		_, kept := keep[id]
		return !used[id] && !kept
	})
	if len(labels) <= MaxLabels {
		return nil
	}
	return &FieldError{Pointer: "/topics", Detail: fmt.Sprintf(
		"would give the collection %d topics of its own; at most %d are allowed: use some again, or delete documents", len(labels), MaxLabels)}
}
