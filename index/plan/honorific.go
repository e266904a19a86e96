package plan

import (
	"strings"

	"vankien/internal/viet"
)

// honorifics are the words of courtesy and office that stand before a name.
var honorifics = withFolds(`ông,bà,anh,chị,cô,chú,bác,thầy,đồng chí,đ c,ngài,giáo sư,phó giáo sư,tiến sĩ,thạc sĩ,bác sĩ,luật sư,kỹ sư,kiến trúc sư,
nhà báo,nhà văn,nhà thơ,nhạc sĩ,ca sĩ,họa sĩ,nghệ sĩ,diễn viên,cầu thủ,huấn luyện viên,đại biểu,đại biểu quốc hội,đại sứ,chủ tịch,phó chủ tịch,chủ tịch nước,
phó chủ tịch nước,chủ tịch quốc hội,phó chủ tịch quốc hội,bộ trưởng,thứ trưởng,thủ tướng,phó thủ tướng,tổng thống,tổng bí thư,bí thư,phó bí thư,bí thư tỉnh ủy,
bí thư thành ủy,tổng giám đốc,giám đốc,phó giám đốc,phó tổng giám đốc,cục trưởng,vụ trưởng,viện trưởng,hiệu trưởng,trưởng ban,tổng thư ký,đại tướng,thượng tướng,
trung tướng,thiếu tướng,đại tá,thượng tá,trung tá,thiếu tá,đại úy,thượng úy,liệt sĩ,anh hùng,nguyên thủ,nghị sĩ,linh mục,hòa thượng,thượng tọa`)

// withFolds is a set of terms that commas part, and of their folds.
func withFolds(list string) map[string]bool {
	m := map[string]bool{}
	for h := range strings.SplitSeq(list, ",") {
		words := strings.Join(strings.Fields(h), " ")
		m[words], m[viet.Fold(words)] = true, true
	}
	return m
}

// courtesies are those of them that stand before nothing but people; an office is
// of a body, too (Chủ tịch Quốc hội), which is another thing than the body.
var courtesies = withFolds("ông,bà,anh,chị,cô,chú,bác,thầy,đồng chí,đ c,ngài")

// familyNames are the commonest that people have, without those that begin the
// names of countries.
var familyNames = withFolds(`nguyễn,trần,lê,phạm,huỳnh,hoàng,phan,vũ,võ,đặng,bùi,đỗ,hồ,ngô,dương,lý,đào,đinh,trương,đoàn,vương,trịnh,lâm,phùng,mai,tô,tạ,hà,
cao,lưu,lương,tống,chu,quách,đàm,hứa,nông,kiều,từ,tăng,la,triệu,thạch,nghiêm,giang,khuất,khúc,bạch,doãn,lại,uông,âu,lò,giàng,mạc`)

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

// isPerson reports whether the words of a name are those of a person. A city has
// the name of Hồ Chí Minh.
func isPerson(terms []string) bool {
	return len(terms) > 1 && familyNames[terms[0]] && viet.Fold(strings.Join(terms, " ")) != "ho chi minh"
}
