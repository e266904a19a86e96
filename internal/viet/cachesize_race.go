//go:build race

package viet

// cacheBits is small under the race detector, where a sync.Pool throws away a
// quarter of what it is given and memory is dear to make: large caches would
// take most of the time of every test.
const cacheBits = 8
