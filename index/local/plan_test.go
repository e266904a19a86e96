package local

import (
	"testing"

	"vankien/index"
	"vankien/index/plan"
)

// BenchmarkPlan plans queries at the level of all words and at that of units: the
// difference is what it takes to split them.
func BenchmarkPlan(b *testing.B) {
	x := articles(b, 5000)
	for _, q := range []string{"bảo vệ môi trường", "bao ve moi truong", "quyền và nghĩa vụ của tổ chức cá nhân", "quyen va nghia vu cua to chuc ca nhan"} {
		snap, state := pinned(b, x)
		defer snap.Close()
		for name, level := range map[string]index.Level{"words": index.LevelAll, "units": index.LevelMeant} {
			b.Run(name+" "+q, func(b *testing.B) {
				req := index.Request{Query: parse(b, q), Level: level}
				for b.Loop() {
					if _, err := plan.Read(b.Context(), newView(b.Context(), snap, state), x.names, &req); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
