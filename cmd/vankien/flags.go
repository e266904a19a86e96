package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"vankien/index/local"
)

// atLeast bounds a flag that is a number or a duration: a lower value is an
// error, wherever it comes from. least is written as the flag is.
func atLeast(f *pflag.FlagSet, name, least string) {
	flag := f.Lookup(name)
	flag.Value = bounded{flag.Value, least}
}

// bounded is the value of a flag that has a least one.
type bounded struct {
	pflag.Value
	least string
}

// Set refuses what is below the least value or is no finite number.
func (b bounded) Set(s string) error {
	old := b.Value.String()
	if err := b.Value.Set(s); err != nil {
		return err
	}
	if n := quantity(b.Value.String()); n >= quantity(b.least) && !math.IsInf(n, 0) {
		return nil
	}
	if err := b.Value.Set(old); err != nil {
		return err
	}
	return fmt.Errorf("it must be at least %s", b.least)
}

// quantity reads a number, or a duration in seconds; NaN for anything else.
func quantity(s string) float64 {
	if n, err := strconv.ParseFloat(s, 64); err == nil {
		return n
	}
	if d, err := time.ParseDuration(s); err == nil {
		return d.Seconds()
	}
	return math.NaN()
}

// addCache gives a verb that searches the flag that bounds its memory.
func addCache(c *cobra.Command) {
	c.Flags().Int64("cache-mb", local.DefaultCache>>20, "memory, in `MiB`, for whole answers that are kept for equal requests")
	atLeast(c.Flags(), "cache-mb", "0")
}

// setCache bounds the memory of an index as the flag of addCache says, if the
// verb has it.
func setCache(c *cobra.Command, x *local.Index) {
	if mb, err := c.Flags().GetInt64("cache-mb"); err == nil {
		x.SetCache(min(mb, math.MaxInt64>>20) << 20)
	}
}

// takes refuses a call with another number of arguments than from least to
// most. what names one of them with its article; most is -1 for any number.
func takes(least, most int, what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return fmt.Errorf("%s needs %s; see 'vankien help %s'", c.Name(), what, c.Name())
		case most == 0 && len(args) > 0:
			return fmt.Errorf("%s takes no argument, but here is %q; see 'vankien help %s'", c.Name(), args[0], c.Name())
		case most > 0 && len(args) > most:
			return fmt.Errorf("%s takes only %s, but here is also %q; see 'vankien help %s'", c.Name(), what, args[most], c.Name())
		}
		return nil
	}
}

// plainSwitches has the help of a command show --json, not --json[=true|false].
func plainSwitches(c *cobra.Command) {
	c.InitDefaultHelpFlag()
	c.InitDefaultVersionFlag()
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Value.Type() == "bool" {
			f.Value = plain{f.Value}
		}
	})
}

// plain hides from pflag's help that a value may follow a switch.
type plain struct{ pflag.Value }

// oneOf is the value of a flag that is one of some words.
type oneOf[T ~string] struct {
	to    *T
	words []T
}

func (o oneOf[T]) String() string {
	if o.to == nil {
		return ""
	}
	return string(*o.to)
}

func (o oneOf[T]) Type() string { return "string" }

// Set refuses other words.
func (o oneOf[T]) Set(s string) error {
	if !slices.Contains(o.words, T(s)) {
		return fmt.Errorf("it must be one of %v", o.words)
	}
	*o.to = T(s)
	return nil
}
