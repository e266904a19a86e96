package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"vankien/internal/viet"
)

func newAnalyze() *cobra.Command {
	c := &cobra.Command{
		Use:   "analyze TEXT",
		Short: "Show the words that a text is indexed under",
		Long: `analyze shows each word of a text: as it stands, as it is indexed, without
marks, its position and its bytes in the composed text. - reads standard input.`,
		Args: takes(1, -1, "a text"),
		RunE: runAnalyze,
	}
	c.Flags().Bool("json", false, "print JSON")
	return c
}

// analyzedToken is one word of an analysis as JSON.
type analyzedToken struct {
	Surface  string `json:"surface"`
	Term     string `json:"term"`
	Fold     string `json:"fold"`
	Kind     string `json:"kind"`
	Position int    `json:"position"`
	Start    int    `json:"start"` // bytes of text
	End      int    `json:"end"`
}

// analysis is what analyze --json prints.
type analysis struct {
	Text   string          `json:"text"` // composed
	Tokens []analyzedToken `json:"tokens"`
}

func runAnalyze(c *cobra.Command, args []string) error {
	text := strings.Join(args, " ")
	if len(args) == 1 && args[0] == "-" {
		raw, err := io.ReadAll(c.InOrStdin())
		if err != nil {
			return fmt.Errorf("read standard input: %w", err)
		}
		text = string(raw)
	}
	a := analysis{Text: viet.Compose(text), Tokens: []analyzedToken{}}
	for _, t := range viet.Tokenize(nil, a.Text) {
		a.Tokens = append(a.Tokens, analyzedToken{a.Text[t.Start:t.End], t.Term, t.Fold, t.Kind.String(), t.Pos, t.Start, t.End})
	}
	if asJSON, _ := c.Flags().GetBool("json"); asJSON {
		if err := printJSON(c, a); err != nil {
			return err
		}
	} else {
		w := tabwriter.NewWriter(c.OutOrStdout(), 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "surface\tterm\tfold\tkind\tposition\tbytes")
		for _, t := range a.Tokens {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\t%d-%d\n", t.Surface, t.Term, t.Fold, t.Kind, t.Position, t.Start, t.End)
		}
		if err := w.Flush(); err != nil {
			return err
		}
	}
	if len(a.Tokens) == 0 {
		return errPartial
	}
	return nil
}
