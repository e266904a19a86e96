package extract

import "testing"

func TestDate(t *testing.T) {
	const format, calendar = " is not written as 2025-01-13, 2025-01, 2025, 13/01/2025 or 01/2025", " does not exist in the calendar"
	for _, c := range []struct{ in, want, err string }{
		{"", "", ""},
		{"  ", "", ""},
		{"2025", "2025", ""},
		{"2025-01", "2025-01", ""},
		{"2025-01-13", "2025-01-13", ""},
		{" 2025-01-13\n", "2025-01-13", ""},
		{"13/01/2025", "2025-01-13", ""},
		{"3/2/1930", "1930-02-03", ""},
		{"02/2025", "2025-02", ""},
		{"2/2025", "2025-02", ""},
		{"13/2025", "", `date "13/2025"` + calendar},
		{"/2025", "", `date "/2025"` + format},
		{"002/2025", "", `date "002/2025"` + format},
		{"1/2/3/2025", "", `date "1/2/3/2025"` + format},
		{"31/02/2025", "", `date "31/02/2025"` + calendar},
		{"1/1/0000", "", `date "1/1/0000"` + calendar},
		{"2025-02-30", "", `date "2025-02-30"` + calendar},
		{"2025-13", "", `date "2025-13"` + calendar},
		{"2025-00", "", `date "2025-00"` + calendar},
		{"2025-01-00", "", `date "2025-01-00"` + calendar},
		{"0000", "", `date "0000"` + calendar},
		{"25", "", `date "25"` + format},
		{"2025/01/13", "", `date "2025/01/13"` + format},
		{"13-01-2025", "", `date "13-01-2025"` + format},
		{"2025-1-3", "", `date "2025-1-3"` + format},
		{"13/01/25", "", `date "13/01/25"` + format},
		{"+1/+1/2025", "", `date "+1/+1/2025"` + format},
		{"hôm qua", "", `date "hôm qua"` + format},
		{"2025-01-13T10:00:00Z", "", `date "2025-01-13T10:00:00Z"` + format},
	} {
		got, err := Date(c.in)
		message := ""
		if err != nil {
			message = err.Error()
		}
		if got != c.want || message != c.err {
			t.Errorf("Date(%q) = %q, %q; want %q, %q", c.in, got, message, c.want, c.err)
		}
	}
}
