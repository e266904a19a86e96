package remote

import _ "embed"

// mapping is the body that makes an index of documents, but for its number of shards
// and what else an operator chooses: what the fields of a bulk (fields.go) are.
//
//go:embed mapping.json
var mapping string
