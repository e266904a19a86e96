package boltfile

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"
)

// sample returns a file of Bolt with pages of every kind, and what Bolt reads in it.
func sample(t testing.TB) (raw []byte, entries string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sample")
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{PageSize: 1024, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	fill := func(tx *bbolt.Tx) error {
		b, err := tx.CreateBucketIfNotExists([]byte("large"))
		for i := 0; err == nil && i < 300; i++ {
			err = b.Put(fmt.Appendf(nil, "key %03d", i), bytes.Repeat([]byte("v"), i))
		}
		if err != nil {
			return err
		}
		small, err := b.CreateBucketIfNotExists([]byte("small"))
		if err != nil {
			return err
		}
		return small.Put([]byte("k"), []byte("v"))
	}
	thin := func(tx *bbolt.Tx) error {
		b := tx.Bucket([]byte("large"))
		for i := range 100 {
			if err := b.Delete(fmt.Appendf(nil, "key %03d", 2*i)); err != nil {
				return err
			}
		}
		return nil
	}
	var out strings.Builder
	if err := errors.Join(db.Update(fill), db.Update(thin), db.View(func(tx *bbolt.Tx) error {
		return tx.Bucket([]byte("large")).ForEach(func(k, v []byte) error { fmt.Fprintf(&out, "%s=%s\n", k, v); return nil })
	}), db.Close()); err != nil {
		t.Fatal(err)
	}
	if raw, err = os.ReadFile(path); err != nil {
		t.Fatal(err)
	}
	return raw, out.String()
}

// read returns the entries of the bucket in a file like sample.
func read(raw []byte) (string, error) {
	f, err := Read(raw)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	err = f.Each(f.Root(), func(_, _ []byte, large *Bucket) error {
		if large == nil {
			return nil
		}
		return f.Each(*large, func(k, v []byte, nested *Bucket) error {
			if nested != nil {
				v = nil
			}
			fmt.Fprintf(&out, "%s=%s\n", k, v)
			return nil
		})
	})
	return out.String(), err
}

func TestReadsAsBolt(t *testing.T) {
	raw, want := sample(t)
	if got, err := read(raw); err != nil || got != want {
		t.Errorf("read %d bytes, %v; Bolt reads %d", len(got), err, len(want))
	}
	for _, size := range []int{0, 80, 1024, len(raw) / 2} {
		if _, err := read(raw[:size]); !errors.Is(err, ErrBroken) {
			t.Errorf("cut to %d bytes: %v", size, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	raw, _ := sample(f)
	f.Add(raw, 100, byte(1))
	f.Add(raw[:9000], 8200, byte(255))
	f.Fuzz(func(t *testing.T, data []byte, at int, by byte) {
		data = bytes.Clone(data)
		if at >= 0 && at < len(data) {
			data[at] ^= by
		}
		_, _ = read(data) // it must end, without a panic
	})
}
