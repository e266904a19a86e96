package find

import (
	"fmt"
	"strconv"

	"vankien/internal/period"
)

// The intervals that time is divided into.
const (
	byYear    = "year"
	byQuarter = "quarter"
	byMonth   = "month"
	byPeriod  = "period" // those of a set of package period
)

// Intervals returns the names of what time can be divided into, the usual one first,
// beside the ids of sets of periods.
func Intervals() []string { return []string{byYear, byQuarter, byMonth} }

// Bucket is one part of time.
type Bucket struct {
	Key  string `json:"key"`  // 2024, 2024-Q1, 2024-01, or the id of a period
	From string `json:"from"` // the first and last day, or year or month, as a search takes them; to is "" where there is no end
	To   string `json:"to"`
}

// Label says a bucket in a language.
func (b *Bucket) Label(l Language, periods *period.Set) string {
	if len(b.Key) == len("2024-Q1") && b.Key[4:6] == "-Q" {
		return l.say("bucket.quarter", b.Key[6:], b.Key[:4])
	}
	if len(b.Key) == len("2024-01") && b.Key[4] == '-' && b.Key == b.From {
		return b.Key[5:] + "/" + b.Key[:4]
	}
	if periods != nil {
		for i := range periods.Periods {
			if p := &periods.Periods[i]; p.ID == b.Key {
				return p.Label(string(l))
			}
		}
	}
	return b.Key
}

// where says where a date falls.
type where int

const (
	inBucket where = iota
	undated        // there is no date
	coarse         // it spans several buckets
	outside        // it is in none
)

// division divides time.
type division struct {
	interval string
	set      *period.Set // of byPeriod
}

// place returns the number of the bucket that a date falls into. Numbers of buckets that
// follow each other do, too.
func (d *division) place(date string) (n int, at where) {
	switch d.interval {
	case byPeriod:
		n, ok, several := d.set.Of(firstDay(date), lastDay(date))
		switch {
		case several:
			return 0, coarse
		case !ok:
			return 0, outside
		}
		return n, inBucket
	case byYear:
		return year(date[:4]), inBucket
	}
	if len(date) < len("2024-01") {
		return 0, coarse
	}
	month, _ := strconv.Atoi(date[5:7])
	if d.interval == byQuarter {
		return 4*year(date[:4]) + (month-1)/3, inBucket
	}
	return 12*year(date[:4]) + month - 1, inBucket
}

// bucket returns the bucket of a number.
func (d *division) bucket(n int) Bucket {
	month := func(m int) string { return fmt.Sprintf("%04d-%02d", m/12, m%12+1) }
	switch d.interval {
	case byPeriod:
		p := &d.set.Periods[n]
		return Bucket{p.ID, p.From, p.To}
	case byQuarter:
		return Bucket{fmt.Sprintf("%04d-Q%d", n/4, n%4+1), month(3 * n), month(3*n + 2)}
	case byMonth:
		return Bucket{month(n), month(n), month(n)}
	}
	y := fmt.Sprintf("%04d", n)
	return Bucket{y, y, y}
}

// division reads what divides time: "period" is the usual set of periods.
func (v *Params) division(sets []period.Set) *division {
	names := Intervals()
	for i := range sets {
		names = append(names, sets[i].ID)
	}
	name := v.Choice("interval", append(names, byPeriod)...)
	if name == byPeriod {
		return &division{byPeriod, &sets[0]}
	}
	for i := range sets {
		if sets[i].ID == name {
			return &division{byPeriod, &sets[i]}
		}
	}
	return &division{interval: name}
}
