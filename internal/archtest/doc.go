// Package archtest holds the tests of the architecture: which room may import
// what, and that every package and exported name says what it is. The tests
// read the source with go/parser, so that the test cache sees every file they
// depend on.
package archtest
