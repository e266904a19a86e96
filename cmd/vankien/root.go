package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"vankien/corpus"
	"vankien/index/local"
	"vankien/index/remote"
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
	root.AddCommand(newDemo(), newServe(), newAdd(), newWatch(), newInspect(), newSearch(), newExport(), newGet(), newEdit(), newRm(),
		newDuplicates(), newStats(), newVerify(), newReindex(), newBackup(), newRestore(), newMigrate(), newBench(), newAnalyze(), newTopics(), newHealth(), newVersion(), newExtractWorker())
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
	c.Flags().String("data", "", "`directory` of the collection, or of the tables of one on a cluster")
	addCluster(c)
}

// addTaxonomy gives a verb the flag that names the taxonomy.
func addTaxonomy(c *cobra.Command) {
	c.Flags().String("taxonomy", "", "YAML `file` of topics (default topics.yaml in the data directory, else the shipped one)")
}

// dataDir returns the directory of the collection, or an error that says how
// to name one.
func dataDir(c *cobra.Command) (string, error) {
	if h := heldBy(c); h != nil {
		return h.desk.dir, nil
	}
	dir, err := c.Flags().GetString("data")
	if err == nil && dir == "" {
		err = errors.New("no collection named: use --data DIR or set VANKIEN_DATA")
	}
	return dir, err
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
	if path != "" {
		path = at(c, path)
	}
	f, err := openTopics(c, path)
	if errors.Is(err, fs.ErrNotExist) && path == "" {
		return shippedTaxonomy()
	}
	if err != nil {
		return nil, fmt.Errorf("read topics: %w", err)
	}
	defer f.Close()
	t, err := topics.Load(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", cmp.Or(path, "the topics of the collection"), err)
	}
	return t, nil
}

// openTopics opens the taxonomy at a path, or with "" that of the collection, if it has
// one: else the error is fs.ErrNotExist.
func openTopics(c *cobra.Command, path string) (io.ReadCloser, error) {
	if path != "" {
		return os.Open(path)
	}
	if onCluster(c) {
		opt, err := clusterOptions(c, false)
		if err != nil {
			return nil, err
		}
		beside, err := remote.OpenBeside(opt)
		if err != nil {
			return nil, err
		}
		defer beside.Close()
		return tableOf(c, beside, topicsFile)
	}
	dir, err := dataDir(c)
	if err != nil {
		return nil, fs.ErrNotExist
	}
	return os.Open(filepath.Join(dir, topicsFile))
}

func shippedTaxonomy() (*topics.Taxonomy, error) {
	f, err := corpus.FS.Open("topics.yaml")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return topics.Load(f)
}
