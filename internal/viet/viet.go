// Package viet holds what the program knows of written Vietnamese: how a text
// is stored, how its words are cut out, and which written forms are one word.
// No other package composes, folds or tokenizes.
//
// A word has three forms:
//
//	surface  as it stands in the text                   Hoà, HÒA
//	term     lower case, tone in its traditional place  hòa
//	fold     the term without marks, đ as d             hoa
//
// Text is composed once, before it is stored (Compose), and otherwise kept as
// it is written. What else stands between a surface and its term (look-alike
// letters, zero-width characters, typographic forms) is cleaned while the text
// is read, and every offset is a byte of the text given. All functions are
// pure and accept any bytes; canonically equivalent texts have equal terms.
//
// Rule names such as U02 or T05 in the comments are those of the project's
// specification of written Vietnamese: U characters, S syllables, T tone
// placement, V variants, F marks, K tokens, O offsets, C collation, SP speed.
// Explain names those behind each token of a text.
package viet

// Version changes whenever the same text would give other tokens: an index
// built under another version must be rebuilt.
const Version = "3"
