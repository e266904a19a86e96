package remote

import (
	"encoding/base64"
	"net"
	"net/url"
	"strings"
)

// hidden stands for a password in a message.
const hidden = "***"

// basic returns the header of a request of the user, or "".
func basic(opt *Options) string {
	if opt.User == "" {
		return ""
	}
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(opt.User+":"+opt.Password))
}

// secrets returns every way in which the password may be written.
func secrets(opt *Options) []string {
	if opt.Password == "" {
		return nil
	}
	return []string{opt.Password, url.QueryEscape(opt.Password), url.PathEscape(opt.Password), strings.TrimPrefix(basic(opt), "Basic ")}
}

// scrub returns err with a text that does not have the password: what stands between
// the cluster and this program may repeat a request in its answer.
func (c *client) scrub(err error) error {
	text := err.Error()
	for _, s := range c.secret {
		text = strings.ReplaceAll(text, s, hidden)
	}
	if text == err.Error() {
		return err
	}
	return &scrubbed{err, text}
}

// scrubbed is an error without a secret in its text. It is what the error was, so a
// caller that takes it apart must not show the parts.
type scrubbed struct {
	err  error
	text string
}

func (s *scrubbed) Error() string { return s.text }
func (s *scrubbed) Unwrap() error { return s.err }

// loopback reports whether a host is this machine.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
