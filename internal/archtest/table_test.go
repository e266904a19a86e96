package archtest

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// readmeRow is a row of the README's import table. Only the two columns of names
// are read: what a room may import of other modules is said there in words.
var readmeRow = regexp.MustCompile("(?m)^\\| `((?:cmd/|index|internal/|corpus)[^`]*)` \\| ([^|]+) \\|$")

// code is a name in a cell.
var code = regexp.MustCompile("`([^`]+)`")

// TestReadmeTable holds the README's import table against the one that is
// enforced.
func TestReadmeTable(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	told := map[string][]string{}
	for _, row := range readmeRow.FindAllStringSubmatch(string(text), -1) {
		told[row[1]] = toldRooms(row[2])
	}
	for room, allowed := range table {
		got, ok := told[room]
		if want := enforcedRooms(allowed); !ok || !slices.Equal(got, want) {
			t.Errorf("README.md: %s may import %v, the row says %v", room, want, got)
		}
		delete(told, room)
	}
	for room := range told {
		t.Errorf("README.md: %s has a row, but is no room", room)
	}
}

// toldRooms returns the rooms that a cell names; "anything" is "*".
func toldRooms(cell string) (names []string) {
	if strings.TrimSpace(cell) == "anything" {
		return []string{"*"}
	}
	for _, m := range code.FindAllStringSubmatch(cell, -1) {
		if _, isRoom := table[m[1]]; isRoom {
			names = append(names, m[1])
		}
	}
	slices.Sort(names)
	return names
}

// enforcedRooms returns the rooms among what a room may import.
func enforcedRooms(allowed []string) (names []string) {
	for _, a := range allowed {
		if name, isRoom := strings.CutPrefix(a, "vankien/"); isRoom || a == "*" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// TestTableIsTight keeps the table to what is imported.
func TestTableIsTight(t *testing.T) {
	list, _ := sources(t)
	used := map[string][]string{}
	for _, s := range list {
		if s.isTest() {
			continue
		}
		for _, i := range s.file.Imports {
			used[s.room] = append(used[s.room], strings.Trim(i.Path.Value, `"`))
		}
	}
	for room, allowed := range table {
		for _, a := range allowed {
			if a != "*" && !slices.ContainsFunc(used[room], func(path string) bool { return strings.HasPrefix(path, a) }) {
				t.Errorf("%s may import %s, but does not", room, a)
			}
		}
	}
}
