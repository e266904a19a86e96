package segment

// Samples of a document are the bytes where every SampleRate-th word of a part
// begins, each as what it is beyond the one before it in the part: of two bytes,
// or, behind longSample, of four.
const longSample = 0xffff

func appendSample(to []uint16, delta uint32) []uint16 {
	if delta < longSample {
		return append(to, uint16(delta))
	}
	return append(to, longSample, uint16(delta), uint16(delta>>16))
}

// sumSamples adds up the first n samples and returns those behind them.
func sumSamples(of []uint16, n int) (sum uint32, rest []uint16) {
	for ; n > 0; n-- {
		if of[0] < longSample {
			sum += uint32(of[0])
			of = of[1:]
			continue
		}
		sum += uint32(of[1]) | uint32(of[2])<<16
		of = of[3:]
	}
	return sum, of
}
