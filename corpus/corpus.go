// Package corpus is the sample collection: speeches and reports of a province
// that does not exist, a few neutral summaries of public events, the shipped
// taxonomy of topics, and judgments of relevance.
//
//	documents/*.md   one document each, metadata in YAML front matter
//	topics.yaml      topics, their labels and cue phrases
//	judgments.txt    queries and the documents they should find
package corpus

import "embed"

// FS holds the files of the collection.
//
//go:embed documents/*.md topics.yaml judgments.txt
var FS embed.FS
