package ingest

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"vankien/internal/originals"
)

// CopyTo has another journal know what this one does, beside what it knows already.
// What was sent is known there by where kept has it, and files of a disk become those
// of this machine's. It returns how many files there are.
func (j *Journal) CopyTo(ctx context.Context, to *Journal, kept *originals.Store) (files int, err error) {
	err = j.eachPart(ctx, partFiles, func(key string, value []byte) error {
		e := new(entry)
		if unseal([]byte(key), value, e) != nil {
			return nil // its file is read again
		}
		if e.Sent {
			key, err = e.placeIn(kept, key)
		}
		if err != nil {
			return err
		}
		to.put(key, e, "")
		if files++; files%copiedAtOnce == 0 {
			return to.flush()
		}
		return nil
	})
	if err == nil {
		err = to.flush()
	}
	if err == nil {
		err = j.copyPages(ctx, to)
	}
	if err != nil {
		return files, fmt.Errorf("copy the journal: %w", err)
	}
	return files, nil
}

// copiedAtOnce is how many records are written at once.
const copiedAtOnce = 1000

// placeIn returns the key of a file that was sent, as a store keeps it, and takes over
// what it is like there.
func (e *entry) placeIn(kept *originals.Store, from string) (to string, err error) {
	sum := filepath.Base(strings.TrimPrefix(from, sentPlace))
	to = sentPlace + sum
	if path := kept.Path(sum); path != "" {
		if to, err = filepath.Abs(path); err != nil {
			return "", err
		}
		to = key(to)
	}
	e.At = nil
	if info, err := fs.Stat(kept.FS(), sum); err == nil {
		e.Size, e.Time, e.Inode = info.Size(), info.ModTime().UnixNano(), inode(info)
	}
	return to, nil
}

// copyPages copies what was recognised.
func (j *Journal) copyPages(ctx context.Context, to *Journal) error {
	c := journalChanges{}
	err := j.eachPart(ctx, partPages, func(key string, value []byte) error {
		if c.put(partPages, key, value); len(c[partPages]) < copiedAtOnce {
			return nil
		}
		defer clear(c)
		return to.records.Apply(c)
	})
	if err != nil || len(c) == 0 {
		return err
	}
	return to.records.Apply(c)
}

// eachPart calls f with all records of a part, some of which are held at a time.
func (j *Journal) eachPart(ctx context.Context, part string, f func(key string, value []byte) error) error {
	type record struct {
		key   string
		value []byte
	}
	for from, more := "", true; more; {
		if err := ctx.Err(); err != nil {
			return err
		}
		var list []record
		err := j.records.Range(part, "", from, copiedAtOnce, func(key string, value []byte) bool {
			list = append(list, record{key, bytes.Clone(value)})
			return true
		})
		if err != nil {
			return err
		}
		for _, r := range list {
			if err := f(r.key, r.value); err != nil {
				return err
			}
			from = r.key + "\x00"
		}
		more = len(list) == copiedAtOnce
	}
	return nil
}
