package exec

import (
	"cmp"
	"context"
	"math"
	"slices"
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

func (r Days) overlaps(o Days) bool { return r.From <= o.To && o.From <= r.To }

// dates are the days of the documents of a segment. Most documents have a full
// date, so the documents in the order of their first day answer a range as a
// slice; those with a year or month only are looked at one by one.
type dates struct {
	days   []Days   // by document; empty spans for those without a date
	order  []uint32 // documents with a date by first day, equals by id
	firsts []int32  // first days in that order
	spans  []uint32 // documents whose date is more than a day
}

// noDays overlaps nothing.
var noDays = Days{math.MaxInt32, math.MinInt32}

// newDates makes them from the column of dates and the ranks of ids.
func newDates(ctx context.Context, c *column, ranks []uint32) (*dates, error) {
	byValue := make([]Days, len(c.values))
	for i, v := range c.values {
		byValue[i] = DaysOf(v)
	}
	d := &dates{days: make([]Days, len(ranks))}
	for doc := range d.days {
		if doc%deadlineEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		id, ok := c.first(uint32(doc))
		if !ok {
			d.days[doc] = noDays
			continue
		}
		r := byValue[id]
		d.days[doc] = r
		d.order = append(d.order, uint32(doc))
		if r.From != r.To {
			d.spans = append(d.spans, uint32(doc))
		}
	}
	err := sortWithin(ctx, d.order, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(d.days[a].From, d.days[b].From), cmp.Compare(ranks[a], ranks[b]))
	})
	if err != nil {
		return nil, err
	}
	d.firsts = make([]int32, len(d.order))
	for i, doc := range d.order {
		d.firsts[i] = d.days[doc].From
	}
	return d, nil
}

// Bytes estimates the memory of the dates.
func (d *dates) Bytes() int64 {
	return 8*int64(len(d.days)) + 4*int64(len(d.order)+len(d.firsts)+len(d.spans))
}

// overlapping writes the documents whose days overlap r into b.
func (d *dates) overlapping(r Days, b bitset) {
	b.clear()
	lo, _ := slices.BinarySearch(d.firsts, r.From)
	hi, _ := slices.BinarySearchFunc(d.firsts, r.To, func(f, to int32) int {
		if f <= to {
			return -1
		}
		return 1
	})
	for _, doc := range d.order[min(lo, hi):hi] {
		b.set(doc)
	}
	for _, doc := range d.spans {
		if d.days[doc].overlaps(r) {
			b.set(doc)
		}
	}
}
