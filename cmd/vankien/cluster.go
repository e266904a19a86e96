package main

import (
	"bytes"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"vankien/index/plan"
	"vankien/index/remote"
)

// engineName names an engine that keeps collections.
type engineName string

const (
	engineLocal  engineName = "local"
	engineRemote engineName = "opensearch"
)

// addCluster gives a verb the flags that name a collection on a cluster.
func addCluster(c *cobra.Command) {
	f := c.Flags()
	name := engineName("")
	f.Var(oneOf[engineName]{&name, []engineName{engineLocal, engineRemote}}, "engine",
		"`engine` that keeps the collection: local or opensearch (default opensearch when --opensearch names a cluster)")
	f.StringSlice("opensearch", nil, "`URL` of a node of an OpenSearch cluster; repeatable")
	addAccess(c)
}

// addAccess gives a verb the flags that say how a collection on a cluster is opened.
func addAccess(c *cobra.Command) {
	f := c.Flags()
	f.String("opensearch-index", "", "`name` of the collection on the cluster (default vankien)")
	f.String("opensearch-user-file", "", "`file` with user:password of the cluster, which nobody else may read")
	f.String("opensearch-ca", "", "`file` of certificates in PEM that the nodes' are checked with (default: those of the system)")
	f.Int("opensearch-shards", 0, "`number` of shards of a new collection (default 3)")
	f.Int("opensearch-replicas", 0, "`number` of further copies of each shard of a new collection; -1: none (default 1 if there is a node for it)")
	f.Int64("opensearch-lexicon-mb", remote.DefaultLexiconBytes>>20, "memory, in `MiB`, for what is known of the words of a collection")
	atLeast(f, "opensearch-shards", "0")
	atLeast(f, "opensearch-replicas", "-1")
	atLeast(f, "opensearch-lexicon-mb", "1")
}

// nearest has the cluster or else the directory that the call itself names win over
// what the environment or the settings name.
func nearest(c *cobra.Command) error {
	f := c.Flags()
	switch {
	case f.Lookup("engine") == nil || f.Changed("engine"):
		return nil
	case f.Changed("opensearch"):
		return f.Set("engine", string(engineRemote))
	case f.Changed("data"):
		return f.Set("engine", string(engineLocal))
	}
	return nil
}

// onCluster reports whether a verb works on a collection on a cluster.
func onCluster(c *cobra.Command) bool {
	f := c.Flags().Lookup("engine")
	if f == nil || heldBy(c) != nil || f.Value.String() == string(engineLocal) {
		return false
	}
	nodes, _ := c.Flags().GetStringSlice("opensearch")
	return len(nodes) > 0 || f.Value.String() == string(engineRemote)
}

// refuseCluster refuses a verb that only works on a directory; instead says what does
// the same on a cluster.
func refuseCluster(c *cobra.Command, instead string) error {
	if !onCluster(c) {
		return nil
	}
	return fmt.Errorf("%s works on a directory, and the collection is on a cluster: %s", c.Name(), instead)
}

// snapshots is what a cluster has instead of backups.
const snapshots = "a cluster has snapshots, and 'vankien migrate' copies a collection to a directory"

// clusterOptions are those of the collection that the flags of addCluster name.
func clusterOptions(c *cobra.Command, create bool) (opt remote.Options, err error) {
	nodes, _ := c.Flags().GetStringSlice("opensearch")
	if len(nodes) == 0 {
		return opt, errors.New("no cluster named: use --opensearch URL or set VANKIEN_OPENSEARCH")
	}
	return accessOptions(c, nodes, create)
}

// accessOptions are those of the collection that the flags of addAccess name.
func accessOptions(c *cobra.Command, nodes []string, create bool) (opt remote.Options, err error) {
	f := c.Flags()
	if err := checkAddresses(nodes); err != nil {
		return opt, err
	}
	opt.Addresses = nodes
	opt.Name, _ = f.GetString("opensearch-index")
	opt.Shards, _ = f.GetInt("opensearch-shards")
	opt.Replicas, _ = f.GetInt("opensearch-replicas")
	mb, _ := f.GetInt64("opensearch-lexicon-mb")
	opt.LexiconBytes, opt.Create = min(mb, math.MaxInt64>>20)<<20, create
	if opt.User, opt.Password, err = readUser(c); err != nil {
		return opt, err
	}
	opt.CA, err = readCA(c)
	return opt, err
}

// checkAddresses refuses what is no address, without showing what may be a password.
func checkAddresses(list []string) error {
	for i, s := range list {
		u, err := url.Parse(s)
		switch {
		case err == nil && u.User != nil:
			return fmt.Errorf("address %d of the cluster holds a user: name a file with user:password with --opensearch-user-file instead, since addresses are seen by everyone", i+1)
		case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
			return fmt.Errorf("address %d of the cluster is no URL of a node, such as https://10.0.0.1:9200", i+1)
		}
	}
	return nil
}

// readUser reads the file that --opensearch-user-file names.
func readUser(c *cobra.Command) (user, password string, err error) {
	path, _ := c.Flags().GetString("opensearch-user-file")
	if path == "" {
		return "", "", nil
	}
	raw, err := readSecret(at(c, path))
	if err != nil {
		return "", "", fmt.Errorf("read the user of the cluster: %w", err)
	}
	line, rest, _ := strings.Cut(strings.TrimRight(string(raw), "\r\n"), "\n")
	user, password, ok := strings.Cut(line, ":")
	if !ok || user == "" || password == "" || rest != "" {
		return "", "", fmt.Errorf("read the user of the cluster: %s is not one line user:password", path)
	}
	return user, password, nil
}

// readCA reads the file that --opensearch-ca names.
func readCA(c *cobra.Command) (*x509.CertPool, error) {
	path, _ := c.Flags().GetString("opensearch-ca")
	if path == "" {
		return nil, nil
	}
	raw, err := os.ReadFile(at(c, path))
	if err != nil {
		return nil, fmt.Errorf("read the certificates of the cluster: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(raw) {
		return nil, fmt.Errorf("read the certificates of the cluster: %s has no certificate in PEM", path)
	}
	return pool, nil
}

// topicsFile is the name of the taxonomy of a collection.
const topicsFile = "topics.yaml"

// tableOf opens a table of a collection on a cluster: that of the directory that --data
// names, if one is named and has it, else that on the cluster. fs.ErrNotExist: none has.
func tableOf(c *cobra.Command, beside *remote.Beside, file string) (io.ReadCloser, error) {
	if dir, _ := c.Flags().GetString("data"); dir != "" {
		f, err := os.Open(filepath.Join(dir, file))
		if !errors.Is(err, os.ErrNotExist) {
			return f, err
		}
	}
	raw, _, err := beside.Blob(file).Load()
	if err != nil {
		return nil, err
	}
	return io.NopCloser(bytes.NewReader(raw)), nil
}

// table returns a table of a collection, or fs.ErrNotExist.
func (d *desk) table(file string) ([]byte, error) {
	if d.beside == nil {
		return os.ReadFile(filepath.Join(d.dir, file))
	}
	raw, _, err := d.beside.Blob(file).Load()
	return raw, err
}

// setTable gives a collection a table, which it is read with when it is opened again.
func (d *desk) setTable(file string, raw []byte) error {
	if d.beside == nil {
		return os.WriteFile(filepath.Join(d.dir, file), raw, 0o644)
	}
	return d.beside.Blob(file).Save("", func(w io.Writer) error { _, err := w.Write(raw); return err })
}

// openRemote opens the collection that the flags name on a cluster.
func openRemote(c *cobra.Command, create bool, how opening) (*desk, error) {
	opt, err := clusterOptions(c, create)
	if err != nil {
		return nil, err
	}
	return openNodes(c, opt, how)
}

// openNodes opens a collection on a cluster.
func openNodes(c *cobra.Command, opt remote.Options, how opening) (*desk, error) {
	beside, err := remote.OpenBeside(opt)
	if err != nil {
		return nil, err
	}
	opt.Names, err = plan.ReadNames(func(file string) (io.ReadCloser, error) { return tableOf(c, beside, file) })
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read the tables of the collection: %w", err), beside.Close())
	}
	x, err := how.remote(c.Context(), opt)
	if err != nil {
		return nil, errors.Join(err, beside.Close())
	}
	return newRemoteDesk(c, x, beside), nil
}
