// Package remote is the engine that keeps a collection on an OpenSearch cluster. Its
// answers are those of the embedded engine: words are cut, spelled, weighed and read
// by the same rooms, and the cluster is asked only for what it can tell exactly.
package remote
