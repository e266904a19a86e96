package web

import (
	"fmt"
	"html"
	"strings"
)

// calls is one request to the interface as it is written for three tools. They are made
// of the description, so they are as true as it is, and the tests run them.
type calls struct{ Curl, Python, JavaScript string }

// example is a value of a parameter in the description; "" for none.
func (p *specParameter) example() string {
	if p.Example != nil {
		return fmt.Sprint(p.Example)
	}
	for _, e := range p.Examples {
		return fmt.Sprint(e.Value.Value)
	}
	return ""
}

// newCalls returns the calls of an operation that reads without a key and has an
// example of all that it needs; nil for another.
func newCalls(base string, o *operation) *calls {
	if o.Method != "GET" || o.Keyed || strings.Contains(o.Path, "{") {
		return nil
	}
	var names, values []string
	for i := range o.Parameters {
		p := &o.Parameters[i]
		value := p.example()
		switch {
		case value != "":
			names, values = append(names, p.Name), append(values, value)
		case p.Required:
			return nil
		}
	}
	if names == nil {
		return nil
	}
	at := base + o.Path
	return &calls{curlCall(at, names, values), pythonCall(at, names, values), scriptCall(at, names, values)}
}

func curlCall(at string, names, values []string) string {
	var b strings.Builder
	b.WriteString("curl -fsSG " + inShell(at))
	for i, name := range names {
		b.WriteString(" \\\n  --data-urlencode " + inShell(name+"="+values[i]))
	}
	return b.String()
}

// inShell quotes a word for a shell.
func inShell(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// literals are the parameters as the members of an object: JSON is read alike by
// Python and JavaScript.
func literals(names, values []string) string {
	members := make([]string, len(names))
	for i, name := range names {
		members[i] = plainJSON(name) + ": " + plainJSON(values[i])
	}
	return "{" + strings.Join(members, ", ") + "}"
}

// plainJSON is a string in JSON that people can read.
func plainJSON(s string) string {
	var b strings.Builder
	must(encode(&b, s))
	return strings.TrimSpace(b.String())
}

func pythonCall(at string, names, values []string) string {
	return "import urllib.parse, urllib.request\n\nquery = urllib.parse.urlencode(" + literals(names, values) + ")\n" +
		"with urllib.request.urlopen(" + plainJSON(at+"?") + " + query) as answer:\n    print(answer.read().decode())"
}

func scriptCall(at string, names, values []string) string {
	return "const query = new URLSearchParams(" + literals(names, values) + ");\nconst answer = await fetch(" + plainJSON(at+"?") + " + query);\n" +
		"console.log(await answer.text());"
}

// embedding is what pages of other sites have in them: the box in a frame, and a plain
// form, which needs no leave.
func embedding(base, name string) (frame, form string) {
	name = html.EscapeString(name)
	frame = fmt.Sprintf("<iframe src=\"%s/embed\" title=\"%s\" width=\"400\" height=\"110\" loading=\"lazy\"></iframe>", base, name)
	form = fmt.Sprintf("<form action=\"%s/search\">\n  <label>%s <input type=\"search\" name=\"q\"></label>\n  <button>Tìm</button>\n</form>", base, name)
	return frame, form
}
