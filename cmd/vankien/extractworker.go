package main

import (
	"github.com/spf13/cobra"

	"vankien/internal/extract"
)

// newExtractWorker is the verb with which the program starts itself to read files
// that may hang or take much memory. Its input and output are for programs.
func newExtractWorker() *cobra.Command {
	return &cobra.Command{
		Use:    "extract-worker",
		Short:  "Read files for another vankien",
		Long:   `extract-worker reads files for another vankien, which starts it and talks to it.`,
		Hidden: true,
		Args:   takes(0, 0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			return extract.Work(c.Context(), c.InOrStdin(), c.OutOrStdout())
		},
	}
}
