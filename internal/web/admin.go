package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"regexp"
)

// backupName is what a request may call a backup: never a path, nothing hidden,
// and no moment, which backups are named by themselves.
var backupName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,63}(\.tar\.zst)?$`)

// maxBackupBody bounds the body of a request for a backup, in bytes.
const maxBackupBody = 1 << 10

// makeBackup backs the collection up where the server was told to keep backups,
// and answers what it holds. That takes as long as the collection is large.
func (s *Server) makeBackup(r *http.Request) (any, error) {
	name, err := s.nameOfBackup(r)
	if err != nil {
		return nil, err
	}
	if s.opt.Backup == nil {
		return nil, fail("not_found", say("err.nobackup"))
	}
	b, err := s.opt.Backup(unhurried(r), name)
	if err != nil {
		return nil, err
	}
	return &b, nil
}

// nameOfBackup reads the body of a request for a backup; without one the name
// is "".
func (s *Server) nameOfBackup(r *http.Request) (string, error) {
	body := &held{from: s.intake}
	defer body.release()
	if err := body.read(r.Context(), r.Body, maxBackupBody); err != nil {
		return "", s.unread(err)
	}
	var ask struct {
		Name *string `json:"name"`
	}
	d := json.NewDecoder(bytes.NewReader(body.data))
	d.DisallowUnknownFields()
	err := d.Decode(&ask)
	if errors.Is(err, io.EOF) {
		return "", nil
	}
	if err == nil {
		if _, end := d.Token(); !errors.Is(end, io.EOF) {
			err = errors.New("more than one value")
		}
	}
	switch {
	case err != nil || ask.Name == nil:
		return "", fail("malformed_json", say("err.backup_body"))
	case !backupName.MatchString(*ask.Name):
		m := say("err.backup_name", *ask.Name)
		return "", fail("invalid_parameter", m, pointerFault("/name", m))
	}
	return *ask.Name, nil
}
