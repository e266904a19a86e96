package remote

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"

	"vankien/index"
)

// response is an answer of the cluster, or a part of one, that is no success. It Is
// the error of package index that its class names.
type response struct {
	Status int
	Type   string // of the cluster's error, as the innermost cause has it
	Reason string
	types  []string // of all causes
	body   []byte
}

// Error says what to do, and then what the cluster said.
func (e *response) Error() string {
	said := strings.TrimSpace(fmt.Sprintf("%d %s", e.Status, e.Type))
	if e.Reason != "" {
		said += ": " + e.Reason
	}
	if way := e.class().way; way != "" {
		return way + " (" + said + ")"
	}
	return "the cluster refuses: " + said
}

// Is implements errors.Is.
func (e *response) Is(target error) bool {
	kind := e.class().kind
	return kind != nil && target == kind
}

// failure is an error of package index with the sentence that is true of a cluster.
type failure struct {
	kind  error // of package index
	text  string
	cause error // may be nil
	again bool
	done  done
}

func (f *failure) Error() string        { return f.text }
func (f *failure) Is(target error) bool { return target == f.kind }
func (f *failure) Unwrap() error        { return f.cause }

// incompatible returns an index.ErrIncompatible with a reason.
func incompatible(format string, args ...any) error {
	return &failure{kind: index.ErrIncompatible, text: fmt.Sprintf(format, args...)}
}

// unavailable returns an index.ErrUnavailable with a reason.
func unavailable(format string, args ...any) error {
	return &failure{kind: index.ErrUnavailable, text: fmt.Sprintf(format, args...)}
}

// done says whether a request without an answer may have been carried out.
type done bool

const (
	no    done = false
	maybe done = true
)

// class is what an answer means.
type class struct {
	kind   error
	way    string // what happened and the way out
	again  bool   // it is worth another attempt
	done   done
	outage bool // nothing is answered while it lasts
	match  func(*response) bool
}

// transient are errors of nodes that lose each other, whatever the status: of a shard
// that has no copy just now, or of a node that is leaving.
var transient = []string{
	"no_shard_available_action_exception", "unavailable_shards_exception", "node_disconnected_exception", "node_not_connected_exception",
	"node_closed_exception", "connect_transport_exception", "receive_timeout_transport_exception", "send_request_transport_exception",
	"cluster_manager_not_discovered_exception", "master_not_discovered_exception", "not_cluster_manager_exception", "not_master_exception",
	"process_cluster_event_timeout_exception", "no_node_available_exception", "shard_not_found_exception", "index_shard_not_started_exception",
	"index_shard_recovering_exception", "index_shard_closed_exception", "primary_missing_action_exception", "no_such_remote_cluster_exception",
	"node_health_check_failure_exception", "failed_to_commit_cluster_state_exception", "already_closed_exception", "search_context_missing_exception",
}

// forbidden is said of a cluster that does not run the scripts which scores are made
// with: of language painless in a similarity, and of language expression in searches.
const forbidden = "the cluster does not run the scripts that scores are made with: allow inline scripts (script.allowed_types) for similarity and score (script.allowed_contexts) in opensearch.yml"

// classes is the one table from what the cluster says to what it means: the first
// row that matches.
var classes = []class{
	{kind: index.ErrNoSpace, way: "a node of the cluster has too little room on its disk: free some there, or add a node",
		match: func(e *response) bool {
			return strings.Contains(e.Reason, "flood-stage") || strings.Contains(e.Reason, "read-only-allow-delete")
		}},
	{kind: index.ErrUnavailable, way: "the collection is being rebuilt and takes no writes until that is done: try again later",
		match: func(e *response) bool {
			return e.has("cluster_block_exception") && strings.Contains(e.Reason, "FORBIDDEN/")
		}},
	{kind: index.ErrUnavailable, way: "too few copies of a part of the collection are there to write safely: start the nodes that are missing", again: true,
		match: func(e *response) bool { return strings.Contains(e.Reason, "Not enough active copies") }},
	{kind: index.ErrUnavailable, way: "the cluster does not accept the user or the password: see the user file", outage: true,
		match: func(e *response) bool { return e.Status == http.StatusUnauthorized }},
	{kind: index.ErrUnavailable, way: "the user of the cluster may not do this: give the one of the user file the rights to the indices of the collection, or name another",
		match: func(e *response) bool { return e.Status == http.StatusForbidden }},
	{kind: index.ErrUnavailable, way: "the index that was asked has been replaced", again: true, done: maybe,
		match: func(e *response) bool {
			return len(e.types) > 0 && e.types[0] == "search_phase_execution_exception" && e.has("index_not_found_exception")
		}},
	{kind: index.ErrIncompatible, way: "the collection is not on the cluster",
		match: func(e *response) bool { return e.has("index_not_found_exception") }},
	{kind: index.ErrIncompatible, way: "the index was not made by this program: name another",
		match: func(e *response) bool { return e.has("strict_dynamic_mapping_exception") }},
	{kind: index.ErrIncompatible, way: forbidden,
		match: func(e *response) bool {
			return strings.Contains(e.Reason, "cannot execute") && strings.Contains(e.Reason, "scripts")
		}},
	{kind: index.ErrUnavailable, way: "the cluster has too much to do: try again later", again: true,
		match: func(e *response) bool { return e.Status == http.StatusTooManyRequests }},
	{kind: index.ErrUnavailable, way: "a part of the collection has no copy on a node that runs, or the cluster is not ready: start the nodes that are missing", again: true, done: maybe, outage: true,
		match: func(e *response) bool { return slices.ContainsFunc(transient, e.has) }},
	{kind: index.ErrUnavailable, way: "the cluster is not ready: see that its nodes run", again: true, done: maybe, outage: true,
		match: func(e *response) bool {
			return e.Status >= http.StatusBadGateway && e.Status <= http.StatusGatewayTimeout
		}},
	{kind: index.ErrUnavailable, way: "the nodes of the cluster take encrypted requests only: begin their addresses with https", outage: true,
		match: func(e *response) bool {
			return e.Status == http.StatusBadRequest && e.Type == "" && strings.Contains(e.Reason, "HTTPS")
		}},
	{match: func(*response) bool { return true }},
}

func (e *response) class() *class {
	return &classes[slices.IndexFunc(classes, func(c class) bool { return c.match(e) })]
}

func (e *response) has(kind string) bool { return e.Type == kind || slices.Contains(e.types, kind) }

// newResponse reads the answer to a request.
func newResponse(status int, body []byte) *response {
	var a struct{ Error json.RawMessage }
	if json.Unmarshal(body, &a) == nil && len(a.Error) > 0 {
		e := newPart(status, a.Error)
		e.body = body
		return e
	}
	const most = 200
	return &response{Status: status, Reason: strings.TrimSpace(string(body[:min(len(body), most)])), body: body}
}

// cause is an error as the cluster writes it.
type cause struct {
	Type, Reason string
	RootCause    []cause                  `json:"root_cause"`
	CausedBy     *cause                   `json:"caused_by"`
	FailedShards []struct{ Reason cause } `json:"failed_shards"`
}

// newPart reads the error of a part of an answer: of a document of a bulk, or of one
// of many searches.
func newPart(status int, raw json.RawMessage) *response {
	e := &response{Status: status}
	if bytes.HasPrefix(raw, []byte(`"`)) {
		_ = json.Unmarshal(raw, &e.Reason)
		return e
	}
	var c cause
	if err := json.Unmarshal(raw, &c); err != nil {
		e.Reason = string(raw)
		return e
	}
	e.collect(&c)
	inner := &c
	if len(c.RootCause) > 0 {
		inner = &c.RootCause[0]
	}
	e.Type, e.Reason = inner.Type, inner.Reason
	for at := inner.CausedBy; at != nil; at = at.CausedBy {
		if at.Reason != "" && !strings.Contains(e.Reason, at.Reason) {
			e.Reason += ": " + at.Reason
		}
	}
	return e
}

func (e *response) collect(c *cause) {
	if c == nil {
		return
	}
	e.types = append(e.types, c.Type)
	for i := range c.RootCause {
		e.collect(&c.RootCause[i])
	}
	for i := range c.FailedShards {
		e.collect(&c.FailedShards[i].Reason)
	}
	e.collect(c.CausedBy)
}

// whole is what every answer to a search says of its completeness. Types of answers
// embed it.
type whole struct {
	TimedOut bool `json:"timed_out"`
	Shards   struct {
		Total, Successful, Failed int
		Failures                  []struct{ Reason json.RawMessage }
	} `json:"_shards"`
	Error  json.RawMessage `json:"error"` // of one of many searches
	Status int             `json:"status"`
}

// check returns an error for an answer that is a part: no part is ever taken for the
// whole.
func (w *whole) check() error {
	switch {
	case len(w.Error) > 0:
		return newPart(w.Status, w.Error)
	case w.Shards.Failed > 0 && len(w.Shards.Failures) > 0:
		return newPart(http.StatusServiceUnavailable, w.Shards.Failures[0].Reason)
	case w.TimedOut, w.Shards.Failed > 0, w.Shards.Successful < w.Shards.Total:
		return &failure{kind: index.ErrUnavailable, again: true, done: maybe, text: "the cluster answers with a part of the collection only: see that all its nodes run"}
	}
	return nil
}

// unreachable is the failure of an attempt that had no answer.
func (c *client) unreachable(err error) error {
	var dial *net.OpError
	var cert *tls.CertificateVerificationError
	var plain tls.RecordHeaderError
	var other x509.HostnameError
	f := &failure{kind: index.ErrUnavailable, again: true, done: maybe, cause: err}
	what := err.Error()
	if inner := errors.Unwrap(err); inner != nil {
		what = inner.Error() // without the method and the path
	}
	switch {
	case errors.As(err, &dial) && dial.Op == "dial":
		f.done = no
	case errors.As(err, &other):
		return f.final("the certificate of the cluster at %s is of other names: use an address that it names (%s)", c.where, what)
	case errors.As(err, &cert):
		return f.final("the certificate of the cluster at %s is not trusted: name the file of the authority that signed it (%s)", c.where, what)
	case errors.As(err, &plain):
		return f.final("the cluster at %s does not answer encrypted requests: begin the addresses of its nodes with http, or let them use TLS (%s)", c.where, what)
	}
	f.text = c.silent() + " (" + what + ")"
	return f
}

// final makes f the failure of a request that no node carried out, nor will.
func (f *failure) final(format string, args ...any) error {
	f.again, f.done, f.text = false, no, fmt.Sprintf(format, args...)
	return f
}

func (c *client) silent() string {
	return fmt.Sprintf("the cluster at %s does not answer: see that its nodes run and that the addresses are right", c.where)
}

// again reports whether a failed attempt is worth another.
func again(err error) bool {
	var r *response
	var f *failure
	return errors.As(err, &r) && r.class().again || errors.As(err, &f) && f.again
}

// carriedOut reports whether a failed attempt may have been carried out.
func carriedOut(err error) done {
	var r *response
	var f *failure
	return done(errors.As(err, &r) && bool(r.class().done) || errors.As(err, &f) && bool(f.done))
}

// busy reports whether the nodes had better be left alone for a while.
func busy(err error) bool {
	var r *response
	return errors.As(err, &r) && r.Status == http.StatusTooManyRequests
}

// isOutage reports whether an error says that nothing is answered.
func isOutage(err error) bool {
	var r *response
	var f *failure
	if errors.As(err, &r) {
		return r.class().outage
	}
	return errors.As(err, &f) && f.kind == index.ErrUnavailable && (f.again || f.cause != nil)
}

// kindOf returns the error of package index that an error Is, as far as it is one of
// the cluster's.
func kindOf(err error) error {
	var r *response
	var f *failure
	switch {
	case errors.As(err, &r):
		return r.class().kind
	case errors.As(err, &f):
		return f.kind
	}
	return nil
}

// isMissing reports whether an error says that an index is not there.
func isMissing(err error) bool {
	var r *response
	return errors.As(err, &r) && r.has("index_not_found_exception")
}

// isExisting reports whether an error says that an index is there already.
func isExisting(err error) bool {
	var r *response
	return errors.As(err, &r) && (r.has("resource_already_exists_exception") || r.has("invalid_index_name_exception"))
}
