package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"vankien/internal/boltfile"
)

// bolt keeps records in a file of Bolt.
type bolt struct{ *bbolt.DB }

// lockTimeout is how long a journal is waited for.
const lockTimeout = time.Second

func (b bolt) Get(part string, keys ...string) (map[string][]byte, error) {
	values := make(map[string][]byte, len(keys))
	err := b.View(func(tx *bbolt.Tx) error {
		for _, key := range keys {
			if v := tx.Bucket([]byte(part)).Get([]byte(key)); v != nil {
				values[key] = bytes.Clone(v)
			}
		}
		return nil
	})
	return values, err
}

func (b bolt) Range(part, prefix, from string, most int, f func(key string, value []byte) bool) error {
	return b.View(func(tx *bbolt.Tx) error {
		c := tx.Bucket([]byte(part)).Cursor()
		k, v := c.Seek([]byte(max(prefix, from)))
		for n := 0; n < most && k != nil && bytes.HasPrefix(k, []byte(prefix)) && f(string(k), v); n++ {
			k, v = c.Next()
		}
		return nil
	})
}

func (b bolt) Apply(all map[string]map[string][]byte) error {
	return b.Update(func(tx *bbolt.Tx) error {
		for part, values := range all {
			bucket := tx.Bucket([]byte(part))
			for _, key := range sortedKeys(values) {
				var err error
				if v := values[key]; v != nil {
					err = bucket.Put([]byte(key), v)
				} else {
					err = bucket.Delete([]byte(key))
				}
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// openBolt opens a file that may be damaged anywhere: Bolt would end the process.
func openBolt(path string) (db *bbolt.DB, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			db, err = nil, fmt.Errorf("%w: %v", errDamaged, p)
		}
	}()
	db, err = bbolt.Open(path, 0o644, &bbolt.Options{Timeout: lockTimeout})
	if err != nil {
		return nil, err
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		for _, name := range []string{partFiles, partIDs, partSums, partHomes, partWaits, partPages, partDeletions, partDeletionLog, partAlerts} {
			if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// checkBolt reads all of the file without trust.
func checkBolt(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	f, err := boltfile.Read(data)
	if err != nil {
		return fmt.Errorf("%w: %w", errDamaged, err)
	}
	return f.Each(f.Root(), func(name, _ []byte, nested *boltfile.Bucket) error {
		sealed := string(name) == partFiles || string(name) == partPages
		if nested == nil || !sealed {
			return nil
		}
		return f.Each(*nested, func(key, value []byte, _ *boltfile.Bucket) error {
			if len(value) < 4 || unseal(key, value, new(struct{})) != nil {
				return errDamaged
			}
			return nil
		})
	})
}

func damaged(err error) bool {
	return errors.Is(err, errDamaged) || errors.Is(err, berrors.ErrInvalid) || errors.Is(err, berrors.ErrVersionMismatch) ||
		errors.Is(err, berrors.ErrChecksum) || err != nil && strings.Contains(err.Error(), "file size too small")
}
