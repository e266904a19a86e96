package remote

import (
	"bytes"
	"encoding/json"
)

// lines writes values line by line, as _msearch and _bulk want them. They are of types
// that JSON has a form for.
func lines(values ...any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	for _, v := range values {
		_ = e.Encode(v)
	}
	return b.Bytes()
}
