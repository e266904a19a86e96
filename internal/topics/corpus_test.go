package topics

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The ids are in documents and addresses, the labels on pages.
func TestShippedTaxonomy(t *testing.T) {
	const want = `
kinh-te|Kinh tế|Economy
ngan-sach|Tài chính, ngân sách|Finance and budget
nong-nghiep|Nông nghiệp, nông thôn mới|Agriculture and new rural areas
cong-nghiep|Công nghiệp, thương mại|Industry and trade
do-thi|Đô thị|Urban development
giao-thong|Giao thông|Transport
dat-dai|Đất đai|Land
moi-truong|Tài nguyên, môi trường|Natural resources and environment
giao-duc|Giáo dục, đào tạo|Education and training
y-te|Y tế|Health
an-sinh|An sinh xã hội|Social welfare
lao-dong|Lao động, việc làm|Labour and employment
van-hoa|Văn hóa, thể thao, du lịch|Culture, sport and tourism
khoa-hoc|Khoa học, chuyển đổi số|Science and digital transformation
quoc-phong|Quốc phòng, an ninh|Defence and security
doi-ngoai|Đối ngoại|Foreign affairs
phap-luat|Pháp luật, tư pháp|Law and justice
cai-cach|Cải cách hành chính, tổ chức bộ máy|Administrative reform and organisation
xay-dung-dang|Xây dựng Đảng|Party building
chong-tham-nhung|Phòng, chống tham nhũng|Fighting corruption
dan-toc|Dân tộc, tôn giáo|Ethnic and religious affairs
`
	tax := shipped(t)
	got := "\n"
	for _, topic := range tax.Topics() {
		got += topic.ID + "|" + topic.Labels[Vietnamese] + "|" + topic.Labels[English] + "\n"
		if len(topic.Cues) < 12 {
			t.Errorf("topic %q has only %d cues", topic.ID, len(topic.Cues))
		}
		tags := tax.Tag(topic.Labels[Vietnamese], "", "")
		if score(tags, topic.ID) == 0 {
			t.Errorf("a text titled %q is not tagged %q but %s", topic.Labels[Vietnamese], topic.ID, reads(tags))
		}
	}
	if got != want {
		t.Errorf("topics:%s", got)
	}
}

// Cues that arise where one word ends and another begins are no evidence.
func TestShippedTaxonomyIgnores(t *testing.T) {
	tax := shipped(t)
	for _, title := range []string{
		"Yêu cầu thủ trưởng các cơ quan báo cáo",
		"Mở một cửa hàng trên phố",
		"Thông báo gửi khách hàng không đến nhận",
		"Nghị định của Chính phủ số 178",
		"Ai là người đến trước",
		"Tính từ thời điểm đến nay",
		"Hội kiến trúc sư họp mặt",
		"Căn cứ Luật Tổ chức chính quyền địa phương",
	} {
		if got := tax.Tag(title, "", ""); len(got) != 0 {
			t.Errorf("%q is tagged %s", title, reads(got))
		}
	}
}

// The shares are those of a collection that is nearly all about public policy.
func TestPolicyCorpus(t *testing.T) {
	// The program's --data has the same variable, so it may name something else.
	dir := filepath.Join(os.Getenv("VANKIEN_DATA"), "corpora")
	if _, err := os.Stat(dir); os.Getenv("VANKIEN_DATA") == "" || err != nil {
		t.Skip("VANKIEN_DATA names no folder with the measuring data in corpora")
	}
	tax := shipped(t)
	docs, tagged, given := 0, 0, map[string]int{}
	for d := range policyDocuments(t, filepath.Join(dir, "policy.jsonl.gz")) {
		title, lead, _ := strings.Cut(d, "\n")
		lead, body, _ := strings.Cut(lead, "\n")
		tags := checkTags(t, tax, title, lead, body)
		docs++
		if len(tags) > 0 {
			tagged++
		}
		for _, g := range tags {
			given[g.ID]++
		}
	}
	if share := float64(tagged) / float64(docs); share < 0.9 || share > 0.995 {
		t.Errorf("%d of %d documents are tagged", tagged, docs)
	}
	for _, topic := range tax.Topics() {
		if n := given[topic.ID]; n == 0 || n > docs/3 {
			t.Errorf("topic %q was given to %d of %d documents", topic.ID, n, docs)
		}
	}
}

// policyDocuments yields each document as title, line end, text.
func policyDocuments(t *testing.T, file string) func(func(string) bool) {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	return func(yield func(string) bool) {
		lines := bufio.NewScanner(z)
		lines.Buffer(nil, 16<<20)
		for lines.Scan() {
			var d struct{ Title, Body string }
			if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
				t.Fatal(err)
			}
			if !yield(d.Title + "\n" + d.Body) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			t.Fatal(err)
		}
	}
}
