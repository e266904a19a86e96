package main

import (
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"runtime"
	"strings"

	"vankien/internal/web"
)

// minKey keeps a key from being guessed.
const minKey = 16

// keyName is a name that can stand in a log line as it is.
var keyName = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// othersMay are the rights of a file that let others than its owner and group
// read or change it.
const othersMay fs.FileMode = 0o006

// readKeys reads a key file: a key on each line, or the name of its holder and
// the key. A key without a name is called by its line.
func readKeys(path string) (keys []web.Key, err error) {
	if path == "" {
		return nil, nil
	}
	raw, err := readSecret(path)
	if err != nil {
		return nil, fmt.Errorf("read keys: %w", err)
	}
	n, seen := 0, map[string]int{}
	for line := range strings.Lines(string(raw)) {
		n++
		k, err := readKey(line, n)
		if err != nil {
			return nil, fmt.Errorf("read keys: %s, line %d: %w", path, n, err)
		}
		if k.Secret == "" {
			continue
		}
		for _, what := range []string{"name " + k.Name, "key " + k.Secret} {
			if seen[what] > 0 {
				return nil, fmt.Errorf("read keys: %s: lines %d and %d have the same %s", path, seen[what], n, what[:strings.IndexByte(what, ' ')])
			}
			seen[what] = n
		}
		keys = append(keys, k)
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("read keys: %s has no key; a line is KEY or NAME KEY, with a key of at least %d characters", path, minKey)
	}
	return keys, nil
}

// readKey reads line n of a key file; an empty line has no key.
func readKey(line string, n int) (k web.Key, err error) {
	words := strings.Fields(line)
	switch len(words) {
	case 0:
		return k, nil
	case 1:
		k = web.Key{Name: fmt.Sprintf("line-%d", n), Secret: words[0]}
	case 2:
		k = web.Key{Name: words[0], Secret: words[1]}
	default:
		return k, fmt.Errorf("it has %d words; a line is KEY or NAME KEY", len(words))
	}
	if !keyName.MatchString(k.Name) {
		return k, fmt.Errorf("the name %q is not of 1 to 64 letters, digits, dots, hyphens and underscores", k.Name)
	}
	if len(k.Secret) < minKey {
		return k, fmt.Errorf("the key has %d characters; at least %d are needed", len(k.Secret), minKey)
	}
	return k, nil
}

// readSecret reads a file that others have no access to. Windows does not tell
// who has.
func readSecret(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if may := info.Mode().Perm() & othersMay; info.Mode().IsRegular() && may != 0 && runtime.GOOS != "windows" {
		return nil, fmt.Errorf("others may read or change %s (mode %04o); run chmod 600 %s", path, info.Mode().Perm(), path)
	}
	return os.ReadFile(path)
}
