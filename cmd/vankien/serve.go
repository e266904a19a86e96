package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"vankien/index"
	"vankien/index/local"
	"vankien/index/remote"
	"vankien/internal/house"
	"vankien/internal/ingest"
	"vankien/internal/period"
	"vankien/internal/topics"
	"vankien/internal/web"
)

func newServe() *cobra.Command {
	c := &cobra.Command{
		Use:   "serve --data DIR",
		Short: "Serve a collection as a site and a JSON interface",
		Long: `serve answers the search site and the JSON interface until it is interrupted;
it then finishes the requests under way, and a second interrupt ends it at once.
With --key-file it also takes documents from holders of the key, and begins the
collection when there is none. While it runs, verify and backup work beside it,
and restore makes another collection of a backup. The other verbs, but for bench
--data, are handed to it and carried out on the collection that it has open; it
reads the files that they name with its own rights. When a file of the
collection is damaged it answers 503 and names the file, until that is mended.`,
		Args: takes(0, 0, ""),
		RunE: runServe,
	}
	addData(c)
	addTaxonomy(c)
	addServing(c)
	addReading(c)
	c.Flags().StringArray("watch", nil, "`folder` that the collection is kept as; repeatable")
	c.Flags().String("backup-dir", "", "`directory` for the backups that holders of the key ask for (default: none are made)")
	c.Flags().Int("backup-keep", 0, "`number` of backups that stay in a folder of it (0: all)")
	atLeast(c.Flags(), "backup-keep", "0")
	c.Flags().Bool("alerts", false, "let holders of a key have new documents of a search sent to an address: requests to other hosts")
	c.Flags().StringSlice("alert-hosts", nil, "`HOST` or HOST:PORT that alerts may be sent to without TLS and in private networks; repeatable")
	c.Flags().Int("deletions-kept", ingest.DefaultDeletions, "`number` of deletions that /api/v1/changes remembers")
	atLeast(c.Flags(), "deletions-kept", "1")
	c.Flags().Duration("scrub", 24*time.Hour, "`time` in which all of the collection is read once to look for damage (0: never)")
	atLeast(c.Flags(), "scrub", "0s")
	return c
}

func runServe(c *cobra.Command, _ []string) error {
	opt, err := webOptions(c)
	if err != nil {
		return err
	}
	if opt.Backup, err = backupOver(c); err != nil {
		return err
	}
	if to, _ := c.Flags().GetString("backup-dir"); to != "" {
		opt.Backups = func() ([]index.BackupEntry, error) { return local.Backups(to) }
	}
	tax, err := taxonomyInTime(c, opt)
	if err != nil {
		return err
	}
	// Only a server that gets documents may begin an empty collection.
	x, err := openWith(c, len(opt.Keys) > 0 || c.Flags().Changed("watch"), toServe)
	if err != nil {
		return err
	}
	defer x.Close()
	read, err := reading(c, x, tax)
	if err != nil {
		return err
	}
	opt.Index, opt.Taxonomy, opt.Relations = x, tax, x.duplicates
	opt.Writer, opt.Originals, opt.Reading = x.writer.With(ingest.WriterOptions{Taxonomy: tax}), x.originals, read.Options
	opt.Changes, opt.Alerts = x.changes(), x.alerts(c)
	kept, _ := c.Flags().GetInt("deletions-kept")
	x.deletions.Keep(kept)
	opt.Files, opt.Deleted = read.Journal, read.Journal.Forget
	opt.Cluster = x.cluster()
	if x.own != nil {
		hush, err := x.answer(c.Context())
		if err != nil {
			return err
		}
		defer hush()
		every, _ := c.Flags().GetDuration("scrub")
		go x.own.Scrub(c.Context(), every, func(bad error) { opt.Logger.Error("nothing is answered until this is mended", "err", bad) })
	}
	folders, _ := c.Flags().GetStringArray("watch")
	stop, err := (&keeping{x, read, tax, opt.Logger}).begin(c, folders)
	if err != nil {
		return err
	}
	defer stop()
	return serve(c.Context(), c, opt, func(ctx context.Context, s *web.Server) {
		if opt.Alerts == nil {
			return
		}
		if err := x.tell(ctx, s.Tell); err != nil && ctx.Err() == nil {
			opt.Logger.Error("alerts are not sent", "err", err)
		}
	})
}

// toServe opens a collection that answers when it can.
var toServe = opening{openToServe, remote.OpenToServe}

// openToServe opens a collection even if a file of it is damaged: a server that
// says so to everyone is of more use than one that does not start.
func openToServe(dir string) (*local.Index, error) {
	x, err := local.OpenToServe(dir)
	if x != nil {
		return x, nil
	}
	return nil, err
}

// backupOver returns what makes a backup for a client, or nil.
func backupOver(c *cobra.Command) (web.BackupFunc, error) {
	to, _ := c.Flags().GetString("backup-dir")
	if to != "" && onCluster(c) {
		return nil, errors.New("--backup-dir is for a collection in a directory: " + snapshots)
	}
	keep, _ := c.Flags().GetInt("backup-keep")
	data, _ := c.Flags().GetString("data")
	if to == "" {
		return nil, nil
	}
	if err := local.CheckTarget(data, to); err != nil {
		return nil, fmt.Errorf("--backup-dir %s: %w", to, err)
	}
	return func(ctx context.Context, name string) (index.Backup, error) {
		return local.Backup(ctx, data, filepath.Join(to, name), keep, besides()...)
	}, nil
}

// Times of who waits for a cluster.
const (
	awayTime  = 5 * time.Second // between two attempts at one that refuses at once
	hasteTime = time.Second     // after which those who ask are told of it
)

// taxonomyInTime is taxonomy for who waits until a cluster answers that has it. Until
// then it answers that the collection is not available, so that who asks, and who starts
// processes, learns what is lacking.
func taxonomyInTime(c *cobra.Command, opt web.Options) (*topics.Taxonomy, error) {
	var tax *topics.Taxonomy // of the reading below, until read is closed
	var err error
	ctx, stop := context.WithCancel(c.Context())
	defer stop()
	read := make(chan struct{})
	go func() {
		defer close(read)
		for {
			tax, err = taxonomy(c)
			if !errors.Is(err, index.ErrUnavailable) {
				return
			}
			opt.Logger.Warn("waiting for the cluster", "err", err)
			select {
			case <-ctx.Done():
				return
			case <-time.After(awayTime):
			}
		}
	}()
	select {
	case <-read:
		return tax, err
	case <-time.After(hasteTime):
	}
	if bad := serveNothing(ctx, c, opt, read); bad != nil {
		return nil, bad
	}
	return tax, err
}

// serveNothing answers that the collection is not available, until there is what it
// waits for.
func serveNothing(ctx context.Context, c *cobra.Command, opt web.Options, there <-chan struct{}) error {
	closed, err := local.OpenMemory()
	if err == nil {
		err = closed.Close()
	}
	if err != nil {
		return err
	}
	opt.Index = closed
	opt.Cluster = func(context.Context) (web.Cluster, error) { return web.Cluster{}, index.ErrUnavailable }
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		<-there
		stop()
	}()
	if err := serve(ctx, c, opt); err != nil {
		return err
	}
	return c.Context().Err()
}

// cluster returns what asks the cluster of a collection how it is; nil: it is on none.
func (d *desk) cluster() web.ClusterFunc {
	if d.nodes == nil {
		return nil
	}
	return func(ctx context.Context) (web.Cluster, error) {
		h, err := d.nodes.Health(ctx)
		c := web.Cluster{Colour: h.Colour, Nodes: h.Nodes, Unassigned: h.Unassigned, Pending: h.Pending, Bytes: h.Bytes, Version: h.Version, Lexicon: h.LexiconBytes}
		all, repeats := d.nodes.Requests()
		beside, more := d.beside.Requests()
		for i, r := range all {
			c.Requests = append(c.Requests, web.ClusterRequests{Kind: r.Kind, Outcome: r.Outcome, N: r.N + beside[i].N})
		}
		c.Repeats = repeats + more
		return c, err
	}
}

// addServing gives a verb the flags of a server.
func addServing(c *cobra.Command) {
	f := c.Flags()
	addCache(c)
	f.String("addr", "127.0.0.1:8080", "`host:port` to listen on")
	f.String("key-file", "", "`file` of the keys that may write: lines KEY or NAME KEY (default: no writes)")
	f.Duration("timeout", web.DefaultTimeout, "longest time of one search")
	f.Int64("max-body", web.DefaultMaxBody, "largest request body in `bytes`")
	f.Int("concurrency", 0, "`number` of searches at once (0: twice the processors)")
	f.Int("exports", 0, "`number` of searches at once that are written to files (0: half the processors)")
	f.Int("queue", web.DefaultQueue, "`number` of searches that may wait for their turn; more are answered 503")
	f.Float64("rate", 0, "requests per second and client (0: no limit)")
	f.StringSlice("trust-proxy", nil, "address or network `CIDR` whose X-Forwarded-For, -Proto and -Host are believed; repeatable")
	f.String("site", "", "YAML `file` of what the house says of itself: name, intro, logo, colours, language …")
	f.StringArray("cors-origin", nil, "`origin` whose pages may read the interface, such as https://example.org; * for all; repeatable")
	f.StringArray("embed-origin", nil, "`origin` whose pages may have the search box of /embed in a frame; repeatable")
	f.String("periods", "", "YAML `file` of political periods that time is divided by (default: the shipped ones)")
	f.Bool("slow-log", false, "keep what was looked for by slow requests, for holders of a key")
	f.Bool("no-crawlers", false, "ask search engines and other crawlers to leave, and have no sitemap")
	f.String("base-url", "", "`address` of the site, for links from elsewhere (default: that in the file of --site)")
	f.String("log", "text", "`form` of log lines: text or json")
	atLeast(f, "timeout", "1ms")
	atLeast(f, "max-body", "1")
	atLeast(f, "concurrency", "0")
	atLeast(f, "exports", "0")
	atLeast(f, "queue", "1")
	atLeast(f, "rate", "0")
}

// drainTime is how long requests under way may take after a signal.
const drainTime = 10 * time.Second

// serve answers requests until the context ends, then finishes those under way. What is
// done beside has the same end.
func serve(ctx context.Context, c *cobra.Command, opt web.Options, beside ...func(context.Context, *web.Server)) error {
	addr, _ := c.Flags().GetString("addr")
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w; choose another address with --addr", addr, err)
	}
	s := web.New(opt)
	var work sync.WaitGroup
	defer work.Wait()
	ctx, end := context.WithCancel(ctx)
	defer end()
	for _, f := range beside {
		work.Go(func() { f(ctx, s) })
	}
	h := s.HTTP(addr)
	fmt.Fprintf(c.OutOrStdout(), "Văn Kiện: http://%s\n", l.Addr())
	done := make(chan error, 1)
	go func() { done <- h.Serve(l) }()
	select {
	case err := <-done:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	opt.Logger.Info("stopping: requests under way are finished")
	s.Drain()
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
	defer cancel()
	if err := h.Shutdown(last); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("stop: %w", err)
	}
	return nil
}

// webOptions reads the flags of a server, and the key; it opens nothing that
// would have to be closed.
func webOptions(c *cobra.Command) (opt web.Options, err error) {
	f := c.Flags()
	opt.Timeout, _ = f.GetDuration("timeout")
	opt.MaxBody, _ = f.GetInt64("max-body")
	opt.Concurrency, _ = f.GetInt("concurrency")
	opt.Queue, _ = f.GetInt("queue")
	opt.Exports, _ = f.GetInt("exports")
	opt.Rate, _ = f.GetFloat64("rate")
	if opt.CORS, err = origins(c, "cors-origin", "*"); err != nil {
		return opt, err
	}
	if opt.Embed, err = origins(c, "embed-origin"); err != nil {
		return opt, err
	}
	opt.SlowLog, _ = f.GetBool("slow-log")
	opt.Version = version()
	opt.NoCrawlers, _ = f.GetBool("no-crawlers")
	if opt.Logger, err = logger(c); err != nil {
		return opt, err
	}
	proxies, _ := f.GetStringSlice("trust-proxy")
	for _, p := range proxies {
		n, err := network(p)
		if err != nil {
			return opt, fmt.Errorf("--trust-proxy %s: this is neither an address such as 10.0.0.1 nor a network such as 10.0.0.0/8", p)
		}
		opt.Proxies = append(opt.Proxies, n)
	}
	if err := readSite(c, &opt.Site); err != nil {
		return opt, err
	}
	if opt.Periods, err = readPeriods(c); err != nil {
		return opt, err
	}
	path, _ := f.GetString("key-file")
	opt.Keys, err = readKeys(path)
	return opt, err
}

// readPeriods reads what time is divided by; nil: the usual periods.
func readPeriods(c *cobra.Command) ([]period.Set, error) {
	path, _ := c.Flags().GetString("periods")
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("--periods: %w", err)
	}
	defer f.Close()
	sets, err := period.Load(f)
	if err != nil {
		return nil, fmt.Errorf("--periods: %s: %w", path, err)
	}
	return sets, nil
}

// readSite reads what the house says of itself.
func readSite(c *cobra.Command, to *house.Site) error {
	if path, _ := c.Flags().GetString("site"); path != "" {
		read, err := house.Read(os.DirFS(filepath.Dir(path)), filepath.Base(path))
		if err != nil {
			return fmt.Errorf("--site: %w", err)
		}
		*to = *read
	}
	if base, _ := c.Flags().GetString("base-url"); base != "" {
		checked, err := house.CheckBaseURL(base)
		if err != nil {
			return fmt.Errorf("--base-url: %w", err)
		}
		to.BaseURL = checked
	}
	return nil
}

// origins reads the origins that a flag names, as browsers write them; also are what
// it may have besides.
func origins(c *cobra.Command, flag string, also ...string) (all []string, err error) {
	given, _ := c.Flags().GetStringArray(flag)
	for _, s := range given {
		if !slices.Contains(also, s) {
			if s, err = house.CheckBaseURL(strings.ToLower(s)); err != nil {
				return nil, fmt.Errorf("--%s: %w", flag, err)
			}
		}
		all = append(all, s)
	}
	return all, nil
}

// network reads an address or a network.
func network(s string) (netip.Prefix, error) {
	if a, err := netip.ParseAddr(s); err == nil {
		return netip.PrefixFrom(a, a.BitLen()), nil
	}
	return netip.ParsePrefix(s)
}

func logger(c *cobra.Command) (*slog.Logger, error) {
	switch form, _ := c.Flags().GetString("log"); form {
	case "text":
		return slog.New(slog.NewTextHandler(c.ErrOrStderr(), nil)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(c.ErrOrStderr(), nil)), nil
	default:
		return nil, fmt.Errorf("--log %s: the forms are text and json", form)
	}
}
