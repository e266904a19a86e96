package content

import (
	"math"
	"strconv"
)

// Days is a span of days, both ends inclusive, each written as the number
// yyyymmdd, which orders any years alike.
type Days struct{ From, To int32 }

// DaysOf returns the days that a checked date covers: a year its twelve
// months, a month its days. "" covers all days.
func DaysOf(date string) Days {
	num := func(s string) int32 { n, _ := strconv.ParseInt(s, 10, 32); return int32(n) }
	switch len(date) {
	case 4:
		y := num(date)
		return Days{y*10000 + 101, y*10000 + 1231}
	case 7:
		m := num(date[:4])*100 + num(date[5:])
		return Days{m*100 + 1, m*100 + 31}
	case 10:
		d := num(date[:4])*10000 + num(date[5:7])*100 + num(date[8:])
		return Days{d, d}
	}
	return Days{math.MinInt32, math.MaxInt32}
}

// DaysBetween returns the days from one date to another, both inclusive,
// either open.
func DaysBetween(from, to string) Days { return Days{DaysOf(from).From, DaysOf(to).To} }
