package local

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"vankien/index"
)

// TestReadings searches for things by another way of writing them.
func TestReadings(t *testing.T) {
	x := collection(t,
		index.Document{ID: "nq57", Body: "Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị."},
		index.Document{ID: "nq57cp", Body: "Căn cứ Nghị quyết số 57/NQ-CP của Chính phủ."},
		index.Document{ID: "mention", Body: "Nghị quyết 57 được quán triệt."},
		index.Document{ID: "date", Body: "Họp ngày 13 tháng 01 năm 2025 tại tỉnh."},
		index.Document{ID: "date2", Body: "Họp ngày 13-1-2025; 1/3/2025 báo cáo."},
		index.Document{ID: "money", Body: "Thu ngân sách 33.000 tỷ đồng, tăng 6,03%."},
		index.Document{ID: "other", Body: "Chi 33 tỷ đồng, tăng 603% so với năm trước."},
		index.Document{ID: "hdnd", Body: "HĐND tỉnh họp kỳ thứ tám."},
		index.Document{ID: "long", Body: "Hội đồng nhân dân tỉnh họp."},
		index.Document{ID: "place", Body: "Cao nguyên Đắc Lắc có cà phê."},
		index.Document{ID: "kt", Body: "Phát triển KT-XH và khoa học công nghệ của quý IV/2024."},
		index.Document{ID: "kyluong", Body: "Rà soát kỹ lưỡng nghìn tỷ đồng, khóa XII."},
	)
	for _, c := range []struct{ q, want, marked string }{
		{"57-NQ/TW", "mention nq57", "57-NQ/TW"},
		{"57 - NQ/TƯ", "mention nq57", "57-NQ/TW"},
		{"nghị quyết 57", "mention nq57 nq57cp", "57-NQ/TW"},
		{"57/NQ-CP", "mention nq57cp", "57/NQ-CP"},
		{"13/1/2025", "date date2", "ngày 13 tháng 01 năm 2025"},
		{"ngày 13 tháng 1 năm 2025", "date date2", "13-1-2025"},
		{"33 nghìn tỷ", "money", "33.000 tỷ"},
		{"33 nghìn tỉ", "money", "33.000 tỷ"},
		{"6,03%", "money", "6,03"},
		{"6.03%", "money", "6,03"},
		{"HĐND tỉnh", "hdnd long", "Hội đồng nhân dân"},
		{"hội đồng nhân dân", "hdnd long", "HĐND"},
		{"hoi dong nhan dan", "hdnd long", "HĐND"},
		{"Daklak", "place", "Đắc Lắc"},
		{"kinh tế xã hội", "kt", "KT-XH"},
		{"quý 4/2024", "kt", "quý IV/2024"},
		{"kĩ lưỡng", "kyluong", "kỹ"},
		{"nghìn tỉ đồng", "kyluong", "tỷ"},
		{"ky luong", "kyluong", "kỹ"},
		{"ki luong", "kyluong", "kỹ"},
		{"khóa 12", "kyluong", "XII"},
		{"=kĩ", "", ""},
		{"\"kĩ lưỡng\"", "kyluong", "kỹ lưỡng"},
		{"bawcs", "", ""},
		{"quasn trieetj", "mention", "quán"},
	} {
		res := search(t, x, index.Request{Query: parse(t, c.q), Snippets: 5})
		if got := sorted(res); got != c.want {
			t.Errorf("%s: found %q, want %q", c.q, got, c.want)
			continue
		}
		var marks []string
		for _, h := range res.Hits {
			for _, f := range h.Fragments {
				for _, m := range f.Marks {
					marks = append(marks, f.Text[m.Start:m.End])
				}
			}
		}
		if all := strings.Join(marks, "|"); !strings.Contains(all, c.marked) {
			t.Errorf("%s: marked %q, want %q among them", c.q, all, c.marked)
		}
	}
}

// TestAnyWord asks for one of the words; what excludes or restricts still does.
func TestAnyWord(t *testing.T) {
	x := collection(t,
		index.Document{ID: "a", Kind: index.KindSpeech, Topics: []string{"t"}, Body: "Cảng biển mở ra."},
		index.Document{ID: "b", Kind: index.KindReport, Topics: []string{"t"}, Body: "Biển có nhiều cảng."},
		index.Document{ID: "c", Kind: index.KindReport, Body: "Rừng bên biển.", Date: "2024"},
		index.Document{ID: "d", Kind: index.KindReport, Body: "Tỉnh Bắc Ninh."},
	)
	for _, c := range []struct{ q, want string }{
		{"cảng biển", "a b c"},
		{"cảng biển rừng", "a b c"},
		{"rừng nhiều", "b c"},
		{"rừng \"cảng biển\"", "a c"},
		{"cảng rừng -nhiều", "a c"},
		{"biển date:2024", "c"},
		{"topic:t cảng rừng", "a b"},
		{"topic:t topic:t cảng rừng", "a b"},
		{"topic:t kind:report", "b"},
		{"-cảng -rừng", "d"},
		{"rừng (cảng -nhiều)", "a c"},
		{"Bắc Ninh", "d"},
		{"bắc rừng", "c d"},
	} {
		if got := sorted(search(t, x, index.Request{Query: parse(t, c.q), AnyWord: true})); got != c.want {
			t.Errorf("%s: found %q, want %q", c.q, got, c.want)
		}
	}
	if got := ids(search(t, x, index.Request{Query: parse(t, "cảng biển"), AnyWord: true})); got != "a b c" {
		t.Errorf("side by side, both, one: %q", got)
	}
}

// TestPlainAmongMarked checks rule F06: a plain word of a query with marks is
// meant as it stands where it stands so in the collection.
func TestPlainAmongMarked(t *testing.T) {
	x := collection(t,
		index.Document{ID: "sonla", Body: "tỉnh Sơn La phát triển"},
		index.Document{ID: "son", Body: "bức tường sơn là đẹp"},
		index.Document{ID: "daihoi", Body: "đại hội đảng bộ"})
	for q, want := range map[string]string{"Sơn La": "sonla", "đại hoi": "daihoi", "son la": "son sonla"} {
		if got := sorted(search(t, x, index.Request{Query: parse(t, q)})); got != want {
			t.Errorf("%s: found %q, want %q", q, got, want)
		}
	}
}

// TestAmbiguousAbbreviation finds all that it can mean, and the answer says so.
func TestAmbiguousAbbreviation(t *testing.T) {
	x := collection(t, index.Document{ID: "a", Body: "Bộ Chính trị"}, index.Document{ID: "b", Body: "Bộ Công Thương"})
	res := search(t, x, index.Request{Query: parse(t, "BCT")})
	if sorted(res) != "a b" || len(res.Warnings) != 1 || res.Warnings[0].Code != index.WarnAmbiguous {
		t.Errorf("found %q, warnings %v", sorted(res), res.Warnings)
	}
}

// TestOwnTables checks that tables of the data directory are read.
func TestOwnTables(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "abbreviations.tsv"), []byte("VKX\tvân khê xanh\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	x, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Put(t.Context(), index.Document{ID: "a", Body: "Phong trào Vân Khê xanh"}, index.Document{ID: "b", Body: "UBND tỉnh"}); err != nil {
		t.Fatal(err)
	}
	for q, want := range map[string]string{"VKX": "a", "ủy ban nhân dân": "b"} {
		if got := sorted(search(t, x, index.Request{Query: parse(t, q)})); got != want {
			t.Errorf("%s: found %q, want %q", q, got, want)
		}
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "places.tsv"), []byte("a\tb\tc\td\te\tf\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir); err == nil || !strings.Contains(err.Error(), "places.tsv") {
		t.Errorf("Open with a bad table: %v", err)
	}
}

// TestReindex rebuilds an index of another version from its own documents.
func TestReindex(t *testing.T) {
	dir := t.TempDir()
	x, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Put(t.Context(), speeches...); err != nil {
		t.Fatal(err)
	}
	if err := x.PutLabels(t.Context(), map[string]string{"phap-luat": "Pháp luật"}); err != nil {
		t.Fatal(err)
	}
	if err := x.Reindex(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if got := search(t, x, index.Request{Query: parse(t, "bac ninh")}).Total; got != 3 {
		t.Errorf("after reindexing %d found", got)
	}
	if err := setVersion(x, "older"); err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	// An exchange that was interrupted after the old store left its place.
	if err := os.Rename(x.path(), x.path()+".old"); err != nil {
		t.Fatal(err)
	}
	total := 0
	if _, err := Reindex(t.Context(), dir, func(done, n int) { total = n }); err != nil {
		t.Fatal(err)
	}
	if total != len(speeches) {
		t.Errorf("%d documents reindexed", total)
	}
	if x, err = Open(dir); err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if got := search(t, x, index.Request{Query: parse(t, "bac ninh")}).Total; got != 3 || x.Labels()["phap-luat"] != "Pháp luật" {
		t.Errorf("after reindexing %d found, labels %v", got, x.Labels())
	}
	for _, name := range []string{"index.new", "index.old"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			t.Errorf("%s is left behind", name)
		}
	}
}
