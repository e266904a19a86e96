package house

import (
	"fmt"
	"math"
	"strconv"

	"go.yaml.in/yaml/v4"
)

// Papers are what text in a colour of the house stands on: the page and panels on
// it, in the style sheet of the site. A colour must be readable on both, as the
// colour of letters and, the same figure, as what letters in the colour of the paper
// stand on (WCAG 2.2, 1.4.3).
func Papers() (light, dark [2]string) {
	return lightPaper, darkPaper
}

var (
	lightPaper = [2]string{"#fbfaf7", "#f3f1ea"}
	darkPaper  = [2]string{"#16181b", "#1e2125"}
)

// minContrast is the least contrast of text.
const minContrast = 4.5

// rgb is a colour, each part from 0 to 1.
type rgb [3]float64

func parseRGB(s string) (c rgb, ok bool) {
	if len(s) != 7 || s[0] != '#' {
		return c, false
	}
	n, err := strconv.ParseUint(s[1:], 16, 32)
	if err != nil {
		return c, false
	}
	return rgb{float64(n>>16) / 255, float64(n>>8&255) / 255, float64(n&255) / 255}, true
}

func (c rgb) String() string {
	b := func(x float64) int { return int(math.Round(x * 255)) }
	return fmt.Sprintf("#%02x%02x%02x", b(c[0]), b(c[1]), b(c[2]))
}

// luminance is the relative luminance of WCAG.
func (c rgb) luminance() float64 {
	linear := func(x float64) float64 {
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c[0]) + 0.7152*linear(c[1]) + 0.0722*linear(c[2])
}

// contrast returns the ratio of two colours, from 1 to 21.
func contrast(a, b rgb) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// toward mixes a share of another colour in.
func (c rgb) toward(d rgb, share float64) rgb {
	for i := range c {
		c[i] += (d[i] - c[i]) * share
	}
	return c
}

var (
	black = rgb{}
	white = rgb{1, 1, 1}
)

// least returns the least contrast of a colour to some papers, and that paper.
func least(c rgb, papers [2]string) (worst float64, paper string) {
	worst = math.Inf(1)
	for _, p := range papers {
		on, _ := parseRGB(p)
		if x := contrast(c, on); x < worst {
			worst, paper = x, p
		}
	}
	return worst, paper
}

// readable returns the first colour on the way from c to an end that can be read.
func readable(c rgb, papers [2]string, end rgb) rgb {
	for share := 0.0; share < 1; share += 0.05 {
		made, _ := parseRGB(c.toward(end, share).String())
		if x, _ := least(made, papers); x >= minContrast {
			return made
		}
	}
	return end
}

// Over returns the colour of what a pointer is over: further from the paper.
func Over(colour string, dark bool) string {
	c, _ := parseRGB(colour)
	if dark {
		return c.toward(white, 0.35).String()
	}
	return c.toward(black, 0.35).String()
}

func (r *reader) colours(path string, n *yaml.Node) error {
	s := r.site
	err := mapping(n, path, map[string]setting{
		"accent": line(&s.Light.Accent, ink("light", lightPaper, black)), "seal": line(&s.Light.Seal, ink("light", lightPaper, black)),
		"dark": func(path string, n *yaml.Node) error {
			return mapping(n, path, map[string]setting{
				"accent": line(&s.Dark.Accent, ink("dark", darkPaper, white)), "seal": line(&s.Dark.Seal, ink("dark", darkPaper, white))})
		},
	})
	s.Dark.Accent, s.Dark.Seal = lightened(s.Dark.Accent, s.Light.Accent), lightened(s.Dark.Seal, s.Light.Seal)
	return err
}

// lightened returns the colour for the dark page, made of that for the light one
// where there is none.
func lightened(dark, light string) string {
	c, ok := parseRGB(light)
	if dark != "" || !ok {
		return dark
	}
	return readable(c, darkPaper, white).String()
}

// ink is the check of a colour of text on a page.
func ink(page string, papers [2]string, end rgb) func(string) (string, error) {
	return func(s string) (string, error) {
		c, ok := parseRGB(s)
		if !ok {
			return "", fmt.Errorf("%q is no colour; write it as \"#174f7f\", in quotation marks", s)
		}
		if x, paper := least(c, papers); x < minContrast {
			return "", fmt.Errorf("%s has a contrast of only %.1f to %s of the %s page, and text needs %.1f; take %s", c, math.Floor(x*10)/10, paper, page,
				minContrast, readable(c, papers, end))
		}
		return c.String(), nil
	}
}
