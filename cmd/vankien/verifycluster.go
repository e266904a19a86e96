package main

import (
	"cmp"
	"fmt"

	"github.com/spf13/cobra"

	"vankien/index"
)

// maxWrong bounds the documents that are named.
const maxWrong = 100

// verifyCluster asks a cluster how it is and reads all that a collection has there.
func verifyCluster(c *cobra.Command) error {
	d, err := openData(c, false)
	if err != nil {
		return err
	}
	defer d.Close()
	h, err := d.nodes.Health(c.Context())
	if err != nil {
		return err
	}
	say(c.OutOrStdout(), "cluster: %s, %s, %d copies of parts missing, OpenSearch %s\n", cmp.Or(h.Colour, "away"), plural(h.Nodes, "node"),
		h.Unassigned, h.Version)
	if h.Wrong != "" {
		say(c.OutOrStdout(), "%s\n", h.Wrong)
	}
	named, err := verifyDocuments(c, d)
	if err != nil {
		return err
	}
	if check, _ := c.Flags().GetBool("originals"); check {
		return checkOriginals(c, named, d.originals, "the collection")
	}
	return nil
}

// verifyDocuments reads all documents, and returns the names of their originals by sum.
func verifyDocuments(c *cobra.Command, d *desk) (named map[string]string, err error) {
	before, err := d.State(c.Context())
	if err != nil {
		return nil, err
	}
	named = map[string]string{}
	n, wrong := 0, 0
	err = d.nodes.Verify(c.Context(), func(doc *index.Document, fault string) error {
		if n++; doc.Original != nil {
			named[doc.Original.SHA256] = doc.Original.Name
		}
		if fault == "" {
			return nil
		}
		if wrong++; wrong <= maxWrong {
			say(c.OutOrStdout(), "document %q: %s\n", doc.ID, fault)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if wrong > 0 {
		return nil, fmt.Errorf("%s damaged: add their files again with --again", plural(wrong, "document"))
	}
	counted, err := d.count(c)
	if err != nil {
		return nil, err
	}
	after, err := d.State(c.Context())
	if err == nil && before == after && counted != n {
		err = fmt.Errorf("%s were read, and searches count %d: build the index anew with 'vankien reindex'", plural(n, "document"), counted)
	}
	if err == nil {
		say(c.OutOrStdout(), "sound: %s\n", plural(n, "document"))
	}
	return named, err
}

// count is how many documents a search finds.
func (d *desk) count(c *cobra.Command) (int, error) {
	res, err := d.Search(c.Context(), index.Request{Limit: index.NoHits})
	if err != nil {
		return 0, err
	}
	return res.Total, nil
}
