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
// Text is composed once, before it is stored (Compose); every offset that the
// package reports is a byte of that text. All functions are pure and accept
// any bytes.
//
// Rule names such as U02 or T05 in the comments are those of the project's
// specification of written Vietnamese: U characters, S syllables, T tone
// placement, F marks, K tokens.
package viet

// Version changes whenever the same text would give other tokens: an index
// built under another version must be rebuilt.
const Version = "1"
