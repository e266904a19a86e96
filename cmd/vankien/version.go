package main

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"vankien/index/local"
	"vankien/internal/extract"
)

// release is set when a release is built: -ldflags "-X main.release=1.2.0".
var release string

// version is the release, else what the build knows of its source.
func version() string {
	if release != "" {
		return release
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	revision := ""
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			revision = s.Value
		}
	}
	if info.Main.Version == "(devel)" {
		return cmp.Or(revision, "devel")
	}
	return cmp.Or(info.Main.Version, revision, "devel")
}

func versionLine() string {
	return fmt.Sprintf("vankien %s (%s, analysis: %s)", version(), runtime.Version(), local.AnalysisVersion)
}

func newVersion() *cobra.Command {
	c := &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Long: `version prints the version of the program, of Go, and of the analysis that an
index is built with: a program opens only indexes of its own analysis. With
--notices it prints the licences of what others wrote and is part of it.`,
		Args: takes(0, 0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			if all, err := c.Flags().GetBool("notices"); err != nil {
				return err
			} else if all {
				_, err := fmt.Fprint(c.OutOrStdout(), extract.Notices())
				return err
			}
			_, err := fmt.Fprintln(c.OutOrStdout(), versionLine())
			return err
		},
	}
	c.Flags().Bool("notices", false, "print the licences of what is part of the program")
	return c
}
