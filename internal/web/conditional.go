package web

import (
	"net/http"
	"strings"

	"vankien/index"
	"vankien/internal/ingest"
)

// etag is the header that names the content of a document.
func etag(d *index.Document) http.Header {
	return http.Header{"Etag": {`"` + d.Tag() + `"`}}
}

// conditionOf reads what a request demands of the stored document (RFC 9110,
// section 13). Weak tags are never those of a document.
func conditionOf(r *http.Request) ingest.Condition {
	return ingest.Condition{Match: tagsIn(r.Header.Values("If-Match")), NoneMatch: tagsIn(r.Header.Values("If-None-Match"))}
}

// tagsIn returns the tags of a header's lists, ingest.AnyTag for a star. What is no
// tag stands for a document that is not there.
func tagsIn(lists []string) (tags []string) {
	for _, list := range lists {
		for tag := range strings.SplitSeq(list, ",") {
			tag = strings.TrimSpace(tag)
			if inner, quoted := strings.CutPrefix(tag, `"`); quoted {
				tag = strings.TrimSuffix(inner, `"`)
			}
			tags = append(tags, tag)
		}
	}
	return tags
}
