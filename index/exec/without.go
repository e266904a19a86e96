package exec

// without finds the documents that have no value in a column.
func (c *compiler) without(n Without) (*leaf, error) {
	l := &leaf{postings: c.arena.newPostings(len(c.snap.chunks))}
	for i := range c.snap.chunks {
		chunk := &c.snap.chunks[i]
		err := chunk.guard(func() error {
			set := c.arena.get(chunk.words)
			chunk.lacking(n.Column, set)
			l.postings[i].setOf(chunk, c.arena, set)
			return c.ctx.Err()
		})
		if err != nil {
			return nil, err
		}
	}
	return l, nil
}

// lacking writes the documents of the chunk that have no value in a column into b.
func (c *chunk) lacking(column string, b bitset) {
	field := c.Field(column)
	if field < 0 {
		b.fill(c.n)
		return
	}
	b.clear()
	switch col := c.Segment.Column(field); {
	case col.Starts != nil:
		starts := col.Starts[c.base:][:c.n+1]
		for d := range c.n {
			b[d>>6] |= zero(starts[d+1]-starts[d]) << (d & 63)
		}
	case col.Wide != nil:
		markZeros(b, col.Wide[c.base:][:c.n])
	default:
		markZeros(b, col.Narrow[c.base:][:c.n])
	}
}

// markZeros adds the documents whose place is that of no value.
func markZeros[T uint16 | uint32](b bitset, places []T) {
	for d, p := range places {
		b[d>>6] |= zero(uint32(p)) << (d & 63)
	}
}

// zero is 1 for 0 and else 0, without a branch.
func zero(n uint32) uint64 { return (uint64(n) - 1) >> 63 }
