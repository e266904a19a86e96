package web

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"testing"
)

func TestEachKeyOpens(t *testing.T) {
	s := newServer(t, Options{Keys: []Key{{"an", "the first of the keys"}, {"bình", "the second of the keys"}}})
	for _, c := range []struct {
		given string
		code  int
	}{{"the first of the keys", http.StatusCreated}, {"the second of the keys", http.StatusOK}, {"the third of the keys", http.StatusForbidden}, {"", http.StatusForbidden}} {
		w := send(s, "PUT", "/api/v1/documents/n", `{"title":"`+c.given+`"}`, "Authorization", "Bearer "+c.given, "Content-Type", appJSON)
		if w.Code != c.code {
			t.Errorf("%q: %d %s", c.given, w.Code, w.Body)
		}
	}
}

// A client that guesses is not listened to, not even with the right key: else
// its guesses would be answered by that. Others are.
func TestWrongKeysAreSlowed(t *testing.T) {
	s := newServer(t, Options{Keys: keys})
	s.guesses = newLimiter(0.001, 2)
	remove := func(given, forwarded string) int {
		r := send(s, "DELETE", "/api/v1/documents/none", "", "Authorization", "Bearer "+given, "X-Forwarded-For", forwarded)
		if r.Code == http.StatusTooManyRequests && r.Header().Get("Retry-After") != "999" && r.Header().Get("Retry-After") != "1000" {
			t.Errorf("Retry-After %q", r.Header().Get("Retry-After"))
		}
		return r.Code
	}
	s.opt.Proxies = []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}
	for range 5 {
		if got := remove(key, "198.51.100.1"); got != http.StatusNotFound {
			t.Fatalf("the right key: %d", got)
		}
	}
	for _, c := range []struct {
		given, from string
		want        int
	}{
		{"a", "198.51.100.1", 403}, {"b", "198.51.100.1", 403}, {"c", "198.51.100.1", 429}, {key, "198.51.100.1", 429},
		{"a", "198.51.100.2:1234", 403}, {key, "198.51.100.2:4321", 404},
	} {
		if got := remove(c.given, c.from); got != c.want {
			t.Errorf("%s from %s: %d, want %d", c.given, c.from, got, c.want)
		}
	}
	if w := get(s, "/api/v1/documents/a"); w.Code != http.StatusOK {
		t.Errorf("reading: %d", w.Code)
	}
}

// Some wrong keys more than a burst are answered late, the others told to come
// back.
func TestWrongKeysAtOnce(t *testing.T) {
	s := newServer(t, Options{Keys: keys})
	s.guesses = newLimiter(5, 1)
	codes := make(chan int)
	const n = 100
	for range n {
		go func() {
			codes <- send(s, "DELETE", "/api/v1/documents/none", "", "Authorization", "Bearer x").Code
		}()
	}
	seen := map[int]int{}
	for range n {
		seen[<-codes]++
	}
	if seen[403] < 5 || seen[429] == 0 || seen[403]+seen[429] != n {
		t.Errorf("answers %v", seen)
	}
}

func TestLogOfWrites(t *testing.T) {
	var out bytes.Buffer
	s := newServer(t, Options{Keys: keys, Logger: slog.New(slog.NewJSONHandler(&out, nil))})
	for _, c := range []struct {
		method, path, body, key string
		want                    string
	}{
		{"PUT", "/n", `{"title":"x"}`, key, `"status":201,"client":"192.0.2.1","key":"thư-ký","document":"n"`},
		{"DELETE", "/a%2Fb%E2%80%AE", "", key, `"status":404,"client":"192.0.2.1","key":"thư-ký","document":"a/b⟨U+202E⟩"`},
		{"DELETE", "/n", "", "wrong", `"status":403,"client":"192.0.2.1","key":"","document":"n"`},
		{"POST", "", `{"id":"p","title":"x"}` + "\n" + `{"id":"q"}` + "\n" + `{"id":"r","title":"y"}`, key, `"status":200,"client":"192.0.2.1","key":"thư-ký","documents":2,"ids":["p","r"]`},
	} {
		out.Reset()
		send(s, c.method, "/api/v1/documents"+c.path, c.body, "Authorization", "Bearer "+c.key, "Content-Type", map[string]string{"PUT": appJSON, "POST": appNDJSON}[c.method])
		log := strings.Replace(out.String(), `"took_ms"`, "", 1)
		for part := range strings.SplitSeq(c.want, `,"client"`) {
			if !strings.Contains(log, part) {
				t.Errorf("%s%s: no %s in %s", c.method, c.path, part, log)
			}
		}
		if strings.Contains(log, key) {
			t.Error("the log has the key")
		}
	}
}
