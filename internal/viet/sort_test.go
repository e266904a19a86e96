package viet

import (
	"slices"
	"strings"
	"testing"
)

func TestCompare(t *testing.T) {
	for _, c := range []struct{ rule, in, want string }{
		{"C01", "đa ; dà ; da ; cạ ; cá ; ca ; cà ; cả ; cã", "ca < cà < cả < cã < cá < cạ < da < dà < đa"},
		{"C01", "ân ; an ; ăn ; ơi ; oi ; ôi ; ưa ; ua", "an < ăn < ân < oi < ôi < ơi < ua < ưa"},
		{"C01", "Hòa ; hoàn ; hòa ; HÒA", "hòa < Hòa < HÒA < hoàn"},
		{"C02", "Đắk Lắk ; Đà Nẵng ; Cần Thơ ; Cà Mau ; Thái Nguyên ; Thái Bình ; Tây Ninh", "Cà Mau < Cần Thơ < Đà Nẵng < Đắk Lắk < Tây Ninh < Thái Bình < Thái Nguyên"},
		{"C02", "2 b ; 10 ; zulu ; fax ; ga", "10 < 2 b < fax < ga < zulu"},
		{"letters of other languages", "muz ; müller ; mun", "müller < mun < muz"},
	} {
		items := strings.Split(c.in, " ; ")
		slices.SortFunc(items, Compare)
		if got := strings.Join(items, " < "); got != c.want {
			t.Errorf("%s: %s, want %s", c.rule, got, c.want)
		}
		slices.SortStableFunc(items, func(a, b string) int { return strings.Compare(SortKey(a), SortKey(b)) })
		if got := strings.Join(items, " < "); got != c.want {
			t.Errorf("%s: by keys %s, want %s", c.rule, got, c.want)
		}
	}
	for _, same := range [][2]string{{"hoà", "hòa"}, {"Vie\u0323\u0302t Nam", "Việt-Nam"}, {"", "-"}} {
		if Compare(same[0], same[1]) != 0 {
			t.Errorf("%q and %q differ", same[0], same[1])
		}
	}
}

func TestCompareDoesNotAllocate(t *testing.T) {
	a, b := "Thành phố Hồ Chí Minh", "Thành phố Hà Nội"
	Compare(a, b)
	if n := testing.AllocsPerRun(100, func() { Compare(a, b) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
