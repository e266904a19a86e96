//go:build !race

package viet

// cacheBits makes 16,384 entries of 48 bytes.
const cacheBits = 14
