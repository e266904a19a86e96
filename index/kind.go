package index

import (
	"slices"
	"strings"

	"vankien/internal/viet"
)

// Kind is a type of document, such as a resolution (loại văn bản).
type Kind struct {
	ID   string // as documents, filters and addresses have it
	Name string // in Vietnamese, as it stands over a document
}

// kinds are the types of documents: speeches, the 29 types of Decree
// 30/2020/NĐ-CP (Article 7), legal documents (Law 64/2025/QH15, Article 4, and
// older laws), those of the Party, and what is none of them, KindOther.
var kinds = []Kind{
	{KindSpeech, "Phát biểu"},
	{"constitution", "Hiến pháp"}, {"code", "Bộ luật"}, {"law", "Luật"}, {"ordinance", "Pháp lệnh"}, {"order", "Lệnh"},
	{"sac-lenh", "Sắc lệnh"}, {"decree", "Nghị định"}, {"joint-resolution", "Nghị quyết liên tịch"}, {"resolution", "Nghị quyết"},
	{"decision", "Quyết định"}, {"directive", "Chỉ thị"}, {"joint-circular", "Thông tư liên tịch"}, {"circular", "Thông tư"},
	{"consolidated", "Văn bản hợp nhất"}, {"conclusion", "Kết luận"}, {"charter", "Điều lệ"}, {"rules", "Quy chế"},
	{"regulation", "Quy định"}, {"guidance", "Hướng dẫn"}, {"programme", "Chương trình"}, {"plan", "Kế hoạch"},
	{"option", "Phương án"}, {"scheme", "Đề án"}, {"project", "Dự án"}, {KindReport, "Báo cáo"}, {"submission", "Tờ trình"},
	{"communique", "Thông cáo"}, {"notice", "Thông báo"}, {"official-letter", "Công văn"}, {"telegram", "Công điện"},
	{"minutes", "Biên bản"}, {"contract", "Hợp đồng"}, {"memorandum", "Bản ghi nhớ"}, {"agreement", "Bản thỏa thuận"},
	{"authorisation", "Giấy ủy quyền"}, {"invitation", "Giấy mời"}, {"introduction", "Giấy giới thiệu"}, {"leave", "Giấy nghỉ phép"},
	{"dispatch-slip", "Phiếu gửi"}, {"transfer-slip", "Phiếu chuyển"}, {"report-slip", "Phiếu báo"}, {"letter", "Thư công"},
	{KindOther, "Khác"},
}

// Kinds returns all types of documents, in the order in which lists have them.
func Kinds() []Kind { return slices.Clone(kinds) }

// KindNamed returns the type with an id, or with a Vietnamese name in any case,
// with marks or without any.
func KindNamed(s string) (Kind, bool) {
	s = strings.TrimSpace(s)
	for _, k := range kinds {
		if s == k.ID || viet.Term(s) == viet.Term(k.Name) || viet.Term(s) == viet.Fold(viet.Term(k.Name)) {
			return k, true
		}
	}
	return Kind{}, false
}
