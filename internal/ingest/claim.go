package ingest

import (
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// home claims for a file the first home of a path that no other file has. One
// that is gone has it no longer.
func (j *Journal) home(key, path string) string {
	for n := 1; ; n++ {
		home := numbered(path, n)
		owner := j.owner(home)
		if e := j.ownerEntry(owner); owner != "" && owner != key && !j.gone(e, owner) {
			continue
		}
		j.mu.Lock()
		j.homes[home] = key
		if owner != key && j.host != "" {
			j.fresh[home] = []byte(key)
		}
		j.mu.Unlock()
		return home
	}
}

// ownerEntry is the entry of a file, an empty one while it is on its way.
func (j *Journal) ownerEntry(key string) *entry {
	if e := j.get(key); e != nil {
		return e
	}
	return new(entry)
}

// owner returns the key of the file that has a home, "" when none has.
func (j *Journal) owner(home string) (key string) {
	j.mu.Lock()
	key = j.homes[home]
	j.mu.Unlock()
	if key != "" || j.records == nil || home == "" {
		return key
	}
	values, err := j.records.Get(partHomes, home)
	j.note(err)
	return string(values[home])
}

// gone reports whether a file is not where it was, as far as this machine can tell:
// what another one read may be there, and what was sent is where originals are.
func (j *Journal) gone(e *entry, key string) bool {
	if j.host != "" && (e.Sent || e.Host != j.host) {
		return false
	}
	return gone(e.path(key))
}

// maxAlikeFiles bounds the files of equal bytes that are looked at for one.
const maxAlikeFiles = 1000

// twins yields the other files that have, or had, these bytes.
func (j *Journal) twins(key, sum string) iter.Seq2[string, *entry] {
	return func(yield func(string, *entry) bool) {
		for _, k := range j.withSum(sum) {
			if e := j.known(k); k != key && e != nil && e.SHA256 == sum && !yield(k, e) {
				return
			}
		}
	}
}

// known is get for files that are on their way, too.
func (j *Journal) known(key string) *entry {
	j.mu.Lock()
	e := j.onWay[key]
	j.mu.Unlock()
	if e != nil {
		return e
	}
	return j.get(key)
}

// pass notes that a file was read and has these bytes, so that what is read after
// it can be said to be alike, and returns the path of a file that has been so
// before, or "".
func (j *Journal) pass(key string, e *entry) (duplicateOf string) {
	duplicateOf = j.duplicateOf(key, e.SHA256)
	j.mu.Lock()
	defer j.mu.Unlock()
	j.onWay[key] = &entry{At: e.At, SHA256: e.SHA256}
	j.addSum(key, e.SHA256)
	return duplicateOf
}

// drop is the end of the way of a file that nothing is to be known of.
func (j *Journal) drop(key string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	delete(j.onWay, key)
}

func (j *Journal) withSum(sum string) (keys []string) {
	if sum == "" {
		return nil
	}
	j.mu.Lock()
	keys = slices.Clone(j.sums[sum])
	j.mu.Unlock()
	return slices.Compact(slices.Sorted(slices.Values(append(keys, j.below(partSums, sum+"\x00", maxAlikeFiles)...))))
}

// below returns what follows a prefix in the keys of a part, at most n.
func (j *Journal) below(part, prefix string, n int) (list []string) {
	if j.records == nil {
		return nil
	}
	j.note(j.records.Range(part, prefix, prefix, n, func(key string, _ []byte) bool {
		list = append(list, key[len(prefix):])
		return true
	}))
	return list
}

// movedFrom returns where a file with these bytes was that is not there any more,
// if there is one, and takes it: nothing else was moved from there. Of several
// the one of the same name is taken.
func (j *Journal) movedFrom(key, sum string) (from string, found *entry) {
	for k, e := range j.twins(key, sum) {
		if j.taken(k, key) || !j.gone(e, k) {
			continue
		}
		if same := filepath.Base(k) == filepath.Base(key); same || found == nil {
			from, found = k, e
			if same {
				break
			}
		}
	}
	if found != nil {
		j.mu.Lock()
		j.moved[from] = key
		j.mu.Unlock()
	}
	return from, found
}

// taken reports whether another file than that of key was moved from a place.
func (j *Journal) taken(place, key string) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	by, taken := j.moved[place]
	return taken && by != key
}

// untake gives up what movedFrom took.
func (j *Journal) untake(place string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	delete(j.moved, place)
}

// duplicateOf returns the path of another file with these bytes, or "".
func (j *Journal) duplicateOf(key, sum string) string {
	for k, e := range j.twins(key, sum) {
		if !j.gone(e, k) {
			return e.path(k)
		}
	}
	return ""
}

// ownedBut reports whether a file has given the document, apart from some.
func (j *Journal) ownedBut(id string, some func(key string) bool) bool {
	return slices.ContainsFunc(j.below(partIDs, id+"\x00", maxAlikeFiles), func(key string) bool { return !some(key) })
}

// missing returns the keys of the files below a folder that has only some names in
// it. Folders that are there are passed over.
func (j *Journal) missing(folder string, there map[string]bool) (keys []string) {
	separator := string(os.PathSeparator)
	prefix := strings.TrimSuffix(key(folder), separator) + separator
	for from := prefix; from != ""; {
		at := from
		from = ""
		j.note(j.records.Range(partFiles, prefix, at, listPart, func(k string, _ []byte) bool {
			name, _, nested := strings.Cut(k[len(prefix):], separator)
			switch {
			case !there[name]:
				keys = append(keys, k)
			case nested: // go on behind all that is in it
				from = prefix + name + string(os.PathSeparator+1)
				return false
			}
			at = k
			return true
		}))
	}
	return keys
}
