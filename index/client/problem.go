package client

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"time"
)

// Problem is why a server did not do what it was asked (RFC 9457). Of an answer that is
// none of its own, such as that of a proxy, there is the status alone.
type Problem struct {
	Type      string  `json:"type"`
	Title     string  `json:"title"`
	Status    int     `json:"status"`
	Code      string  `json:"code"` // such as document_not_found; the page /api has all
	RequestID string  `json:"request_id,omitempty"`
	Detail    string  `json:"detail"`
	Position  *int    `json:"position,omitempty"` // code points into the query
	Errors    []Fault `json:"errors,omitempty"`

	RetryAfter time.Duration `json:"-"` // to wait before asking again; 0: it would not help, or nobody knows
}

// Fault is one thing wrong in a request: in a parameter, or at a place of what was sent
// (a JSON Pointer).
type Fault struct {
	Parameter string  `json:"parameter,omitempty"`
	Pointer   *string `json:"pointer,omitempty"`
	Detail    string  `json:"detail"`
}

// Error says what is wrong and with which status it was answered.
func (p *Problem) Error() string { return strconv.Itoa(p.Status) + " " + p.Title + ": " + p.Detail }

// mostOfProblem bounds what is read of one, in bytes.
const mostOfProblem = 1 << 20

func problemOf(answer *http.Response) *Problem {
	p := new(Problem)
	b, err := io.ReadAll(io.LimitReader(answer.Body, mostOfProblem))
	if err != nil || json.Unmarshal(b, p) != nil || p.Code == "" {
		*p = Problem{Title: http.StatusText(answer.StatusCode), Detail: "the answer of " + answer.Request.URL.Path + " is none of the interface"}
	}
	p.Status = answer.StatusCode
	if n, err := strconv.Atoi(answer.Header.Get("Retry-After")); err == nil && n > 0 {
		p.RetryAfter = time.Duration(n) * time.Second
	}
	return p
}
