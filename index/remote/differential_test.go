package remote_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/indextest"
	"vankien/index/local"
	"vankien/index/remote"
	"vankien/internal/find"
	"vankien/internal/load"
)

// number is what a variable of the environment says, or n.
func number(t testing.TB, name string, n int) int {
	t.Helper()
	s := os.Getenv(name)
	if s == "" {
		return n
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// corpora are real texts of all kinds; of each one document in so many is read.
var corpora = []struct {
	name string
	step int
}{{"news", 9}, {"policy", 9}, {"phapdien", 130}, {"feed", 300}, {"laws", 40}}

// texts returns about n real documents of VANKIEN_DATA, with values in all fields,
// and the labels of their topics.
func texts(t testing.TB, n int) (docs []index.Document, labels map[string]string) {
	t.Helper()
	labels = map[string]string{}
	ids := map[string]string{}
	for _, c := range corpora {
		read := 0
		for i, line := range indextest.Lines(t, "corpora/"+c.name+".jsonl.gz") {
			if read >= n/len(corpora) {
				break
			}
			if i%c.step != 0 && n < 10_000 {
				continue
			}
			var d struct {
				index.Document
				Topic string
			}
			if err := json.Unmarshal(line, &d); err != nil {
				t.Fatal(err)
			}
			if d.Topic != "" && ids[d.Topic] == "" {
				ids[d.Topic] = fmt.Sprint("t", len(ids))
				labels[ids[d.Topic]] = d.Topic
			}
			if d.Topic != "" {
				d.Topics = []string{ids[d.Topic]}
			}
			fillFields(&d.Document, i)
			read++
			if d.Check() == nil {
				docs = append(docs, d.Document)
			}
		}
	}
	return docs, labels
}

// fillFields gives d what its corpus does not tell, so that there are facets and
// filters of all fields: the same values for documents with equal i.
func fillFields(d *index.Document, i int) {
	among := func(n int, list ...string) string {
		if i%n != 0 {
			return ""
		}
		return list[i/n%len(list)]
	}
	d.Kind = index.Kinds()[i%len(index.Kinds())].ID
	d.Speaker = among(2, "Nguyễn Văn Hòa", "Trần Thị Thúy", "Lê Hoà Bình", "Phạm Quý", "Ksor H'Bia")
	d.Place = among(3, "Hà Nội", "Bắc Ninh", "TP. Hồ Chí Minh", "Thừa Thiên Huế", "Đắk Lắk")
	d.Organisation = among(4, "Ủy ban nhân dân tỉnh Bắc Ninh", "Bộ Kế hoạch và Đầu tư", "UBND TP. Hà Nội", "Quốc hội")
	d.Event = among(5, "Kỳ họp thứ 8", "Hội nghị KT-XH")
	d.Signer = among(3, "Phạm Minh Quý", "Nguyễn Thị Hòa", "Trần Thị Thúy")
	if numbers := documentNumbers.FindAllString(d.Title+" "+d.Body[:min(len(d.Body), 2000)], 1); len(numbers) > 0 {
		d.Number = numbers[0]
	}
	if lead, _, found := strings.Cut(d.Body, "\n"); found && i%2 == 0 && len(lead) < 1000 {
		d.Abstract = lead
	}
	if d.Signer != "" && i%2 == 0 {
		d.Evidence = append(d.Evidence, index.Evidence{Field: "signer", Confidence: 0.5})
	}
	if d.Place != "" && i%4 == 0 {
		d.Corrections = append(d.Corrections, index.Correction{Field: "place", Value: []string{d.Place}, At: "2026-01-02T03:04:05Z"})
	}
}

// meant are queries that name what reading a query is about: units, numbers,
// document numbers, slips and ways of typing.
var meant = strings.Split(`nguyen phu trong|chuyen doi so|Nguyễn Văn Thể|Bộ Kế hoạch và Đầu tư|dau khi|hoa lan|nghị quyết 57|57NQ/TW|57nqtw|18nqtw|101/2024/NĐCP|33 2025 nđ cp|18 nq tw|57-NQ/TW|NQ57
3%|"8%"|8 %|8,0%|quý 3/2025|33.000 tỷ|33 nghìn tỷ|06/3/2025|đại hội 14|Đại hội XIV|khóa 15|khóa XV|15tr|15 triệu|2025|chuyển đồi số|covid19|covid-19|viet nam|donal trump
học phí trường đại học tăng bao nhiêu?|giáo dục or y tế|giáo dục hoặc y tế|giáo dục NEAR y tế|giáo dục near/5 y tế|S -300|là gì|của|khoong|coong nghieepj|chính quyền đô thị|kinh tế -số
UBND|UBND tỉnh|KT-XH|kt-xh|TP.HCM|tp hcm|GD&ĐT|Bình Dương|Thủ Đức|ông Phạm Minh Chính|chinh phuc|phát triển kinh tế xã hội bền vững trong giai đoạn mới|"kinh tế. xã hội"|"kinh tế" "xã hội"
hòa|hoà|thúy|thuý|kĩ thuật|kỹ thuật|Đắk Lắk|dac lac|phá*|ngh*|th*|a*|1*|20*|title:nghị|tieude:"nghị quyết"|speaker:hòa|nguoi:(hòa thúy)|topic:"thể thao"|kind:speech|loai:báo|noi:bắc|so:57|signer:quý
date:2024|ngay:2025-01..2025-06|date:..1990|date:13/1/2025|13/1/2025|ngày 13 tháng 1 năm 2025|"của các"~3|"chuyen doi so"~100|=hoa|=Hoa|+và|+của "giáo dục"|(a OR b) AND NOT c|-a|***|"|(|"" OR ""`, "|")

// meantQueries are those above at every level.
func meantQueries() (list []load.Query) {
	for _, lines := range meant {
		for q := range strings.SplitSeq(lines, "\n") {
			for _, level := range []string{"auto", "meant", "all", "any"} {
				list = append(list, load.Query{Class: "meant", Params: url.Values{"q": {q}, "match": {level}, "facets": {"topic,kind,year,speaker"}}})
			}
		}
	}
	return list
}

// TestDifferential asks an engine on a cluster and the embedded one the same about
// the same real texts. VANKIEN_DIFFERENTIAL_QUERIES and _DOCUMENTS say how much.
func TestDifferential(t *testing.T) {
	addresses(t)
	docs, labels := texts(t, number(t, "VANKIEN_DIFFERENTIAL_DOCUMENTS", 600))
	a := indextest.Open(t, local.OpenMemory)
	b := empty(t, remote.Options{Shards: 3})
	for _, x := range []index.Engine{a, b} {
		if err := fill(t.Context(), x, docs, labels); err != nil {
			t.Fatal(err)
		}
	}
	drawn, err := load.Draw(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	w, n := newDrawer(docs), number(t, "VANKIEN_DIFFERENTIAL_QUERIES", 400)
	var c tally
	agreeOn(t, byEngine(a), byEngine(b), searchPath, slices.Concat(w.drawn(n), sample(drawn, n), sample(meantQueries(), n)), &c)
	agreeOn(t, byEngine(a), byEngine(b), suggestPath, w.beginnings(n/5), &c)
	idsAgree(t, a, b, w.drawn(n/5), &c)
	t.Log(&c)
}

// TestDifferentialWhileWriting asks both between writes that add, replace and take
// away, so that what is deleted is still in the files of the cluster.
func TestDifferentialWhileWriting(t *testing.T) {
	addresses(t)
	docs, labels := texts(t, number(t, "VANKIEN_DIFFERENTIAL_DOCUMENTS", 600)/4)
	a := indextest.Open(t, local.OpenMemory)
	b := empty(t, remote.Options{Shards: 2})
	const step = 15
	w, n := newDrawer(docs), number(t, "VANKIEN_DIFFERENTIAL_QUERIES", 400)
	var c tally
	for at := 0; at < len(docs); at += step {
		batch := slices.Clone(docs[at:min(at+step, len(docs))])
		for range 3 {
			again := pick(w, docs[:at+1]...)
			again.Title, again.Body = pick(w, docs...).Title, again.Body[:len(again.Body)/2]
			again.Body = strings.ToValidUTF8(again.Body, "")
			batch = append(batch, again)
		}
		gone := pick(w, docs[:at+1]...).ID
		for _, x := range []index.Engine{a, b} {
			if err := fill(t.Context(), x, batch, labels); err != nil {
				t.Fatal(err)
			}
			if _, err := x.Delete(t.Context(), gone); err != nil {
				t.Fatal(err)
			}
		}
		agreeOn(t, byEngine(a), byEngine(b), searchPath, w.drawn(max(1, n*step/len(docs))), &c)
	}
	t.Log(&c)
}

// TestDifferentialOfServers asks two servers, named by VANKIEN_DIFFERENTIAL_SERVERS,
// that were given the same documents, which the queries are drawn from.
func TestDifferentialOfServers(t *testing.T) {
	a, b, two := strings.Cut(os.Getenv("VANKIEN_DIFFERENTIAL_SERVERS"), ",")
	if !two {
		t.Skip("VANKIEN_DIFFERENTIAL_SERVERS names no two servers")
	}
	docs, _ := texts(t, number(t, "VANKIEN_DIFFERENTIAL_DOCUMENTS", 600))
	w, n := newDrawer(docs), number(t, "VANKIEN_DIFFERENTIAL_QUERIES", 400)
	var c tally
	agreeOn(t, byServer(a), byServer(b), searchPath, slices.Concat(w.drawn(n), meantQueries()), &c)
	agreeOn(t, byServer(a), byServer(b), suggestPath, w.beginnings(n/5), &c)
	t.Log(&c)
}

// fill puts documents into a collection, in batches as a writer does.
func fill(ctx context.Context, x index.Engine, docs []index.Document, labels map[string]string) error {
	if err := x.PutLabels(ctx, labels); err != nil {
		return err
	}
	for part := range slices.Chunk(docs, 500) {
		if err := x.Put(ctx, part...); err != nil {
			return err
		}
	}
	return nil
}

// sample is every so manieth of some queries, n at most.
func sample(list []load.Query, n int) (some []load.Query) {
	for i := 0; i < len(list); i += (len(list) + n - 1) / n {
		some = append(some, list[i])
	}
	return some
}

// idsAgree asks for long lists of ids, which no address does.
func idsAgree(t *testing.T, a, b index.Engine, queries []load.Query, c *tally) {
	t.Helper()
	service := find.New(a, nil)
	list := func(x index.Engine, req index.Request) any {
		res, err := x.Search(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		var hits []any
		for _, h := range res.Hits {
			hits = append(hits, map[string]any{"id": h.ID, "score": h.Score})
		}
		return hits
	}
	for _, q := range queries {
		req, err := service.Request(q.Params)
		if err != nil {
			continue
		}
		req.IDsOnly, req.Offset, req.Limit = true, 0, 2000
		part, detail := tolerance(q.Params).sameHits(list(a, req), list(b, req))
		if c.count("ids", part); part != "" {
			t.Errorf("%s of ids differs: %s\n\t%.1000s", part, q, detail)
		}
	}
}
