package local

import (
	"math/rand/v2"
	"strings"
	"testing"

	"vankien/index"
)

// unitsAreFound asks for names and compounds drawn from the raw texts, with their
// marks and without: as many documents are found as hold them side by side.
func unitsAreFound(t *testing.T, x *Index, u *rawUnits) {
	w := rand.New(rand.NewPCG(6, 1))
	all := map[bool]*tally{true: {}, false: {}}
	for kind, list := range map[string][]string{"names": draw(w, u.names, 100), "compounds": draw(w, u.pairs, 100)} {
		for _, marked := range []bool{true, false} {
			var s tally
			for _, unit := range list {
				right := foundAsMeant(t, x, u.raw, marked, unit)
				s.add(right)
				all[marked].add(right)
			}
			t.Logf("%s, marked %v: %v", kind, marked, s)
		}
	}
	all[true].atLeast(t, "typed", 95)
	all[false].atLeast(t, "bare", 95)
}

// foundAsMeant reports whether a query of units finds about as many documents as
// hold each of them, and logs where not.
func foundAsMeant(t *testing.T, x *Index, raw *rawTexts, marked bool, units ...string) bool {
	t.Helper()
	q := strings.Join(units, " ")
	if !marked {
		q = bare(q)
		for i := range units {
			units[i] = bare(units[i])
		}
	}
	res, _ := asked(t, x, q, index.LevelAuto, 10)
	truth := len(raw.beside(units...))
	if !within(res.Total, truth) {
		t.Logf("%s: %d, truth %d", strings.Join(units, "|"), res.Total, truth)
		return false
	}
	return true
}

// unitsApart asks for two or three units of one document at once.
func unitsApart(t *testing.T, x *Index, u *rawUnits) {
	w := rand.New(rand.NewPCG(6, 2))
	var drawn [][]string
	for len(drawn) < 100 {
		if units := u.drawApart(w, 2+len(drawn)%2); units != nil {
			drawn = append(drawn, units)
		}
	}
	for _, c := range []struct {
		name   string
		marked bool
	}{{"typed", true}, {"bare", false}} {
		var s tally
		for _, units := range drawn {
			s.add(foundAsMeant(t, x, u.raw, c.marked, append([]string(nil), units...)...))
		}
		s.atLeast(t, c.name, 85)
	}
}

// falseJoins asks for two things that people mean apart. A few of a hundred are
// phrases of their own, too.
func falseJoins(t *testing.T, x *Index) {
	for _, c := range []struct {
		name  string
		spell func(string) string
		most  int
	}{{"typed", func(s string) string { return s }, 15}, {"bare", bare, 20}} {
		joined, read := 0, 0
		for pair := range strings.Lines(meantApart) {
			left, right, ok := strings.Cut(strings.TrimSpace(pair), " | ")
			if !ok {
				t.Fatalf("no | in %q", pair)
			}
			res, _ := asked(t, x, c.spell(left+" "+right), index.LevelAuto, 10)
			read += min(1, len(res.Reading.Units))
			at := len(strings.Fields(left))
			for _, unit := range res.Reading.Units {
				if unit.From < at && unit.To > at {
					t.Logf("%s: %q", c.name, unit.Text)
					joined++
					break
				}
			}
		}
		t.Logf("%s: %d joined", c.name, joined)
		if read != 100 || joined > c.most {
			t.Errorf("%s: %d of %d are joined, want at most %d of 100", c.name, joined, read, c.most)
		}
	}
}

// meantApart are pairs of things that no reader takes for one.
const meantApart = `giáo dục | y tế
tỷ giá | xuất khẩu
gạo | giá
bóng đá | quần vợt
học phí | học bổng
lãi suất | bất động sản
ô nhiễm | giao thông
dịch bệnh | trường học
công nghiệp | nông nghiệp
xăng dầu | vàng
bão | sạt lở
thuế | hải quan
tiền lương | lạm phát
du lịch | hàng không
điện | nước
cà phê | hồ tiêu
chứng khoán | ngân hàng
bệnh viện | trường đại học
môi trường | khoáng sản
quốc phòng | ngoại giao
công an | quân đội
tòa án | viện kiểm sát
báo chí | mạng xã hội
phim | âm nhạc
ung thư | tiểu đường
ma túy | mại dâm
rừng | biển
thịt lợn | trứng gà
lúa | cá tra
dân số | việc làm
sách | thư viện
trẻ em | người già
phụ nữ | thanh niên
học sinh | giáo viên
bác sĩ | bệnh nhân
luật sư | bị cáo
chủ tịch | bí thư
Hà Nội | Đà Nẵng
Việt Nam | Lào
Trung Quốc | Ấn Độ
Nga | Ukraine
Mỹ | Iran
Hải Phòng | Quảng Ninh
Cần Thơ | An Giang
Pháp | Đức
Nhật Bản | Thái Lan
điện thoại | máy tính
xe máy | ô tô
tàu hỏa | máy bay
cầu | đường
sân bay | cảng biển
metro | xe buýt
nhà ở | đất đai
chung cư | biệt thự
thanh tra | kiểm toán
tham nhũng | hối lộ
cháy nổ | lũ lụt
hạn hán | xâm nhập mặn
vắc xin | khẩu trang
xét nghiệm | cách ly
thuốc lá | rượu bia
trà | cà phê
muối | đường
gas | than
điện gió | thủy điện
thép | xi măng
dệt may | da giày
tôm | gạo
trái cây | rau củ
bảo hiểm | hưu trí
lương hưu | trợ cấp
tôn giáo | dân tộc
lễ hội | du khách
di tích | bảo tàng
huấn luyện viên | trọng tài
bàn thắng | thẻ đỏ
huy chương | kỷ lục
ca sĩ | diễn viên
thời trang | mỹ phẩm
béo phì | thể dục
giấc ngủ | dinh dưỡng
nhà báo | nhà thơ
vũ trụ | đại dương
khủng long | hóa thạch
robot | vắc xin
trí tuệ nhân tạo | nông dân
tiền số | kiều hối
doanh nghiệp | hộ gia đình
ngân sách | nợ công
đầu tư | tiêu dùng
xuất khẩu | nhập khẩu
lạm phát | thất nghiệp
bầu cử | biểu tình
tên lửa | tàu ngầm
tị nạn | khủng bố
động đất | núi lửa
hôn nhân | thừa kế
ly hôn | con cái
hộ khẩu | căn cước
vay | lãi suất`
