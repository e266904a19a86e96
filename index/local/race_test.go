//go:build race

package local

// The race detector makes pools drop what they keep, so that every text that is
// cut into words costs a new table of words.
func init() { slowdown = 12 }
