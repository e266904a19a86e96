package house

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/mail"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"vankien/internal/near"
	"vankien/internal/viet"
)

// Bounds of what a house says.
const (
	maxFile     = 64 << 10 // bytes of the file
	maxName     = 60       // code points: it stands in the head of every page
	maxTitle    = 120
	maxIntro    = 1000
	maxExamples = 12
	maxExample  = 200
)

// Read reads the settings in file name of folder, and the logo that they name. An
// error tells the setting, its value and the way out.
func Read(folder fs.FS, name string) (*Site, error) {
	raw, err := fs.ReadFile(folder, name)
	if err != nil {
		return nil, fmt.Errorf("read the settings of the site: %w", err)
	}
	r := reader{folder: folder, site: new(Site)}
	if err := r.file(raw); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return r.site, nil
}

type reader struct {
	folder fs.FS
	site   *Site
}

func (r *reader) file(raw []byte) error {
	if len(raw) > maxFile {
		return fmt.Errorf("the file has more than %d bytes; shorten it", maxFile)
	}
	var doc yaml.Node
	d := yaml.NewDecoder(bytes.NewReader(raw))
	if err := d.Decode(&doc); errors.Is(err, io.EOF) || err == nil && len(doc.Content) == 0 {
		return nil
	} else if err != nil {
		return fmt.Errorf("not a YAML file: %w", err)
	}
	if err := d.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return errors.New(`the file goes on after a line "---" or "..."; remove that line`)
	}
	return mapping(doc.Content[0], "", map[string]setting{
		"name": r.text(&r.site.Name, maxName), "title": r.text(&r.site.Title, maxTitle), "intro": r.text(&r.site.Intro, maxIntro),
		"contact": line(&r.site.Contact, contact), "language": line(&r.site.Language, language), "base-url": line(&r.site.BaseURL, CheckBaseURL),
		"logo": r.logo, "examples": r.examples, "colours": r.colours,
	})
}

// setting reads the value of one key; its path begins every error.
type setting func(path string, n *yaml.Node) error

// mapping reads the keys of a mapping and refuses those that are not known, or twice
// there.
func mapping(n *yaml.Node, path string, known map[string]setting) error {
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("%swrite lines such as “%s: …”", prefix(path), slices.Sorted(maps.Keys(known))[0])
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		at := strings.TrimPrefix(path+"."+key.Value, ".")
		read, ok := known[key.Value]
		switch {
		case !ok:
			return unknown(key, at, slices.Sorted(maps.Keys(known)))
		case seen[key.Value]:
			return fmt.Errorf("line %d: %s is there twice; remove one", key.Line, at)
		}
		seen[key.Value] = true
		if err := read(at, value); err != nil && value.Kind == yaml.MappingNode {
			return err // it names the line within
		} else if err != nil {
			return fmt.Errorf("line %d: %w", value.Line, err)
		}
	}
	return nil
}

func prefix(path string) string {
	if path == "" {
		return ""
	}
	return path + ": "
}

func unknown(key *yaml.Node, at string, known []string) error {
	if meant := near.Name(key.Value, known); meant != "" {
		return fmt.Errorf("line %d: there is no setting %q; is %q meant?", key.Line, at, meant)
	}
	return fmt.Errorf("line %d: there is no setting %q; there are %s", key.Line, at, strings.Join(known, ", "))
}

// scalar returns the one line that a value is.
func scalar(path string, n *yaml.Node) (string, error) {
	s := strings.TrimSpace(viet.Compose(n.Value))
	switch {
	case n.Kind != yaml.ScalarNode:
		return "", fmt.Errorf("%s is to be one text; write “%s: …”", path, path[strings.LastIndexByte(path, '.')+1:])
	case s == "" || n.Tag == "!!null":
		return "", fmt.Errorf("%s is empty; give it a value or remove the line", path)
	case strings.ContainsFunc(s, func(c rune) bool { return unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) }):
		return "", fmt.Errorf("%s: %q has characters that cannot be seen, or several lines; write it anew in one line", path, s)
	}
	return s, nil
}

// line is a setting that is one line and has to pass a check, which may write it
// otherwise.
func line(to *string, check func(string) (string, error)) setting {
	return func(path string, n *yaml.Node) error {
		s, err := scalar(path, n)
		if err != nil {
			return err
		}
		if *to, err = check(s); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		return nil
	}
}

// short is the check that a text has at most so many code points.
func short(most int) func(string) (string, error) {
	return func(s string) (string, error) {
		if n := utf8.RuneCountInString(s); n > most {
			return "", fmt.Errorf("%q has %d characters; at most %d can be shown", s, n, most)
		}
		return s, nil
	}
}

// text is a setting that is one line for both languages, or a line for each. A
// language that has none gets that of the other.
func (r *reader) text(to *Text, most int) setting {
	return func(path string, n *yaml.Node) error {
		if n.Kind != yaml.MappingNode {
			err := line(&to.Vietnamese, short(most))(path, n)
			to.English = to.Vietnamese
			return err
		}
		err := mapping(n, path, map[string]setting{"vi": line(&to.Vietnamese, short(most)), "en": line(&to.English, short(most))})
		if to.Vietnamese == "" {
			to.Vietnamese = to.English
		}
		if to.English == "" {
			to.English = to.Vietnamese
		}
		return err
	}
}

func language(s string) (string, error) {
	if s != "vi" && s != "en" {
		return "", fmt.Errorf("%q is no language of the pages; write vi or en", s)
	}
	return s, nil
}

// contact accepts an address of mail, or of a page.
func contact(s string) (string, error) {
	if u, err := url.Parse(s); err == nil && u.Scheme == "https" && u.Host != "" && u.User == nil {
		return u.String(), nil
	}
	if a, err := mail.ParseAddress(s); err == nil && a.Name == "" && a.Address == s && !strings.ContainsAny(s, "?&# \"") {
		return s, nil
	}
	return "", fmt.Errorf("%q can be reached by nobody; write an address such as van-thu@example.org or https://example.org/lien-he", s)
}

func (r *reader) examples(path string, n *yaml.Node) error {
	if n.Kind != yaml.SequenceNode {
		return fmt.Errorf("%s is to be a list; write “%s: [chính quyền đô thị, giáo dục]”", path, path)
	}
	if len(n.Content) > maxExamples {
		return fmt.Errorf("%s has %d queries; at most %d have room", path, len(n.Content), maxExamples)
	}
	r.site.Examples = []string{}
	for i, one := range n.Content {
		var q string
		if err := line(&q, short(maxExample))(fmt.Sprintf("%s[%d]", path, i), one); err != nil {
			return err
		}
		r.site.Examples = append(r.site.Examples, q)
	}
	return nil
}

// logo reads the picture beside the file.
func (r *reader) logo(path string, n *yaml.Node) error {
	name, err := scalar(path, n)
	if err != nil {
		return err
	}
	if name = filepath.ToSlash(filepath.Clean(name)); !fs.ValidPath(name) {
		return fmt.Errorf("%s: %q is outside of the folder of the settings; put the picture there and write its name", path, n.Value)
	}
	body, err := fs.ReadFile(r.folder, name)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	r.site.Logo, err = picture(body)
	if err != nil {
		return fmt.Errorf("%s: %s: %w", path, name, err)
	}
	return nil
}
