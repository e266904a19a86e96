package topics

import "testing"

func TestResolve(t *testing.T) {
	tax := shipped(t)
	for in, want := range map[string]string{
		"dat-dai":                    "dat-dai",
		" Dat-Dai ":                  "dat-dai",
		"Đất đai":                    "dat-dai",
		"ĐẤT ĐAI":                    "dat-dai",
		"land":                       "dat-dai",
		"Văn hoá, thể thao, du lịch": "van-hoa",
		"Văn hóa thể thao du lịch":   "van-hoa",
		"Xây dựng Đa\u0309ng":        "xay-dung-dang",
		"dat dai":                    "",
		"đất":                        "",
		"":                           "",
		"--":                         "",
	} {
		if got, ok := tax.Resolve(in); got != want || ok != (want != "") {
			t.Errorf("Resolve(%q) = %q, %v, want %q", in, got, ok, want)
		}
	}
}

func TestCatalog(t *testing.T) {
	tax := load(t, `
version: 1
topics:
  - {id: dat-dai, labels: {vi: Đất đai, en: Land}}
  - {id: y-te, labels: {vi: Y tế}}
`)
	c := NewCatalog(tax, map[string]string{
		"the-thao": "Thể thao",
		"am-nhac":  "Âm nhạc",
		"bao":      "Báo",
		"bao-2":    "Bão",
		"y-te":     "taken by the taxonomy",
		"dat-2":    "Đất đai",
		"trong":    "",
	})
	for in, want := range map[string]string{
		"dat-dai":  "dat-dai",
		"Đất Đai":  "dat-dai", // the taxonomy's, though dat-2 has this label too
		"LAND":     "dat-dai",
		"Thể thao": "the-thao",
		"the thao": "the-thao",
		"y te":     "y-te",
		"bao":      "bao", // an id
		"Bão":      "bao-2",
		"BÁO":      "bao",
		"thế thao": "", // other marks
		"dat dai":  "", // two topics
		"trong":    "trong",
		"":         "",
	} {
		if got, ok := c.Resolve(in); got != want || ok != (want != "") {
			t.Errorf("Resolve(%q) = %q, %v, want %q", in, got, ok, want)
		}
	}
	for _, l := range []struct{ id, lang, want string }{
		{"dat-dai", "vi", "Đất đai"},
		{"dat-dai", "en", "Land"},
		{"y-te", "en", "Y tế"},
		{"the-thao", "en", "Thể thao"},
		{"trong", "vi", "trong"},
		{"unknown", "vi", "unknown"},
	} {
		if got := c.Label(l.id, l.lang); got != l.want {
			t.Errorf("Label(%q, %q) = %q, want %q", l.id, l.lang, got, l.want)
		}
	}
	var ids string
	for _, topic := range c.All() {
		ids += topic.ID + " "
	}
	if want := "dat-dai y-te am-nhac bao bao-2 dat-2 the-thao trong "; ids != want {
		t.Errorf("All: %s, want %s", ids, want)
	}
	if _, ok := NewCatalog(nil, nil).Resolve("a"); ok {
		t.Error("an empty catalog resolved")
	}
}
