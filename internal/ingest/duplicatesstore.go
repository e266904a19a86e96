package ingest

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"vankien/internal/duplicate"
)

// DuplicatesStore keeps what is known of duplicates, and what state of the collection
// it is of.
type DuplicatesStore interface {
	// State is that of what is kept, "" when nothing is.
	State() (string, error)

	// Load returns what is kept; fs.ErrNotExist: nothing is.
	Load() (raw []byte, state string, err error)

	// Save keeps what write writes instead.
	Save(state string, write func(io.Writer) error) error
}

// Turn lets one process at a time do something.
type Turn interface {
	// TryHold returns who has the turn, or takes it until release. The context ends when
	// ctx does or the turn is lost.
	TryHold(ctx context.Context) (held context.Context, release func(), by string, err error)
}

// OpenDuplicatesIn returns what is known of a collection that several processes have
// open. In turn looks for duplicates one of them, which reads all documents for that,
// since any of them may have written; the others load what it found.
func OpenDuplicatesIn(store DuplicatesStore, turn Turn, c Collection) *Duplicates {
	d := newDuplicates(c)
	d.store, d.turn = store, turn
	return d
}

// restFactor is how much longer than reading all documents took is waited until
// another process's writes have them read again.
const restFactor = 10

// follow loads what another process found. done is whether that is all there is to do:
// it is of the present state, another process is at it, or it was done just now.
// Otherwise it is the turn of this one until release.
func (d *Duplicates) follow(ctx context.Context) (held context.Context, release func(), done bool, err error) {
	now, err := d.of.State(ctx)
	if err != nil {
		return nil, nil, false, err
	}
	kept, err := d.store.State()
	if err != nil {
		return nil, nil, false, err
	}
	if kept != "" && kept != d.state {
		d.set, d.loaded = nil, false
		if d.load(); d.loaded {
			d.state = kept
		}
		d.set = nil
	}
	if d.loaded && d.state == now || time.Since(d.searched) < restFactor*d.took {
		return nil, nil, true, nil
	}
	held, release, by, err := d.turn.TryHold(ctx)
	if err != nil || by != "" {
		return nil, nil, true, err
	}
	d.sure = false
	return held, release, false, nil
}

// duplicatesFile keeps what is known of duplicates in a file that begins with the
// state.
type duplicatesFile struct{ path string }

func fileIn(dir string) duplicatesFile { return duplicatesFile{filepath.Join(dir, "duplicates")} }

// headBytes of a file hold its state.
const headBytes = 1 << 10

func (f duplicatesFile) State() (string, error) {
	in, err := os.Open(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	defer in.Close()
	head, err := io.ReadAll(io.LimitReader(in, headBytes))
	if err != nil {
		return "", err
	}
	state, _ := duplicate.StateOf(head)
	return state, nil
}

func (f duplicatesFile) Load() (raw []byte, state string, err error) {
	if raw, err = os.ReadFile(f.path); err == nil {
		state, _ = duplicate.StateOf(raw)
	}
	return raw, state, err
}

func (f duplicatesFile) Save(_ string, write func(io.Writer) error) error {
	part := f.path + ".part"
	out, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	err = write(out)
	if err == nil {
		err = out.Sync()
	}
	if err = errors.Join(err, out.Close()); err == nil {
		err = os.Rename(part, f.path)
	}
	if err != nil {
		_ = os.Remove(part)
	}
	return err
}
