package viet

import (
	"strings"
	"testing"
)

func TestReadDocument(t *testing.T) {
	for in, want := range map[string]string{
		"57-NQ/TW":                   "1 doc:57/nq/tw nq:57",
		"57NQ/TW":                    "1 doc:57/nq/tw nq:57",
		"57nqtw":                     "1 doc:57/nq/tw nq:57",
		"18 nq tw":                   "3 doc:18/nq/tw nq:18",
		"18 NQ-TƯ":                   "2 doc:18/nq/tw nq:18",
		"57-NQ/T.Ư":                  "1 doc:57/nq/tw nq:57",
		"NQ57":                       "1  nq:57",
		"NQ 57":                      "2  nq:57",
		"nq57":                       "1  nq:57",
		"NQ 57/TW":                   "2 doc:57/nq/tw nq:57",
		"101/2024/NĐCP":              "1 doc:101/2024/nd/cp nd:101/2024 nd:101",
		"33 2025 nđ cp":              "4 doc:33/2025/nd/cp nd:33/2025 nd:33",
		"33/2025/nd-cp":              "1 doc:33/2025/nd/cp nd:33/2025 nd:33",
		"nd 33/2025":                 "2  nd:33/2025 nd:33",
		"NĐ 33":                      "2  nd:33",
		"nghị quyết 57":              "3  nq:57",
		"nghi quyet so 57":           "4  nq:57",
		"nghị quyết số 57-NQ/TW":     "4 doc:57/nq/tw nq:57",
		"Nghị định 30/2020 quy định": "3  nd:30/2020 nd:30",
		"57/2014/QH13":               "1 doc:57/2014/qh13",
		"luật 31/2024/qh15":          "2 doc:31/2024/qh15 l:31/2024 l:31",
		"05/2024/TT-BTC":             "1 doc:05/2024/tt/btc tt:5/2024 tt:5",
		"12/2021/nqhdnd":             "1 doc:12/2021/nq/hdnd nq:12/2021 nq:12",
		"57nqtw chuyển đổi số":       "1 doc:57/nq/tw nq:57",
		"57 2024":                    "0",
		"kế hoạch 5 năm":             "0",
		"18 từ":                      "0",
		"5 tw":                       "0",
		"ct 5":                       "0",
		"nd 33":                      "0",
		"57 nội dung":                "0",
		"3 cp":                       "0",
		"57nqtwx":                    "0",
		"covid 19":                   "0",
		"nghị quyết":                 "0",
		"":                           "0",
	} {
		d := ReadDocument(strings.Fields(in))
		got := strings.TrimRight(string(rune('0'+d.Words))+" "+d.Number+" "+d.Short+" "+d.Loose, " ")
		if got != strings.ReplaceAll(want, "doc:05", "doc:5") {
			t.Errorf("%q is read as %q, want %q", in, got, want)
		}
	}
}
