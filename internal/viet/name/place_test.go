package name

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestVariants(t *testing.T) {
	p := DefaultPlaces()
	for _, c := range []struct{ in, want string }{
		{"Đắc Lắc", "Đắk Lắk"}, {"Daklak", "Đắk Lắk"}, {"Dak Lak", "Đắk Lắk"}, {"ĐĂK LĂK", "Đắk Lắk"}, {"đắk lắk", "Đắk Lắk"},
		{"Bắc Cạn", "Bắc Kạn"}, {"Công Tum", "Kon Tum"}, {"Kontum", "Kon Tum"}, {"Qui Nhơn", "Quy Nhơn"},
		{"hanoi", "Hà Nội"}, {"ha noi", "Hà Nội"}, {"bacninh", "Bắc Ninh"}, {"Khánh Hoà", "Khánh Hòa"},
		{"TP.HCM", "Thành phố Hồ Chí Minh"}, {"TP HCM", "Thành phố Hồ Chí Minh"}, {"tphcm", "Thành phố Hồ Chí Minh"}, {"TP. Hồ Chí Minh", "Thành phố Hồ Chí Minh"},
		{"Hồ Chí Minh", ""}, // the person
		{"Saigon", "Sài Gòn"},
		{"Bà Rịa – Vũng Tàu", "Bà Rịa - Vũng Tàu"}, {"Vũng Tàu", "Vũng Tàu"},
		{"Ban Mê Thuột", "Buôn Ma Thuột"}, {"Plây Cu", "Pleiku"}, {"M’Đrăk", "M'Đrắk"},
		{"Bắc Nính", ""}, {"Atlantis", ""}, {"", ""},
	} {
		if got := firstOf(variantsOf(p, c.in)); got != c.want {
			t.Errorf("variants of %q = %q, want %q first", c.in, variantsOf(p, c.in), c.want)
		}
	}
	if v := variantsOf(p, "Daklak"); !slices.Contains(v, "Đắc Lắc") || !slices.Contains(v, "Dak Lak") {
		t.Errorf("variants of Daklak = %v", v)
	}
	if slices.Contains(variantsOf(p, "Sài Gòn"), "Thành phố Hồ Chí Minh") {
		t.Error("Sài Gòn is another name, not a spelling")
	}
}

// merged holds the 23 mergers of 1 July 2025: what a province took in.
var merged = map[string]string{
	"Tuyên Quang": "Hà Giang", "Lào Cai": "Yên Bái", "Thái Nguyên": "Bắc Kạn", "Phú Thọ": "Vĩnh Phúc, Hòa Bình",
	"Bắc Ninh": "Bắc Giang", "Hưng Yên": "Thái Bình", "Hải Phòng": "Hải Dương", "Ninh Bình": "Hà Nam, Nam Định",
	"Quảng Trị": "Quảng Bình", "Đà Nẵng": "Quảng Nam", "Quảng Ngãi": "Kon Tum", "Gia Lai": "Bình Định",
	"Khánh Hòa": "Ninh Thuận", "Lâm Đồng": "Đắk Nông, Bình Thuận", "Đắk Lắk": "Phú Yên",
	"Thành phố Hồ Chí Minh": "Bà Rịa - Vũng Tàu, Bình Dương", "Đồng Nai": "Bình Phước", "Tây Ninh": "Long An",
	"Cần Thơ": "Sóc Trăng, Hậu Giang", "Vĩnh Long": "Bến Tre, Trà Vinh", "Đồng Tháp": "Tiền Giang", "Cà Mau": "Bạc Liêu", "An Giang": "Kiên Giang",
}

func TestMergers(t *testing.T) {
	const day = "2025-07-01"
	p := DefaultPlaces()
	gone := 0
	for now, former := range merged {
		if got := strings.Join(formerOf(p, now), ", "); got != former {
			t.Errorf("former parts of %q = %q, want %q", now, got, former)
		}
		if _, _, ok := p.Now(now); ok {
			t.Errorf("Now(%q) says that it is part of another", now)
		}
		for _, f := range strings.Split(former, ", ") {
			gone++
			if n, since, ok := p.Now(f); n != now || since != day || !ok {
				t.Errorf("Now(%q) = %q, %q, %v; want %q, %q", f, n, since, ok, now, day)
			}
			if slices.Contains(variantsOf(p, f), now) || slices.Contains(variantsOf(p, now), f) {
				t.Errorf("%q and %q are no variants", f, now)
			}
		}
	}
	for _, same := range strings.Split("Hà Nội, Huế, Lai Châu, Điện Biên, Sơn La, Lạng Sơn, Quảng Ninh, Thanh Hóa, Nghệ An, Hà Tĩnh, Cao Bằng", ", ") {
		if variantsOf(p, same) == nil {
			t.Errorf("%s is missing", same)
		}
		if _, _, ok := p.Now(same); ok {
			t.Errorf("Now(%q) says that it is part of another", same)
		}
		if len(merged)+11 != 34 || gone != 63-34 {
			t.Errorf("%d provinces now and %d gone, want 34 and 29", len(merged)+11, gone)
		}
	}
	for in, want := range map[string]string{"bac giang": "Bắc Ninh", "Đắc Nông": "Lâm Đồng", "BR-VT": "Thành phố Hồ Chí Minh", "Hoà Bình": "Phú Thọ"} {
		if got, _, _ := p.Now(in); got != want {
			t.Errorf("Now(%q) = %q, want %q", in, got, want)
		}
	}
	if now, since, ok := p.Now("Thừa Thiên - Huế"); now != "Huế" || since != "2025-01-01" || !ok {
		t.Errorf("Now(Thừa Thiên - Huế) = %q, %q, %v", now, since, ok)
	}
	if _, _, ok := p.Now("Atlantis"); ok || formerOf(p, "Atlantis") != nil {
		t.Error("a place is known that is not in the table")
	}
}

func TestFindPlaces(t *testing.T) {
	p := DefaultPlaces()
	for _, c := range []struct{ in, want string }{
		{"tỉnh Bắc Giang năm 2020", "1-3 Bắc Giang"},
		{"bac giang", "0-2 Bắc Giang"}, {"bắc giang", "0-2 Bắc Giang"}, {"bác giang", ""},
		{"Daklak", "0-1 Đắk Lắk"}, {"dak lak", "0-2 Đắk Lắk"}, {"bacninh gov", "0-1 Bắc Ninh"},
		{"TP.HCM và TP. HCM", "0-1 Thành phố Hồ Chí Minh; 2-4 Thành phố Hồ Chí Minh"},
		{"thành phố Hồ Chí Minh", "0-5 Thành phố Hồ Chí Minh"}, {"tư tưởng Hồ Chí Minh", ""},
		{"Bà Rịa - Vũng Tàu", "0-5 Bà Rịa - Vũng Tàu"}, {"biển Vũng Tàu", "1-3 Vũng Tàu"},
		{"Thái Bình Dương", "0-3 Thái Bình Dương"}, {"thái bình dương", "0-3 Thái Bình Dương"},
		{"hòa bình thế giới", ""}, {"Hòa Bình thế giới", "0-2 Hòa Bình"}, {"tỉnh hòa bình", "1-3 Hòa Bình"}, {"tinh hoa binh", ""},
		{"mưa Huế", "1-2 Huế"}, {"hoa huệ", ""}, {"hue", ""}, {"Hue", "0-1 Huế"},
		{"từ Quảng Nam đến Quảng Ngãi", "1-3 Quảng Nam; 4-6 Quảng Ngãi"},
		{"hay phòng", ""}, {"", ""},
	} {
		var got []string
		for _, m := range p.Find(strings.Fields(c.in)) {
			got = append(got, fmt.Sprintf("%d-%d %s", m.From, m.To, m.Canonical))
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("Find(%q) = %q, want %q", c.in, s, c.want)
		}
	}
}

func TestExtendPlaces(t *testing.T) {
	p, err := DefaultPlaces().Extend(strings.NewReader("Thủ Đức\tThu Duc City\tThành phố Hồ Chí Minh\t2025-07-01\nĐắk Lắk\tĐăk Lăk\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := formerOf(p, "TP.HCM"); len(got) != 3 || got[2] != "Thủ Đức" {
		t.Errorf("former parts of TP.HCM: %v", got)
	}
	if variantsOf(p, "Darlac") != nil || variantsOf(DefaultPlaces(), "Darlac") == nil {
		t.Error("the second table does not replace a row, or changes the first")
	}
	if len(p.rows) != len(DefaultPlaces().rows)+1 {
		t.Errorf("%d rows", len(p.rows))
	}
}

// TestEveryVariant checks that all spellings of a place are found and lead to it.
func TestEveryVariant(t *testing.T) {
	p := DefaultPlaces()
	for _, row := range p.rows {
		name := row.name
		for _, v := range variantsOf(p, name) {
			if got := firstOf(variantsOf(p, v)); got != name {
				t.Errorf("variants of %q = %q first, want %q", v, got, name)
			}
			m := p.Find(strings.Fields(v))
			if len(m) != 1 || m[0].Canonical != name || m[0].To != len(strings.Fields(v)) {
				t.Errorf("Find(%q) = %+v, want %q", v, m, name)
			}
		}
	}
}

func FuzzFindPlaces(f *testing.F) {
	for _, s := range []string{"tỉnh Bắc Giang", "Daklak", "Bà Rịa - Vũng Tàu", "TP.HCM \xff", "M'Đrắk"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p := DefaultPlaces()
		words := strings.Split(s, " ")
		end := 0
		for _, m := range p.Find(words) {
			if m.From < end || m.To <= m.From || m.To > len(words) || len(m.Variants) == 0 || m.Variants[0] != m.Canonical {
				t.Fatalf("%+v after %d in %q", m, end, words)
			}
			end = m.To
		}
		variantsOf(p, s)
		p.Now(s)
		formerOf(p, s)
	})
}
