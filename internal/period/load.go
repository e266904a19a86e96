package period

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

// maxFile bounds the memory of Load, in bytes.
const maxFile = 1 << 20

// file is periods.yaml.
type file struct {
	Version int
	Sets    []struct {
		ID      string
		Labels  map[string]string
		Periods []struct {
			ID       string
			Labels   map[string]string
			From, To string
		}
	}
}

// Load reads sets in the format of periods.yaml. Anything else is an error that names the
// set or period and what to do.
func Load(r io.Reader) ([]Set, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read the periods: %w", err)
	}
	if len(data) > maxFile {
		return nil, fmt.Errorf("the periods are larger than %d bytes: shorten them", maxFile)
	}
	var f file
	if err := yaml.Load(data, &f, yaml.WithKnownFields()); err != nil {
		return nil, fmt.Errorf("the periods are not in the format of this file: %w", err)
	}
	switch {
	case f.Version != 1:
		return nil, fmt.Errorf(`the periods have the version %d: begin the file with "version: 1"`, f.Version)
	case len(f.Sets) == 0:
		return nil, errors.New(`the periods have no set: list some under "sets:"`)
	}
	c := checker{seen: map[string]bool{}}
	var sets []Set
	for _, s := range f.Sets {
		set := Set{ID: s.ID, Labels: s.Labels}
		if err := c.named("set", s.ID, s.Labels); err != nil {
			return nil, err
		}
		for _, p := range s.Periods {
			set.Periods = append(set.Periods, Period{p.ID, p.Labels, p.From, p.To})
		}
		if err := c.periods(&set); err != nil {
			return nil, err
		}
		sets = append(sets, set)
	}
	return sets, nil
}

// checker checks what was read.
type checker struct{ seen map[string]bool }

// taken are other names of what time is divided into.
var taken = []string{"year", "quarter", "month", "period"}

var plainID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)

// named checks what a set or period is called.
func (c *checker) named(what, id string, labels map[string]string) error {
	switch {
	case !plainID.MatchString(id):
		return fmt.Errorf("%s %q: an id is up to 64 small letters, digits and hyphens", what, id)
	case slices.Contains(taken, id):
		return fmt.Errorf("%s %q: %s are names already: choose another id", what, id, strings.Join(taken, ", "))
	case c.seen[id]:
		return fmt.Errorf("%s %q: another one has this id: give it its own", what, id)
	case labels["vi"] == "":
		return fmt.Errorf("%s %q has no Vietnamese label: write labels: {vi: …}", what, id)
	}
	for lang := range labels {
		if lang != "vi" && lang != "en" {
			return fmt.Errorf("%s %q has a label in %q: only vi and en are shown", what, id, lang)
		}
	}
	c.seen[id] = true
	return nil
}

// periods checks those of a set and fills in where they end.
func (c *checker) periods(s *Set) error {
	if len(s.Periods) == 0 {
		return fmt.Errorf("set %q has no period: list some under \"periods:\"", s.ID)
	}
	for i := range s.Periods {
		p := &s.Periods[i]
		if err := c.named("period", p.ID, p.Labels); err != nil {
			return err
		}
		from, err := time.Parse(time.DateOnly, p.From)
		if err != nil {
			return fmt.Errorf("period %q: from is %q, which is no day: write it as 2021-01-25", p.ID, p.From)
		}
		if p.To != "" {
			if _, err := time.Parse(time.DateOnly, p.To); err != nil {
				return fmt.Errorf("period %q: to is %q, which is no day: write it as 2021-01-25", p.ID, p.To)
			}
			if p.To < p.From {
				return fmt.Errorf("period %q ends on %s, before it begins", p.ID, p.To)
			}
		}
		if i == 0 {
			continue
		}
		before := &s.Periods[i-1]
		if before.To == "" {
			before.To = from.AddDate(0, 0, -1).Format(time.DateOnly)
		}
		if before.To >= p.From || before.From >= p.From {
			return fmt.Errorf("period %q begins on %s, before %q has ended: put periods in their order", p.ID, p.From, before.ID)
		}
	}
	return nil
}
