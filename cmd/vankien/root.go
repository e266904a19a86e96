package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"vankien/corpus"
	"vankien/index/local"
	"vankien/internal/topics"
)

// newRoot builds the command with its verbs.
func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "vankien",
		Short: "Search Vietnamese speeches and reports",
		Long: `vankien indexes Vietnamese speeches and reports and searches them.

Every flag can also be set as an environment variable (--key-file as
VANKIEN_KEY_FILE) or in a YAML file named with --config (key-file: …); a flag
beats the environment, the environment beats the file.`,
		Version:           versionLine(),
		SilenceUsage:      true,
		SilenceErrors:     true,
		PersistentPreRunE: configure,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
	}
	root.PersistentFlags().String("config", "", "YAML `file` with settings by flag name")
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return fmt.Errorf("%w; see 'vankien help %s'", err, c.Name())
	})
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetHelpCommand(newHelp())
	root.AddCommand(newDemo(), newServe(), newAdd(), newInspect(), newSearch(), newGet(), newRm(),
		newStats(), newVerify(), newReindex(), newBackup(), newRestore(), newBench(), newAnalyze(), newTopics(), newVersion())
	root.InitDefaultHelpCmd()
	for _, c := range append(root.Commands(), root) {
		plainSwitches(c)
	}
	return root
}

func newHelp() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Tell about a command",
		RunE: func(c *cobra.Command, args []string) error {
			about, rest, err := c.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return fmt.Errorf("there is no command %q to tell about; see 'vankien help'", strings.Join(args, " "))
			}
			return about.Help()
		},
	}
}

// addData gives a verb the flag that names the collection.
func addData(c *cobra.Command) {
	c.Flags().String("data", "", "`directory` of the collection")
}

// addTaxonomy gives a verb the flag that names the taxonomy.
func addTaxonomy(c *cobra.Command) {
	c.Flags().String("taxonomy", "", "YAML `file` of topics (default topics.yaml in the data directory, else the shipped one)")
}

// dataDir returns the directory of the collection, or an error that says how
// to name one.
func dataDir(c *cobra.Command) (string, error) {
	dir, err := c.Flags().GetString("data")
	if err == nil && dir == "" {
		err = errors.New("no collection named: use --data DIR or set VANKIEN_DATA")
	}
	return dir, err
}

// openData opens the collection. Only a verb that adds makes a new one: a
// mistyped name must not become an empty collection that finds nothing.
func openData(c *cobra.Command, create bool) (*local.Index, error) {
	return openWith(c, create, local.Open)
}

// openWith is openData with another way to open.
func openWith(c *cobra.Command, create bool, open func(string) (*local.Index, error)) (*local.Index, error) {
	dir, err := dataDir(c)
	if err == nil && !create {
		dir, err = existingData(c)
	}
	if err != nil {
		return nil, err
	}
	x, err := open(dir)
	if err != nil {
		return nil, openFault(dir, err)
	}
	setCache(c, x)
	return x, nil
}

// openFault says what a directory that cannot be written in lacks: who only
// searches does not expect to write.
func openFault(dir string, err error) error {
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return fmt.Errorf("%w; searching, too, needs write access to %q and all that is in it, for its locks", err, dir)
	}
	return err
}

// existingData returns the directory of a collection that is there.
func existingData(c *cobra.Command) (string, error) {
	dir, err := dataDir(c)
	if err != nil {
		return "", err
	}
	if !local.Exists(dir) {
		return "", fmt.Errorf("there is no collection in %q: add documents with 'vankien add --data %s FILE…'", dir, dir)
	}
	return dir, nil
}

// taxonomy loads the file named by --taxonomy, else topics.yaml of the data
// directory, else the shipped one.
func taxonomy(c *cobra.Command) (*topics.Taxonomy, error) {
	path, err := c.Flags().GetString("taxonomy")
	if err != nil {
		return nil, err
	}
	if dir, _ := c.Flags().GetString("data"); path == "" && dir != "" {
		own := filepath.Join(dir, "topics.yaml")
		if _, err := os.Stat(own); err == nil {
			path = own
		}
	}
	if path == "" {
		return shippedTaxonomy()
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read topics: %w", err)
	}
	defer f.Close()
	t, err := topics.Load(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return t, nil
}

func shippedTaxonomy() (*topics.Taxonomy, error) {
	f, err := corpus.FS.Open("topics.yaml")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return topics.Load(f)
}
