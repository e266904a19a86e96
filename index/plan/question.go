package plan

import (
	"slices"
	"strings"

	"vankien/internal/viet"
)

// Words that ask stand in few documents that answer. They are not demanded and
// weigh little.

// optionalBoost is what a word that is not demanded weighs in a score, beside 1.
const optionalBoost = 0.3

// questions are the words that ask, longer ones first. Those of one word ask for
// certain only with their marks.
var questions = func() (list [][]string) {
	for line := range strings.Lines(`như thế nào
bao nhiêu
bao giờ
bao lâu
bao xa
khi nào
lúc nào
năm nào
tháng nào
ngày nào
nơi nào
chỗ nào
người nào
cái nào
thế nào
ra sao
làm sao
vì sao
tại sao
do đâu
ở đâu
từ đâu
đi đâu
ai là
là ai
là gì
cái gì
điều gì
những gì
có phải
phải không
được không
đúng không
hay không
có nên
gì
nào
ai
đâu
mấy`) {
		var words []string
		for w := range strings.FieldsSeq(line) {
			words = append(words, viet.Term(w))
		}
		list = append(list, words)
	}
	return list
}()

// questionAt returns how many words from i on ask; 0: none.
func (r *sequence) questionAt(i int) int {
	for _, q := range questions {
		if i+len(q) <= len(r.items) && !slices.ContainsFunc(r.items[i:i+len(q)], func(u item) bool { return !u.isFree() }) && r.asks(i, q) {
			return len(q)
		}
	}
	return 0
}

func (r *sequence) asks(i int, words []string) bool {
	for k, w := range words {
		t := &r.tokens[r.items[i+k].from]
		if t.Term != w && (len(words) == 1 || !r.folds || t.Term != viet.Fold(w)) {
			return false
		}
	}
	return true
}
