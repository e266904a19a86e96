package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	yaml "go.yaml.in/yaml/v4"
)

// envPrefix begins the environment variable of every flag.
const envPrefix = "VANKIEN_"

// configure sets the flags that the call does not name: from the environment,
// else from the file named by --config.
func configure(c *cobra.Command, _ []string) error {
	if heldBy(c) != nil {
		return nil // its caller has resolved them
	}
	path := c.Flags().Lookup("config")
	if err := setFromEnv(path); err != nil {
		return err
	}
	file, err := readConfig(path.Value.String())
	if err != nil {
		return err
	}
	if err := nearest(c); err != nil {
		return err
	}
	known := flagNames(c.Root())
	for _, key := range slices.Sorted(maps.Keys(file)) {
		if !known[key] {
			return fmt.Errorf("%s: unknown setting %q; settings have the names of flags, without the dashes", path.Value, key)
		}
	}
	var bad []error
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Changed {
			return
		}
		err := setFromEnv(f)
		if values, ok := file[f.Name]; err == nil && ok && !f.Changed {
			err = setAll(c.Flags(), f.Name, values, fmt.Sprintf("%s: %s", path.Value, f.Name))
		}
		bad = append(bad, err)
	})
	return errors.Join(bad...)
}

// setFromEnv sets a flag from its environment variable, if that is set.
func setFromEnv(f *pflag.Flag) error {
	name := envPrefix + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
	v, ok := os.LookupEnv(name)
	if !ok || f.Changed || f.Name == "help" {
		return nil
	}
	if err := f.Value.Set(v); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	f.Changed = true
	return nil
}

func setAll(fs *pflag.FlagSet, name string, values []string, where string) error {
	for _, v := range values {
		if err := fs.Set(name, v); err != nil {
			return fmt.Errorf("%s: %w", where, err)
		}
	}
	return nil
}

// readConfig reads settings: one value or a list of values each.
func readConfig(path string) (map[string][]string, error) {
	if path == "" {
		return nil, nil
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read settings: %w", err)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(raw, &doc); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(doc.Content) == 0 {
		return nil, nil
	}
	if doc.Content[0].Kind != yaml.MappingNode {
		return nil, fmt.Errorf("%s: settings are lines such as addr: 127.0.0.1:8080, by the names of flags", path)
	}
	out := map[string][]string{}
	for i := 0; i+1 < len(doc.Content[0].Content); i += 2 {
		key, n := doc.Content[0].Content[i].Value, doc.Content[0].Content[i+1]
		if _, twice := out[key]; twice {
			return nil, fmt.Errorf("%s: the setting %q is given twice", path, key)
		}
		switch n.Kind {
		case yaml.ScalarNode:
			out[key] = []string{n.Value}
		case yaml.SequenceNode:
			for _, v := range n.Content {
				out[key] = append(out[key], v.Value)
			}
		default:
			return nil, fmt.Errorf("%s: the setting %q is neither a value nor a list", path, key)
		}
	}
	return out, nil
}

// flagNames are the flags of all verbs, so that one file can serve them all.
func flagNames(root *cobra.Command) map[string]bool {
	known := map[string]bool{}
	note := func(f *pflag.Flag) { known[f.Name] = f.Name != "help" && f.Name != "config" }
	root.PersistentFlags().VisitAll(note)
	for _, c := range root.Commands() {
		c.LocalFlags().VisitAll(note)
	}
	return known
}
