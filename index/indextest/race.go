//go:build race

package indextest

// Slowdown is by how much random tests ask less, for the race detector.
const Slowdown = 4
