//go:build race

package indextest

// Slowdown is by how much random tests ask less: under the race detector pools
// drop what they keep, so that every text that is cut into words costs a new
// table of words.
const Slowdown = 12
