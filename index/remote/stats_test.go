package remote

import (
	"testing"

	"vankien/index"
)

// TestStats checks what is counted of a collection.
func TestStats(t *testing.T) {
	x, _ := filled(t, 4)
	if err := x.Put(t.Context(), index.Document{ID: "r", Kind: "report", Title: "Báo cáo", Body: "kinh tế", Topics: []string{"kinh-te"}},
		index.Document{ID: "s", Kind: "report", Title: "Báo cáo", Body: "kinh tế", Date: "1975", Topics: []string{"kinh-te"}}); err != nil {
		t.Fatal(err)
	}
	st, err := x.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if st.Documents != 6 || st.Dated != 5 || st.First != "1945-09-02" || st.Last != "1975" || st.Topics != 1 || st.Kinds["report"] != 2 || st.Kinds["speech"] != 4 {
		t.Errorf("%+v", st)
	}
	if st.Segments == 0 || st.DiskBytes == 0 || st.CacheLimit != DefaultLexiconBytes || st.AnalysisVersion != AnalysisVersion {
		t.Errorf("%+v", st)
	}
}
