package name

import "slices"

// readings returns what an abbreviation that stands alone can mean.
func readings(a *Abbreviations, abbr string) []string { return alone(a, abbr, false) }

// shorts returns the abbreviations of a long form that stands alone.
func shorts(a *Abbreviations, long string) []string { return alone(a, long, true) }

func alone(a *Abbreviations, s string, long bool) []string {
	all := a.Find([]string{s})
	if parts := queryParts([]string{s}); len(all) != 1 || all[0].Long != long || long && !a.covers(parts) {
		return nil
	}
	return all[0].Readings
}

// covers reports whether the whole of parts is one long form.
func (a *Abbreviations) covers(parts []queryPart) bool {
	n, _ := a.long.longest(parts, anyPhrase)
	return n == len(parts)
}

// variantsOf returns the spellings of a place, the canonical name first.
func variantsOf(p *Places, name string) []string {
	if i, ok := p.find(name); ok {
		return p.rows[i].variants
	}
	return nil
}

// formerOf returns the places that are part of name now, without itself.
func formerOf(p *Places, name string) []string {
	var former []string
	for _, row := range p.rows {
		if v := variantsOf(p, name); row.now != "" && slices.Contains(v, row.now) {
			former = append(former, row.name)
		}
	}
	return former
}

func firstOf(s []string) string {
	if len(s) == 0 {
		return ""
	}
	return s[0]
}
