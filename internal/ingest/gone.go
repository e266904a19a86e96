package ingest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A file that is gone is deleted from the collection only on request, and never
// because a disk is away: a file is gone when its folder can be looked at and has
// it no more, and a folder that cannot be opened has lost nothing. A disk that was
// taken out may leave an empty folder behind, though. So when more than half of
// the files of a folder are gone at once, and it had more than a few, that takes
// another word.

// MaxFew is the number of files up to which all of a folder may vanish without
// being asked after; see Options.RemoveMany.
const MaxFew = 20

// removeGone deletes the documents of files that are gone from the folders of
// sources, and those that files had before.
func (r *run) removeGone(ctx context.Context, sources []Source) error {
	if r.opt.Remove == nil {
		return nil
	}
	for _, s := range sources {
		f, err := s.file()
		if err != nil || s.Stream != nil || f.at == "" {
			continue
		}
		if _, err := os.ReadDir(f.at); err != nil {
			continue // not a folder, or none that can be looked at
		}
		if err := r.removeBelow(ctx, f.at, s.Path); err != nil {
			return err
		}
	}
	return r.removeLeft(ctx)
}

// removeBelow deletes the documents of files that are gone from a folder.
func (r *run) removeBelow(ctx context.Context, folder, name string) error {
	all := r.journal.files(folder)
	var missing []string
	for _, key := range all {
		if e := r.journal.get(key); e != nil && gone(e.path(key)) {
			missing = append(missing, key)
		}
	}
	if r.tooMany(name, len(missing), len(all)) {
		return nil
	}
	return r.remove(ctx, missing, func(path string) string { return filepath.Clean(name) + strings.TrimPrefix(path, folder) })
}

// tooMany reports whether so many files are gone that they may only be out of
// sight, and says so.
func (r *run) tooMany(name string, missing, all int) bool {
	if r.opt.RemoveMany || all <= MaxFew || missing*2 <= all {
		return false
	}
	r.see(Seen{Path: name, Result: ResultFailed, Code: "too_many_gone", Reason: fmt.Sprintf(
		"%d of its %d files are gone; in case a disk is away nothing was deleted: say --delete-many if they are gone for good", missing, all)})
	return true
}

// removedAtOnce bounds the documents that one write to the store deletes.
const removedAtOnce = 1000

// remove deletes the documents of files that are gone and forgets the files, which
// are told of by the name of their path.
func (r *run) remove(ctx context.Context, keys []string, name func(path string) string) error {
	for part := range slices.Chunk(keys, removedAtOnce) {
		var ids []string
		for _, key := range part {
			if e := r.journal.get(key); e != nil {
				ids = append(ids, r.unowned(key, slices.Concat(e.IDs, e.Left), part)...)
			}
		}
		if err := r.deleteAll(ctx, ids); err != nil {
			return err
		}
		for _, key := range part {
			if e := r.journal.get(key); e != nil {
				if len(e.IDs)+len(e.Left) > 0 { // else there is nothing that went with it
					r.see(Seen{Path: name(e.path(key)), Result: ResultDeleted, IDs: firstIDs(e.IDs)})
				}
				r.journal.put(key, nil, "")
			}
		}
		if err := r.journal.flush(); err != nil {
			return err
		}
	}
	return nil
}

// unowned returns those of the documents that no file has but those that are gone.
func (r *run) unowned(key string, ids, gone []string) (list []string) {
	for _, id := range ids {
		if !r.journal.ownedBut(id, func(k string) bool { return k == key || slices.Contains(gone, k) }) {
			list = append(list, id)
		}
	}
	return list
}

func (r *run) deleteAll(ctx context.Context, ids []string) error {
	for part := range slices.Chunk(ids, removedAtOnce) {
		if _, err := r.opt.Remove.Delete(ctx, part...); err != nil {
			return err
		}
	}
	return nil
}

// removeLeft deletes the documents that changed files had before.
func (r *run) removeLeft(ctx context.Context) error {
	for _, key := range r.left {
		e := r.journal.get(key)
		if e == nil || len(e.Left) == 0 {
			continue
		}
		if err := r.deleteAll(ctx, r.unowned(key, e.Left, nil)); err != nil {
			return err
		}
		without := *e
		without.Left = nil
		r.journal.put(key, &without, "")
	}
	return r.journal.flush()
}
