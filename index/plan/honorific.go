package plan

import (
	"strings"

	"vankien/internal/viet"
)

// honorifics are the words of courtesy and office that stand before a name.
var honorifics = func() map[string]bool {
	m := map[string]bool{}
	for _, h := range strings.Split(`ông,bà,anh,chị,cô,chú,bác,thầy,đồng chí,đ c,ngài,giáo sư,phó giáo sư,tiến sĩ,thạc sĩ,bác sĩ,luật sư,kỹ sư,kiến trúc sư,
nhà báo,nhà văn,nhà thơ,nhạc sĩ,ca sĩ,họa sĩ,nghệ sĩ,diễn viên,cầu thủ,huấn luyện viên,đại biểu,đại biểu quốc hội,đại sứ,chủ tịch,phó chủ tịch,chủ tịch nước,
phó chủ tịch nước,chủ tịch quốc hội,phó chủ tịch quốc hội,bộ trưởng,thứ trưởng,thủ tướng,phó thủ tướng,tổng thống,tổng bí thư,bí thư,phó bí thư,bí thư tỉnh ủy,
bí thư thành ủy,tổng giám đốc,giám đốc,phó giám đốc,phó tổng giám đốc,cục trưởng,vụ trưởng,viện trưởng,hiệu trưởng,trưởng ban,tổng thư ký,đại tướng,thượng tướng,
trung tướng,thiếu tướng,đại tá,thượng tá,trung tá,thiếu tá,đại úy,thượng úy,liệt sĩ,anh hùng,nguyên thủ,nghị sĩ,linh mục,hòa thượng,thượng tọa`, ",") {
		words := strings.Fields(h)
		m[strings.Join(words, " ")] = true
		m[viet.Fold(strings.Join(words, " "))] = true
	}
	return m
}()

// longestHonorific is the longest of honorifics, in words.
const longestHonorific = 5

// honorific returns how many of the first words are a title before a name, 0 for
// none; the longest title counts. Words are terms, or all of them folds.
func honorific(terms []string) int {
	for n := min(len(terms)-1, longestHonorific); n > 0; n-- {
		if honorifics[strings.Join(terms[:n], " ")] {
			return n
		}
	}
	return 0
}
