package head

import (
	"slices"
	"strings"
)

// bodies begin the name of a body, offices that of who leads one.
var (
	bodies = []string{"ubnd", "hđnd", "ủy ban", "hội đồng", "chính phủ", "quốc hội", "bộ", "sở", "cục", "tổng cục", "chi cục", "vụ", "ban", "văn phòng", "ngân hàng",
		"thanh tra", "kiểm toán", "tòa án", "viện", "học viện", "đại học", "trường", "trung tâm", "tỉnh ủy", "thành ủy", "huyện ủy", "quận ủy", "thị ủy",
		"đảng ủy", "đảng bộ", "quân ủy", "tổng công ty", "tập đoàn", "công ty", "bảo hiểm", "kho bạc", "thuế", "hải quan", "liên đoàn", "mặt trận", "đoàn",
		"hội", "phòng", "nhà xuất bản", "thông tấn", "đài", "quân khu", "công an", "tổng liên đoàn", "bộ chính trị", "trung ương", "chủ tịch nước",
		"thủ tướng", "tòa", "chi nhánh", "liên hiệp", "hợp tác xã", "bệnh viện", "báo"}
	offices = []string{"chủ tịch", "phó chủ tịch", "bộ trưởng", "thứ trưởng", "thủ tướng", "phó thủ tướng", "giám đốc", "phó giám đốc", "tổng giám đốc",
		"phó tổng giám đốc", "cục trưởng", "phó cục trưởng", "tổng cục trưởng", "phó tổng cục trưởng", "vụ trưởng", "phó vụ trưởng", "chánh", "phó chánh",
		"trưởng", "phó trưởng", "bí thư", "phó bí thư", "tổng bí thư", "thống đốc", "phó thống đốc", "viện trưởng", "phó viện trưởng", "hiệu trưởng",
		"phó hiệu trưởng", "chủ nhiệm", "phó chủ nhiệm", "tổng thanh tra", "phó tổng thanh tra", "tổng kiểm toán", "phó tổng kiểm toán", "ủy viên",
		"tổng thư ký", "phó tổng thư ký", "tổng biên tập", "thường trực", "chi cục trưởng", "phó chi cục trưởng", "chỉ huy trưởng", "tư lệnh",
		"phó tư lệnh", "tổng tham mưu trưởng", "phó tổng tham mưu trưởng", "chính ủy", "đại diện", "thẩm phán", "kế toán trưởng", "thư ký", "quyền",
		"bộ trưởng, chủ nhiệm", "kiểm toán trưởng", "phó kiểm toán trưởng", "phó"}
)

func isBody(s string) bool {
	k := key(s)
	return beginsWith(k, bodies...) || isOffice(k)
}

func isOffice(key string) bool { return beginsWith(key, offices...) }

// maxIssuerLines is the most lines of an issuer and the bodies above it.
const maxIssuerLines = 7

// findIssuer returns the body over a letter head: of the lines in capitals
// before the motto the last body, else those after it; else what the number
// says.
func findIssuer(lines []line, at int, number string) Field {
	if at >= 0 {
		block := issuerBlock(lines[:at], true)
		if len(block) > 0 {
			block = append(block, beside(lines[at:mottoEnd(lines, at)])...)
		}
		if len(block) > 0 {
			return Field{bodyName(lastBody(block)), sure(block[len(block)-1]), inHead}
		}
		if block := issuerBlock(lines[mottoEnd(lines, at):], false); len(block) > 0 {
			return Field{bodyName(lastBody(block)), joined, inHead}
		}
	} else if block := leadingBody(lines); len(block) > 0 {
		return Field{bodyName(lastBody(block)), joined, inHead}
	}
	if body := bodyOfNumber(number); body != "" {
		return Field{body, implied, inNumber}
	}
	return Field{}
}

// beside returns the lines in capitals among those of the motto, as where both
// cells of a head were read line by line.
func beside(motto []line) (block []line) {
	for _, l := range motto {
		if isIssuerLine(l) {
			block = append(block, l)
		}
	}
	return block
}

// bodyName returns the full name of a body in capitals, as sentences have it.
func bodyName(caps string) string {
	for short, long := range map[string]string{"UBND ": "ỦY BAN NHÂN DÂN ", "HĐND ": "HỘI ĐỒNG NHÂN DÂN "} {
		if rest, ok := strings.CutPrefix(caps, short); ok {
			caps = long + rest
		}
	}
	return proper(caps)
}

// leadingBody returns the lines in capitals that a head without a motto begins
// with, if they name a body.
func leadingBody(lines []line) []line {
	if len(lines) == 0 || !isBody(lines[0].text) {
		return nil
	}
	return issuerBlock(lines[:min(len(lines), maxIssuerLines)], false)
}

// issuerBlock returns the lines of bodies, the last of lines if last, else the
// first; a number and a subject may stand between them and the motto.
func issuerBlock(lines []line, last bool) []line {
	var block []line
	if !last {
		for _, l := range lines {
			if len(block) >= maxIssuerLines || !isIssuerLine(l) {
				if len(block) > 0 || l.isSubject() {
					break
				}
				if _, ok := findDateline(l.text); ok || startsNumber(l.text) {
					continue
				}
				break
			}
			block = append(block, l)
		}
	} else {
		for i := len(lines) - 1; i >= 0 && len(block) < maxIssuerLines; i-- {
			if isIssuerLine(lines[i]) {
				block = append(block, lines[i])
			} else if len(block) > 0 {
				break
			}
		}
		slices.Reverse(block)
	}
	for len(block) > 0 && !isBody(block[0].text) && !(len(block) > 1 && isBody(block[0].text+" "+block[1].text)) {
		block = block[1:]
	}
	return block
}

func isIssuerLine(l line) bool {
	return isCaps(l.text) && len(l.text) <= maxFormal && !startsNumber(l.text) && motto(l.text) < 0 &&
		kindStart(l.text).id == "" && !isOfMotto(key(l.text)) && !beginsWith(key(l.text), "phụ lục")
}

// isOfMotto reports whether a key is a part of a motto that was broken over
// lines, and no word that begins bodies.
func isOfMotto(key string) bool {
	return strings.Contains(" "+mottoes+" ", " "+key+" ") && key != "hội" && key != "đảng"
}

// mottoes are all that a motto says, as a key.
const mottoes = "cộng hòa xã hội chủ nghĩa việt nam độc lập - tự do - hạnh phúc đảng cộng sản việt nam"

// lastBody returns the last body that a block names: the one below its parents.
// A line that begins no body goes on with the one before.
func lastBody(block []line) string {
	name := ""
	for i, l := range block {
		switch {
		case name == "" || isBody(l.text) && !unfinished(name) && !goesOn(l.text, block[i:]):
			name = l.text
		default:
			name += " " + l.text
		}
	}
	return name
}

// unfinished reports whether a name wants another to follow, as "VĂN PHÒNG" does.
func unfinished(name string) bool {
	k := key(name)
	return beginsWithin(name) || isOffice(k) && !strings.Contains(k, "chính phủ") && !beginsWith(k, "chủ tịch nước") ||
		slices.Contains([]string{"văn phòng", "bộ", "sở", "cục", "ban", "ủy ban", "hội đồng", "viện", "trường", "trung tâm", "ngân hàng", "tòa án", "thanh tra", "ban quản lý",
			"văn phòng ủy ban nhân dân", "văn phòng đoàn", "ban chỉ đạo"}, k)
}

// goesOn reports whether a line that looks like a body is a part of a name.
func goesOn(s string, rest []line) bool {
	return len(rest) == 1 && slices.Contains([]string{"hội", "ban", "viện", "phòng", "chính phủ", "trung ương"}, key(s))
}

// bodyOfNumber returns the body whose code a number ends with, or "".
func bodyOfNumber(number string) string {
	i := strings.LastIndexAny(number, "/-")
	code := number[i+1:]
	switch {
	case strings.HasPrefix(code, "QH") && digitsEnd(code, 2) == len(code):
		return "Quốc hội"
	case strings.HasPrefix(code, "UBTVQH"):
		return "Ủy ban Thường vụ Quốc hội"
	case code == "CP":
		return "Chính phủ"
	case code == "TTg":
		return "Thủ tướng Chính phủ"
	case code == "CTN":
		return "Chủ tịch nước"
	}
	return ""
}
