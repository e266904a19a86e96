package web

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"vankien/index"
	"vankien/index/indextest"
	"vankien/index/local"
)

const backupPath = "/api/v1/admin/backup"

// keeper makes backups of a collection on disk, in a directory.
func keeper(t *testing.T) (backup BackupFunc, data, to string) {
	t.Helper()
	data, to = t.TempDir(), t.TempDir()
	x := indextest.Open(t, func() (*local.Index, error) { return local.Open(data) }, collection...)
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	return func(ctx context.Context, name string) (index.Backup, error) {
		return local.Backup(ctx, data, filepath.Join(to, name), 0)
	}, data, to
}

func TestBackup(t *testing.T) {
	backup, _, to := keeper(t)
	s := newServer(t, Options{Keys: keys, Backup: backup})
	for _, body := range []string{"", `{"name": "daily"}`, `{"name": "one.tar.zst"}`} {
		w := send(s, "POST", backupPath, body, authorized(appJSON)...)
		var b index.Backup
		if err := json.Unmarshal(w.Body.Bytes(), &b); err != nil || w.Code != 200 {
			t.Fatalf("%s: %d %s", body, w.Code, w.Body)
		}
		source := map[string]string{"": b.Moment, `{"name": "daily"}`: "daily/" + b.Moment, `{"name": "one.tar.zst"}`: "one.tar.zst"}[body]
		done, err := local.Restore(t.Context(), filepath.Join(to, source), filepath.Join(t.TempDir(), "r"))
		if err != nil || done.Documents != len(collection) {
			t.Errorf("%s: %+v, %v", body, done, err)
		}
	}
}

// TestBackupIsNoPath: a client says nothing of where files are.
func TestBackupIsNoPath(t *testing.T) {
	backup, _, to := keeper(t)
	s := newServer(t, Options{Keys: keys, Backup: backup})
	for body, code := range map[string]string{
		`{"name": ""}`: "invalid_parameter", `{"name": "."}`: "invalid_parameter", `{"name": ".."}`: "invalid_parameter",
		`{"name": "../x"}`: "invalid_parameter", `{"name": "/etc/x"}`: "invalid_parameter", `{"name": "a/b"}`: "invalid_parameter",
		`{"name": "a\\b"}`: "invalid_parameter", `{"name": "a\n"}`: "invalid_parameter", `{"name": ".lock"}`: "invalid_parameter",
		`{"name": "a.b"}`: "invalid_parameter", `{"name": "2026-11-29T01-50-24.657Z"}`: "invalid_parameter", `{"name": "c:x"}`: "invalid_parameter",
		`{"name": "` + strings.Repeat("a", 65) + `"}`: "invalid_parameter",
		`null`: "malformed_json", `{}`: "malformed_json", `{"name": null}`: "malformed_json", `{"name": 1}`: "malformed_json", `[]`: "malformed_json",
		`{"name": "a", "path": "b"}`: "malformed_json", `{"name": "a"} x`: "malformed_json", `{"name": "a`: "malformed_json",
		`{"name": "` + strings.Repeat("a", 2000) + `"}`: "body_too_large",
	} {
		w := send(s, "POST", backupPath, body, authorized(appJSON)...)
		if !strings.Contains(w.Body.String(), `"code":"`+code+`"`) {
			t.Errorf("%s: %d %s, want %s", body, w.Code, w.Body, code)
		}
	}
	if entries, err := os.ReadDir(to); len(entries) > 0 || err != nil {
		t.Errorf("there is %v, %v", entries, err)
	}
}

// conn is a response that remembers until when its connection is kept; the zero
// time is for ever.
type conn struct {
	*httptest.ResponseRecorder
	read, write time.Time
}

func (c *conn) SetReadDeadline(t time.Time) error  { c.read = t; return nil }
func (c *conn) SetWriteDeadline(t time.Time) error { c.write = t; return nil }

// TestBackupTakesItsTime: what ends other writes does not end a backup, but the
// client does.
func TestBackupTakesItsTime(t *testing.T) {
	for _, body := range []string{"", `{"name": "daily"}`} {
		w := &conn{httptest.NewRecorder(), time.Unix(0, 0), time.Unix(0, 0)}
		client, leave := context.WithCancel(t.Context())
		backup := func(ctx context.Context, _ string) (index.Backup, error) {
			if late, ok := ctx.Deadline(); ok || ctx.Err() != nil || !w.read.IsZero() || !w.write.IsZero() {
				t.Errorf("%q: a backup has until %v, its connection until %v and %v", body, late, w.read, w.write)
			}
			leave()
			return index.Backup{}, ctx.Err()
		}
		s := newServer(t, Options{Keys: keys, Backup: backup, WriteTimeout: time.Nanosecond})
		r := httptest.NewRequest("POST", backupPath, strings.NewReader(body)).WithContext(client)
		if body == "" {
			r.Body = http.NoBody
		}
		r.Header.Set("Authorization", "Bearer "+key)
		if s.ServeHTTP(w, r); w.Code < 400 {
			t.Errorf("%q: %d after the client has left", body, w.Code)
		}
	}
}

// TestBackupKeepsDeadlinesForStrangers: who has no key, or does not say what he
// wants, gets no more time than others.
func TestBackupKeepsDeadlinesForStrangers(t *testing.T) {
	backup, _, _ := keeper(t)
	s := newServer(t, Options{Keys: keys, Backup: backup})
	for auth, body := range map[string]string{"Bearer x": "", "Bearer " + key: "{"} {
		w := &conn{httptest.NewRecorder(), time.Unix(0, 0), time.Unix(0, 0)}
		r := httptest.NewRequest("POST", backupPath, strings.NewReader(body))
		r.Header.Set("Authorization", auth)
		if s.ServeHTTP(w, r); w.Code < 400 || w.write.IsZero() {
			t.Errorf("%s: %d, the connection is kept until %v", auth, w.Code, w.write)
		}
	}
}

func TestSlowRequestForABackupIsRefused(t *testing.T) {
	addr := listen(t, newServer(t, Options{Keys: keys, WriteTimeout: 50 * time.Millisecond}))
	w := exchange(t, addr, "POST "+backupPath+" HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "+key+"\r\nContent-Length: 100\r\n\r\n{")
	if p := decode[Problem](t, w.Body); w.StatusCode != http.StatusRequestTimeout || p.Code != "body_too_slow" {
		t.Errorf("%s %+v", w.Status, p)
	}
}

// backupAnswers sees every answer that is promised.
func backupAnswers(t *testing.T, c *contract) {
	t.Helper()
	backup, data, to := keeper(t)
	s := newServer(t, Options{Keys: keys, Backup: backup})
	auth := authorized(appJSON)
	c.call(t, s, 200, "POST", backupPath, `{"name":"daily"}`, auth...)
	c.call(t, s, 400, "POST", backupPath, `{"name":"../daily"}`, auth...)
	c.call(t, s, 401, "POST", backupPath, "")
	c.call(t, s, 403, "POST", backupPath, "", "Authorization", "Bearer x")
	c.call(t, s, 413, "POST", backupPath, `{"name":"`+strings.Repeat("a", 2000)+`"}`, auth...)
	c.call(t, newServer(t, Options{Keys: keys}), 404, "POST", backupPath, `{"name":"daily"}`, auth...)
	other := flock.New(filepath.Join(to, "daily", ".lock"))
	if ok, err := other.TryLock(); !ok || err != nil {
		t.Fatal(ok, err)
	}
	defer other.Close()
	c.call(t, s, 409, "POST", backupPath, `{"name":"daily"}`, auth...)
	limited := newServer(t, Options{Rate: 1e-9, Burst: 1})
	get(limited, "/api/v1/topics")
	c.call(t, limited, 429, "POST", backupPath, `{"name":"daily"}`, auth...)
	if err := os.Remove(filepath.Join(data, "index", "index_meta.json")); err != nil {
		t.Fatal(err)
	}
	if w := c.call(t, s, 503, "POST", backupPath, `{"name":"damaged"}`, auth...); !strings.Contains(w.Body.String(), "index_meta.json") {
		t.Errorf("%s", w.Body)
	}
}
