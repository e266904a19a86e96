package house

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image/png"
	"io"
	"strings"
)

// Bounds of a logo: pages with it stay light.
const (
	maxLogo = 100 << 10 // bytes
	maxSide = 4096      // pixels
)

// picture tells what a picture is by its content. One that does something is refused:
// pages only show it, but its own address can be opened, too.
func picture(body []byte) (*Logo, error) {
	if len(body) > maxLogo {
		return nil, fmt.Errorf("the picture has %d kB; at most %d kB are served with every page", len(body)>>10, maxLogo>>10)
	}
	if bytes.HasPrefix(body, []byte("\x89PNG\r\n\x1a\n")) {
		c, err := png.DecodeConfig(bytes.NewReader(body))
		if err != nil {
			return nil, fmt.Errorf("the picture is a damaged PNG: %w", err)
		}
		if c.Width > maxSide || c.Height > maxSide {
			return nil, fmt.Errorf("the picture has %d × %d pixels; 256 × 256 are enough", c.Width, c.Height)
		}
		return &Logo{body, "image/png"}, nil
	}
	if err := checkSVG(body); err != nil {
		return nil, err
	}
	return &Logo{body, "image/svg+xml"}, nil
}

// active are elements of SVG that run something or bring other content.
var active = map[string]bool{"script": true, "foreignobject": true, "iframe": true, "object": true, "embed": true, "audio": true, "video": true,
	"handler": true, "listener": true, "set": true, "animate": true, "animatemotion": true, "animatetransform": true}

// checkSVG says what keeps bytes from being an SVG that only shows itself.
func checkSVG(body []byte) error {
	d := xml.NewDecoder(bytes.NewReader(body))
	root := true
	for {
		t, err := d.Token()
		switch e := t.(type) {
		case xml.StartElement:
			name := strings.ToLower(e.Name.Local)
			if root && name != "svg" {
				return errors.New("the picture is neither SVG nor PNG; convert it")
			}
			root = false
			if active[name] {
				return fmt.Errorf("the SVG has an element <%s>; a logo may only be drawn: export it as a plain SVG", e.Name.Local)
			}
			if err := checkAttributes(e.Attr); err != nil {
				return err
			}
		case xml.Directive:
			return errors.New("the SVG has a <!DOCTYPE>; export it as a plain SVG")
		}
		switch {
		case errors.Is(err, io.EOF) && !root:
			return nil
		case err != nil:
			return fmt.Errorf("the picture is neither PNG nor a well-formed SVG (%w); convert it", err)
		}
	}
}

// checkAttributes refuses what reacts to a reader and what leads out of the picture.
func checkAttributes(all []xml.Attr) error {
	for _, a := range all {
		name, value := strings.ToLower(a.Name.Local), strings.TrimSpace(a.Value)
		if strings.HasPrefix(name, "on") {
			return fmt.Errorf("the SVG has an attribute %s; a logo may only be drawn: export it as a plain SVG", a.Name.Local)
		}
		if name == "href" && !strings.HasPrefix(value, "#") && !strings.HasPrefix(value, "data:image/png") {
			return fmt.Errorf("the SVG leads to %q; a logo has everything in it: export it as a plain SVG", value)
		}
	}
	return nil
}
