package index

import (
	"math"
	"strconv"
)

// dayRange is a span of days, both ends inclusive, each written as the number
// yyyymmdd, which orders any years alike.
type dayRange struct{ from, to int32 }

// daysOf returns the days that a checked date covers: a year its twelve
// months, a month its days. "" covers all days.
func daysOf(date string) dayRange {
	num := func(s string) int32 { n, _ := strconv.ParseInt(s, 10, 32); return int32(n) }
	switch len(date) {
	case 4:
		y := num(date)
		return dayRange{y*10000 + 101, y*10000 + 1231}
	case 7:
		m := num(date[:4])*100 + num(date[5:])
		return dayRange{m*100 + 1, m*100 + 31}
	case 10:
		d := num(date[:4])*10000 + num(date[5:7])*100 + num(date[8:])
		return dayRange{d, d}
	}
	return dayRange{math.MinInt32, math.MaxInt32}
}

// daysBetween returns the days of a filter from one date to another, both
// inclusive, either open.
func daysBetween(from, to string) dayRange {
	return dayRange{daysOf(from).from, daysOf(to).to}
}

func (r dayRange) overlaps(o dayRange) bool { return r.from <= o.to && o.from <= r.to }
