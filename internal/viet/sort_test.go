package viet

import (
	"slices"
	"strings"
	"testing"
)

func TestSortKey(t *testing.T) {
	for _, c := range []struct{ rule, in, want string }{
		{"C01", "đa ; dà ; da ; cạ ; cá ; ca ; cà ; cả ; cã", "ca < cà < cả < cã < cá < cạ < da < dà < đa"},
		{"C01", "ân ; an ; ăn ; ơi ; oi ; ôi ; ưa ; ua", "an < ăn < ân < oi < ôi < ơi < ua < ưa"},
		{"C01", "hoàn ; Hòa ; hoàng ; hòa ; HÒA", "Hòa < hòa < HÒA < hoàn < hoàng"},
		{"C02", "Đắk Lắk ; Đà Nẵng ; Cần Thơ ; Cà Mau ; Thái Nguyên ; Thái Bình ; Tây Ninh", "Cà Mau < Cần Thơ < Đà Nẵng < Đắk Lắk < Tây Ninh < Thái Bình < Thái Nguyên"},
		{"C02", "2 b ; 10 ; zulu ; fax ; ga", "10 < 2 b < fax < ga < zulu"},
		{"letters of other languages", "muz ; müller ; mun", "müller < mun < muz"},
	} {
		items := strings.Split(c.in, " ; ")
		slices.SortStableFunc(items, func(a, b string) int { return strings.Compare(SortKey(a), SortKey(b)) })
		if got := strings.Join(items, " < "); got != c.want {
			t.Errorf("%s: %s, want %s", c.rule, got, c.want)
		}
	}
	for _, same := range [][2]string{{"hoà", "hòa"}, {"Vie\u0323\u0302t Nam", "Việt-Nam"}, {"", "-"}} {
		if SortKey(same[0]) != SortKey(same[1]) {
			t.Errorf("%q and %q differ", same[0], same[1])
		}
	}
}
