package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"vankien/internal/alert"
)

// alerts are those of the collection, nil unless the operator wants them.
func (d *desk) alerts(c *cobra.Command) *alert.Alerts {
	if on, _ := c.Flags().GetBool("alerts"); !on {
		return nil
	}
	hosts, _ := c.Flags().GetStringSlice("alert-hosts")
	return alert.New(func() (alert.Store, error) {
		j, err := d.journal.get(io.Discard)
		if err != nil {
			return nil, err
		}
		return j.Records(), nil
	}, alert.Options{Hosts: hosts, Version: version()})
}

// tell has send send what alerts are of, in the one of all processes whose turn it is.
func (d *desk) tell(ctx context.Context, send func(context.Context)) error {
	for ctx.Err() == nil {
		held, release, err := d.alone(ctx, "alerts", func(string) {})
		if err != nil {
			return err
		}
		send(held)
		release()
	}
	return nil
}
