package main

import (
	"cmp"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"vankien/index"
	"vankien/internal/find"
	"vankien/internal/viet"
)

func newSearch() *cobra.Command {
	c := &cobra.Command{
		Use:   "search --data DIR [flags] QUERY",
		Short: "Search a collection",
		Long: `search prints the documents that match a query, best first. Without a query it
lists all, newest first. Words are AND; "a phrase"; a OR b; -not or NOT not;
prefix*; =exact marks; +word by itself; "a b"~5 or a NEAR b; title:word;
date:2024..2025. Words that belong together are read together. With --match all they
may stand anywhere, with --match any one of them is enough; more of them, and side by
side, count for more. A query that begins with a hyphen follows --. Standard output
begins with the number of documents found and the time of the search; with --json it
is what /api/v1/search answers.`,
		RunE: runSearch,
	}
	addData(c)
	addTaxonomy(c)
	addCache(c)
	f := c.Flags()
	f.Bool("json", false, "print the answer as JSON")
	addFilters(f)
	f.IntP("limit", "n", index.DefaultLimit, "`number` of hits to print")
	f.Int("offset", 0, "`number` of hits to skip")
	f.String("facets", "", "comma `list` of topic, kind, speaker, organisation, place, event, signer, cites, number, guessed, corrected, year to count")
	f.Int("snippets", 2, "`number` of passages for each hit")
	return c
}

// addFilters gives a verb what says which documents, and in which order.
func addFilters(f *pflag.FlagSet) {
	f.StringArray("topic", nil, "only this `topic`, by id or label; repeatable")
	f.StringArray("kind", nil, "only this `kind` of document: speech, report, resolution …, by id or Vietnamese name; repeatable")
	f.StringArray("speaker", nil, "only this `speaker`; repeatable")
	f.StringArray("organisation", nil, "only this `organisation`; repeatable")
	f.StringArray("place", nil, "only this `place`; repeatable")
	f.StringArray("event", nil, "only this `event`; repeatable")
	f.StringArray("number", nil, "only the document with this `number`, as written; repeatable")
	f.StringArray("signer", nil, "only this `signer`; repeatable")
	f.StringArray("ref", nil, "only the document with this whole `number`, in any spelling; repeatable")
	f.StringArray("cites", nil, "only what cites the document with this `number`; repeatable")
	f.StringArray("guessed", nil, "only where this `field` is a guess, such as date; repeatable")
	f.StringArray("corrected", nil, "only where somebody corrected this `field`; repeatable")
	f.String("from", "", "first `date`: 2024, 2024-05, 2024-05-17, 17/5/2024 or 5/2024")
	f.String("to", "", "last `date`")
	f.String("sort", "", "`order`: relevance, -date (newest first), date or title")
	f.String("accents", "", "`mode` of marks: auto, exact or fold")
	f.String("match", "", "`level`: auto, meant (words side by side), all (anywhere) or any (one is enough)")
}

func runSearch(c *cobra.Command, args []string) error {
	tax, err := taxonomy(c)
	if err != nil {
		return err
	}
	x, err := openData(c, false)
	if err != nil {
		return err
	}
	defer x.Close()
	view, err := find.New(x, tax).Search(c.Context(), searchParams(c.Flags(), args))
	if err != nil {
		return err
	}
	if asJSON, _ := c.Flags().GetBool("json"); asJSON {
		err = printJSON(c, view)
	} else {
		printHits(c.OutOrStdout(), view)
		for _, note := range notes(view) {
			say(c.ErrOrStderr(), "note: %s\n", note)
		}
	}
	if err == nil && view.Total == 0 {
		return errPartial
	}
	return err
}

// searchParams turns flags into the parameters of /api/v1/search.
func searchParams(f *pflag.FlagSet, args []string) url.Values {
	v := url.Values{"q": {strings.Join(args, " ")}}
	for _, name := range []string{"topic", "kind", "speaker", "organisation", "place", "event", "number", "signer", "ref", "cites", "guessed", "corrected"} {
		if list, _ := f.GetStringArray(name); len(list) > 0 {
			v[name] = list
		}
	}
	for _, name := range []string{"from", "to", "sort", "facets", "accents", "match"} {
		if s, _ := f.GetString(name); s != "" {
			v.Set(name, s)
		}
	}
	if f.Changed("offset") || f.Changed("limit") {
		v.Set("offset", f.Lookup("offset").Value.String())
		v.Set("limit", f.Lookup("limit").Value.String())
	}
	if f.Changed("snippets") {
		v.Set("snippets", f.Lookup("snippets").Value.String())
	}
	return v
}

// english are the sentences about answers.
var english = find.English.Facts()

// printHits writes an answer for people.
func printHits(w io.Writer, v *find.SearchView) {
	m := marksFor(w)
	fmt.Fprintf(w, "%s in %.1f ms\n", plural(v.Total, "document"), v.TookMS)
	for _, h := range v.Hits {
		printHit(w, h, m)
	}
	for _, also := range v.Also {
		say(w, "\n%s\n", english.Say(find.Say("also.title")))
		for _, h := range also.Hits {
			printHit(w, h, m)
		}
	}
	for _, name := range []index.Field{index.FieldTopic, index.FieldKind, index.FieldYear, index.FieldSpeaker, index.FieldOrganisation, index.FieldPlace,
		index.FieldSigner, index.FieldCites, index.FieldNumber, index.FieldGuessed, index.FieldCorrected} {
		if f, ok := v.Facets[name]; ok {
			printFacet(w, string(name), f)
		}
	}
}

// printHit writes a document with its passages.
func printHit(w io.Writer, h find.HitView, m marks) {
	d := h.Document
	facts := []string{h.ID}
	for _, s := range []string{d.Date, d.Kind, d.Speaker, d.Organisation, d.Number, d.Signer} {
		if s != "" {
			facts = append(facts, s)
		}
	}
	say(w, "\n%s\n  %s\n", cmp.Or(d.Title, "(no title)"), strings.Join(facts, " · "))
	for _, s := range h.Snippets {
		fmt.Fprintf(w, "  %s\n", withMarks(s, m))
	}
}

func plural(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}

func printFacet(w io.Writer, name string, f find.FacetView) {
	fmt.Fprintf(w, "\n%s:\n", name)
	for _, x := range f.Values {
		say(w, "%8d  %s\n", x.Count, x.Label)
	}
	if f.Other > 0 {
		fmt.Fprintf(w, "%8d  (other values)\n", f.Other)
	}
	if f.Missing > 0 {
		fmt.Fprintf(w, "%8d  (none)\n", f.Missing)
	}
}

// marks are what stands around matches for people.
type marks struct{ open, end, openLoose, endLoose string }

// marksFor returns bold and underlined type on a terminal, signs elsewhere.
func marksFor(w io.Writer) marks {
	if onTerminal(w) {
		return marks{"\x1b[1m", "\x1b[0m", "\x1b[4m", "\x1b[0m"}
	}
	return marks{"«", "»", "‹", "›"}
}

// withMarks writes a snippet on one line with its marks.
func withMarks(s find.SnippetView, m marks) string {
	text := []rune(s.Text)
	shown := func(from, to int) string { return viet.Visible(string(text[from:to])) }
	var b strings.Builder
	at := 0
	for _, r := range s.Ranges {
		b.WriteString(shown(at, r[0]))
		if slices.Contains(s.Loose, r) {
			b.WriteString(m.openLoose + shown(r[0], r[1]) + m.endLoose)
		} else {
			b.WriteString(m.open + shown(r[0], r[1]) + m.end)
		}
		at = r[1]
	}
	b.WriteString(shown(at, len(text)))
	return strings.Join(strings.Fields(b.String()), " ")
}
