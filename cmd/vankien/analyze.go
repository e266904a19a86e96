package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"vankien/internal/find"
)

func newAnalyze() *cobra.Command {
	c := &cobra.Command{
		Use:   "analyze TEXT",
		Short: "Show the words that a text is indexed under",
		Long: `analyze shows each word of a text: as it stands, as it is indexed, without
marks, its kind, its position, its bytes in the composed text, and the rules of
written Vietnamese that changed or made it. A document number, a date or an
amount is one more term over the words it consists of, right before the first
of them. - reads standard input. --json prints what /api/v1/analyze answers,
with code-point and UTF-16 offsets too.`,
		Args: takes(1, -1, "a text"),
		RunE: runAnalyze,
	}
	c.Flags().Bool("json", false, "print JSON")
	return c
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
	a := find.Analyze(text)
	if asJSON, _ := c.Flags().GetBool("json"); asJSON {
		if err := printJSON(c, a); err != nil {
			return err
		}
	} else if err := printAnalysis(c.OutOrStdout(), &a); err != nil {
		return err
	}
	if len(a.Tokens) == 0 {
		return errPartial
	}
	return nil
}

// printAnalysis prints a table; the blanks inside a surface are single spaces
// there.
func printAnalysis(out io.Writer, a *find.AnalysisView) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "surface\tterm\tfold\tkind\tposition\tbytes\trules")
	for _, t := range a.Tokens {
		surface, rules := strings.Join(strings.Fields(t.Surface), " "), strings.Join(t.Rules, " ")
		say(w, "%s\t%s\t%s\t%s\t%d\t%d-%d\t%s\n", surface, t.Term, t.Fold, t.Kind, t.Position, t.Bytes[0], t.Bytes[1], rules)
	}
	return w.Flush()
}
