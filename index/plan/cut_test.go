package plan_test

import (
	"strings"
	"testing"

	"vankien/index"
)

// What a person separates is never read together.
func TestSeparated(t *testing.T) {
	x := texts{often(20, "bộ trưởng chuyển đổi số") + often(20, "tỷ giá") + often(9, "Nguyễn Phú Trọng") + often(200, "người dân cả nước") + "TP Hồ Chí Minh. Số 57-NQ/TW"}
	for q, want := range map[string]string{
		"chuyển đổi số":          "chuyển đổi số",
		"chuyển, đổi số":         "chuyển|đổi số",
		"chuyển - đổi số":        "chuyển|đổi số",
		"chuyển (đổi) số":        "chuyển|đổi|số",
		"chuyển AND đổi AND số":  "chuyển|đổi|số",
		"title:chuyển title:đổi": "chuyển đổi",
		"Nguyễn, Phú Trọng":      "Nguyễn|Phú Trọng",
		"TP. Hồ Chí Minh":        "TP Hồ Chí Minh",
		"hồ chí minh":            "hồ chí minh",
		"hồ chí, minh":           "hồ|chí|minh",
		"57 - NQ/TW":             "57 NQ/TW",
		"+chuyển +đổi số":        "chuyển|đổi|số",
		"=chuyển =đổi số":        "chuyển đổi số",
		"tỷ giá; chuyển đổi":     "tỷ giá|chuyển đổi",
	} {
		var units []string
		for _, u := range read(t, x, q, index.Request{Level: index.LevelMeant}).Units {
			units = append(units, u.Text)
		}
		if got := strings.Join(units, "|"); got != want {
			t.Errorf("%s: units %s, want %s", q, got, want)
		}
	}
}
