package remote

import (
	"context"
	"crypto/x509"
	"time"

	"vankien/index/plan"
)

// AnalysisVersion names the analysis and the mapping. A collection built under
// another one would silently miss documents, so it is not opened.
const AnalysisVersion = "" // that of the analysis and "mapping N": see Open

// Options say which collection of which cluster is opened, and how.
type Options struct {
	Addresses []string // of the nodes, as URLs without a password
	Name      string   // of the collection; "" means "vankien"
	Names     plan.Names

	User, Password string
	CA             *x509.CertPool // that certificates are checked with; nil: that of the system

	Create           bool          // a collection that is absent is made
	Shards, Replicas int           // of a new one; 0 shards mean DefaultShards
	Refresh          time.Duration // in which writes become visible; 0 means DefaultRefresh
	LexiconBytes     int64         // memory for what is known of the words of the collection; 0 means DefaultLexiconBytes
}

// Index is a collection on a cluster, which other processes may have open, too. It
// is safe for concurrent use.
type Index struct {
	client *client
	name   string // alias of the index of documents; what else it has is called NAME.something
	names  plan.Names
}

// Open opens a collection.
func Open(ctx context.Context, opt Options) (*Index, error) {
	c, err := newClient(&opt)
	if err != nil {
		return nil, err
	}
	return &Index{client: c, name: opt.Name, names: opt.Names}, nil
}
