package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// healthTime is how long a server may take to say that it is well.
const healthTime = 4 * time.Second

func newHealth() *cobra.Command {
	c := &cobra.Command{
		Use:   "health",
		Short: "Ask a server whether it is ready",
		Long: `health asks the server at --addr whether it is ready, for whoever watches over it
without other tools, such as a container. The exit status is 0 if it is, and 2 with
a sentence that says why not.`,
		Args: takes(0, 0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			addr, _ := c.Flags().GetString("addr")
			return health(c.Context(), addr)
		},
	}
	c.Flags().String("addr", "127.0.0.1:8080", "`host:port` that the server listens on")
	return c
}

// health asks /readyz; a server that listens on all addresses is asked on this machine.
func health(ctx context.Context, addr string) error {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("--addr %s: this is not host:port, such as 127.0.0.1:8080", addr)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	ctx, cancel := context.WithTimeout(ctx, healthTime)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/readyz", nil)
	if err != nil {
		return fmt.Errorf("--addr %s: %w", addr, err)
	}
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		return fmt.Errorf("no server answers: %w", err)
	}
	defer w.Body.Close()
	why, err := io.ReadAll(io.LimitReader(w.Body, 4<<10))
	if err != nil {
		return fmt.Errorf("the answer broke off: %w", err)
	}
	if w.StatusCode != http.StatusOK {
		return fmt.Errorf("the server is not ready (%d): %s", w.StatusCode, strings.TrimSpace(string(why)))
	}
	return nil
}
