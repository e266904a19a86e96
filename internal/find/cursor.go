package find

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"strings"

	"vankien/index"
)

// A cursor is the engine's, which says where an answer ended and at which level. Of an
// answer to what was meant instead of what was asked it also has that query, since what
// is meant is worked out of the beginning of an answer only.

// cursorParts parts the engine's cursor from the query; neither has it.
const cursorParts = "."

// Rest repeats the cursor of a request, whose hits are neither a page nor an offset.
type Rest struct {
	Cursor string `json:"cursor"`
}

// cursorOf is what the answer after a result is asked for with; "": there is none.
func (a *Search) cursorOf(res *index.Result, answered string) string {
	switch {
	case res.Next == "" || a.Fold:
		return ""
	case answered == a.Q:
		return res.Next
	}
	b := binary.BigEndian.AppendUint32([]byte(answered), crc32.ChecksumIEEE([]byte(answered)))
	return res.Next + cursorParts + base64.RawURLEncoding.EncodeToString(b)
}

// readCursor takes a cursor apart; q is "" where the query asked is answered.
func readCursor(s string) (after, q string, ok bool) {
	after, packed, mended := strings.Cut(s, cursorParts)
	if !mended {
		return after, "", true
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(packed)
	if err != nil || len(b) <= 4 || crc32.ChecksumIEEE(b[:len(b)-4]) != binary.BigEndian.Uint32(b[len(b)-4:]) {
		return "", "", false
	}
	return after, string(b[:len(b)-4]), true
}

// behind is window for hits that come after others.
func (v *Params) behind() (offset, limit int, p Paging) {
	switch {
	case v.has("page") || v.has("offset"):
		v.Refuse("invalid_parameter", "cursor", Say("err.cursor.pages"))
	case v.has("per_page") && v.has("limit"):
		v.Refuse("invalid_parameter", "limit", Say("err.paging"))
	case v.Get("duplicates") == "fold":
		v.Refuse("invalid_parameter", "cursor", Say("err.cursor.fold"))
	}
	limit = v.Number("limit", v.Number("per_page", index.DefaultLimit, 1, index.MaxLimit), 0, index.MaxLimit)
	if limit == 0 {
		limit = index.NoHits
	}
	return 0, limit, Paging{Rest: &Rest{v.Get("cursor")}}
}

// cursorRefused says of an engine's error about where an answer goes on that it is the
// cursor's; any other error it returns.
func (a *Search) cursorRefused(err error) error {
	if bad := (*index.RequestError)(nil); a.Request.After == "" || !errors.As(err, &bad) {
		return err
	}
	return badCursor(err)
}

func badCursor(cause error) error {
	r := &Refused{cause: cause}
	r.add("invalid_parameter", "cursor", Say("err.cursor"))
	return r
}
