package plan_test

import (
	"strings"
	"testing"

	"vankien/index"
)

// A title before the name of a person is no part of it and not demanded; an office
// of a body is another thing than the body.
func TestTitles(t *testing.T) {
	x := texts{
		often(9, "theo Nguyễn Văn Thể nói") + often(4, "sáng nay ông Nguyễn Văn Thể nói") + often(9, "gặp Lương Cường") + often(9, "gặp chủ tịch nước Lương Cường") +
			often(9, "họp với Quốc hội") + often(9, "phiên của chủ tịch Quốc hội") + often(40, "chủ tịch xã") + often(9, "ở Thái Lan") + often(4, "đại sứ của nước") +
			often(9, "bác Hồ dạy") + often(9, "về Hồ Chí Minh đọc") + often(200, "người dân cả nước"),
	}
	for q, want := range map[string]string{
		"ông Nguyễn Văn Thể":        "(ông)|Nguyễn Văn Thể",
		"ong nguyen van the":        "(ong)|nguyen van the",
		"chủ tịch nước Lương Cường": "(chủ tịch nước)|Lương Cường",
		"chủ tịch Quốc hội":         "chủ tịch Quốc hội",
		"chu tich quoc hoi":         "chu tich quoc hoi",
		"chủ tịch, Quốc hội":        "chủ tịch|Quốc hội",
		"đại sứ Thái Lan":           "đại sứ|Thái Lan",
		"chủ tịch Hồ Chí Minh":      "chủ tịch|Hồ Chí Minh",
		"bác Hồ dạy":                "bác Hồ dạy",
	} {
		var units []string
		for _, u := range read(t, x, q, index.Request{Level: index.LevelMeant}).Units {
			if u.Optional {
				u.Text = "(" + u.Text + ")"
			}
			units = append(units, u.Text)
		}
		if got := strings.Join(units, "|"); got != want {
			t.Errorf("%s: units %s, want %s", q, got, want)
		}
	}
}
