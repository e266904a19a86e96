// Package match finds in stored text what a plan looks for: the words, typed
// terms and phrases that a reader is shown as marks, and the places of a phrase.
// It is pure: a plan and a text in, spans of bytes of that text out.
package match
