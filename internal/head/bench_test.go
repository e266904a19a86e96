package head

import (
	"testing"
)

type article struct{ ID, Title, Body, Date, Source string }

// What a text costs that has no head, which is nearly every text.
func BenchmarkNews(b *testing.B) {
	list := readLines[article](b, dataFile(b, "corpora", "news.jsonl.gz"))
	for _, c := range []struct {
		name string
		list []article
	}{{"news", list}, {"leads", readLines[article](b, dataFile(b, "corpora", "feed.jsonl.gz"))[:20000]}} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			bytes := 0
			for i := 0; b.Loop(); i++ {
				a := &c.list[i%len(c.list)]
				bytes += len(a.Body)
				Read(a.Title, a.Body)
			}
			b.ReportMetric(float64(bytes)/float64(b.N), "bytes/op")
		})
	}
}
