package client

// Result is a page of what a search found. Where its hits stand is told as the request
// asked for them: by Page, by Offset or by Cursor.
type Result struct {
	Question    Question         `json:"query"`
	Total       int              `json:"total"` // exact
	Page        int              `json:"page,omitempty"`
	PerPage     int              `json:"per_page,omitempty"`
	Pages       int              `json:"pages,omitempty"`
	Offset      int              `json:"offset,omitempty"`
	Limit       int              `json:"limit,omitempty"`
	Cursor      string           `json:"cursor,omitempty"`
	NextCursor  string           `json:"next_cursor,omitempty"` // of the hits that follow; "" when there are none
	Folded      *int             `json:"folded,omitempty"`      // duplicates left out; nil when all are shown
	TookMS      float64          `json:"took_ms"`
	Warnings    []Warning        `json:"warnings"`
	Match       Match            `json:"match"`
	Hits        []Hit            `json:"hits"`
	Also        []Also           `json:"also"`
	Suggestions []Suggestion     `json:"suggestions"`
	Facets      map[string]Facet `json:"facets"`
}

// Question repeats how a query was read.
type Question struct {
	Q       string `json:"q"`
	Accents string `json:"accents"`
}

// Warning is something that a query has and that was not done as it says.
type Warning struct {
	Code     string   `json:"code"`
	Position *int     `json:"position,omitempty"` // code points into the query
	Detail   string   `json:"detail"`
	Args     []string `json:"args,omitempty"`
	Q        string   `json:"q,omitempty"` // the query for which it is done
}

// Match tells how the words of a query were taken.
type Match struct {
	Asked    string         `json:"asked"`
	Used     string         `json:"used"`
	Totals   map[string]int `json:"totals"` // documents by level
	Units    []Unit         `json:"units"`
	Optional []string       `json:"optional"`
}

// Unit is words that were read together.
type Unit struct {
	Text     string   `json:"text"`
	Kind     string   `json:"kind"`
	Readings []string `json:"readings,omitempty"`
	Replaced bool     `json:"replaced,omitempty"`
	Optional bool     `json:"optional,omitempty"`
	Apart    string   `json:"apart,omitempty"`
}

// Also is hits of a looser search, where there are few.
type Also struct {
	Match string `json:"match"`
	Hits  []Hit  `json:"hits"`
}

// Suggestion is another search, which finds Total.
type Suggestion struct {
	Kind  string            `json:"kind"`
	Q     string            `json:"q"`
	Total int               `json:"total"`
	Used  bool              `json:"used"` // it is the one answered
	Set   map[string]string `json:"parameters,omitempty"`
}

// Facet counts the values of a field.
type Facet struct {
	Values      []Value `json:"values"`
	TotalValues int     `json:"total_values"`
	Other       int     `json:"other"`
	Missing     int     `json:"missing"`
}

// Value is one value of a field and how many documents have it.
type Value struct {
	Value    string `json:"value"`
	Label    string `json:"label"`
	Count    int    `json:"count"`
	Selected bool   `json:"selected"`
}

// Hit is one document found.
type Hit struct {
	ID          string    `json:"id"`
	Score       float64   `json:"score"` // comparable within one answer only
	URL         string    `json:"url"`   // of its page
	Document    Found     `json:"document"`
	Snippets    []Snippet `json:"snippets"`
	AlsoAt      []string  `json:"also_at,omitempty"`
	AlsoAtTotal int       `json:"also_at_total,omitempty"`
}

// Found is what an answer has of a document that was found: what a Summary has or,
// where fields were chosen, those.
type Found struct {
	Document
	Guessed []Evidence `json:"guessed,omitempty"`
}

// Summary is a document without its text.
type Summary struct {
	Kind         string     `json:"kind"`
	Title        string     `json:"title"`
	Date         string     `json:"date,omitempty"`
	Speaker      string     `json:"speaker,omitempty"`
	Role         string     `json:"role,omitempty"`
	Organisation string     `json:"organisation,omitempty"`
	Place        string     `json:"place,omitempty"`
	Event        string     `json:"event,omitempty"`
	Number       string     `json:"number,omitempty"`
	Signer       string     `json:"signer,omitempty"`
	SignerRole   string     `json:"signer_role,omitempty"`
	Topics       []string   `json:"topics"`
	Source       string     `json:"source,omitempty"`
	Indexed      string     `json:"indexed,omitempty"` // when it was added or last changed
	Guessed      []Evidence `json:"guessed,omitempty"`
}

// Snippet is a passage; Ranges are its matches, in code points of Text.
type Snippet struct {
	Field  string   `json:"field"`
	Text   string   `json:"text"`
	Ranges [][2]int `json:"ranges"`
	Loose  [][2]int `json:"loose,omitempty"` // those of single words of what was read together
	HTML   string   `json:"html"`
	Page   int      `json:"page,omitempty"` // of the original
}

// Evidence is where a field was read in the text, and how sure that is, up to 1.
type Evidence struct {
	Field      string  `json:"field"`
	Confidence float64 `json:"confidence"`
	Where      string  `json:"where,omitempty"`
}

// Document is a document as it is stored.
type Document struct {
	ID           string       `json:"id"`
	Kind         string       `json:"kind,omitempty"` // "" is stored as "other"
	Title        string       `json:"title,omitempty"`
	Abstract     string       `json:"abstract,omitempty"`
	Body         string       `json:"body,omitempty"` // plain text, paragraphs parted by line ends
	Date         string       `json:"date,omitempty"`
	Speaker      string       `json:"speaker,omitempty"`
	Role         string       `json:"role,omitempty"`
	Organisation string       `json:"organisation,omitempty"`
	Place        string       `json:"place,omitempty"`
	Event        string       `json:"event,omitempty"`
	Number       string       `json:"number,omitempty"`
	Topics       []string     `json:"topics,omitempty"`
	Language     string       `json:"language,omitempty"`
	Source       string       `json:"source,omitempty"`
	Repairs      []string     `json:"repairs,omitempty"`
	Signer       string       `json:"signer,omitempty"`
	SignerRole   string       `json:"signer_role,omitempty"`
	Recipients   []string     `json:"recipients,omitempty"`
	Blocks       []Block      `json:"blocks,omitempty"`
	Evidence     []Evidence   `json:"evidence,omitempty"`
	Corrections  []Correction `json:"corrections,omitempty"`
	Original     *Original    `json:"original,omitempty"`
	Anchors      []int        `json:"anchors,omitempty"` // of the lines of Body, in links
	Indexed      string       `json:"indexed,omitempty"` // when it was stored; the server says

	Tag string `json:"-"` // names the version that was read, for Put and Delete
}

// Block is a line of a body that is no plain paragraph.
type Block struct {
	Line  int    `json:"line"` // from 0
	Kind  string `json:"kind"`
	Level int    `json:"level,omitempty"`
}

// Correction is what somebody made of a field.
type Correction struct {
	Field string   `json:"field"`
	Value []string `json:"value"`
	Was   []string `json:"was"`
	By    string   `json:"by"`
	At    string   `json:"at"`
	Why   string   `json:"why,omitempty"`
}

// Original is the file that a document was read from.
type Original struct {
	SHA256 string `json:"sha256"`
	Name   string `json:"name"`
	Type   string `json:"type"`
	Size   int64  `json:"size"`
}

// Changes is some of what has changed, and where it goes on.
type Changes struct {
	Changes []Change `json:"changes"`
	Next    string   `json:"next"`
	More    bool     `json:"more"`
}

// Change is a document that was added, changed or deleted.
type Change struct {
	ID       string   `json:"id"`
	At       string   `json:"at,omitempty"`
	Deleted  bool     `json:"deleted,omitempty"`
	URL      string   `json:"url,omitempty"`
	Document *Summary `json:"document,omitempty"` // nil when it was deleted
}

// Histogram is how much there is over time; all series have the same buckets.
type Histogram struct {
	Interval string   `json:"interval"`
	Periods  string   `json:"periods,omitempty"`
	Measure  string   `json:"measure"`
	Series   []Series `json:"series"`
}

// Series is how much there is of one query. Buckets and Missing add up to Total.
type Series struct {
	Q       string   `json:"q"`
	Total   int      `json:"total"`
	Missing int      `json:"missing"`
	Undated int      `json:"undated"`
	Coarse  int      `json:"coarse"`
	Outside int      `json:"outside"`
	Buckets []Bucket `json:"buckets"`
}

// Bucket is how much there is in one part of time.
type Bucket struct {
	Key        string   `json:"key"`
	From       string   `json:"from"`
	To         string   `json:"to"`
	Count      int      `json:"count"`
	Words      *int     `json:"words,omitempty"`
	PerMillion *float64 `json:"per_million,omitempty"`
}

// Concordance is a page of matches, each in its line.
type Concordance struct {
	Question   Question    `json:"query"`
	Total      int         `json:"total"` // lines; exact
	Documents  int         `json:"documents"`
	Page       int         `json:"page"`
	PerPage    int         `json:"per_page"`
	Pages      int         `json:"pages"`
	TookMS     float64     `json:"took_ms"`
	Lines      []Line      `json:"lines"`
	Neighbours *Neighbours `json:"neighbours,omitempty"`
}

// Line is a match with the words around it.
type Line struct {
	ID        string  `json:"id"`
	URL       string  `json:"url"`
	Document  Summary `json:"document"`
	Field     string  `json:"field"`
	Page      int     `json:"page,omitempty"`
	Left      string  `json:"left"`
	Match     string  `json:"match"`
	Right     string  `json:"right"`
	Paragraph int     `json:"paragraph,omitempty"`
}

// Neighbours are the words most often beside the matches: directly, and in the line.
type Neighbours struct {
	Before []Neighbour `json:"before"`
	After  []Neighbour `json:"after"`
	Left   []Neighbour `json:"left"`
	Right  []Neighbour `json:"right"`
}

// Neighbour is a word and how often it stands there.
type Neighbour struct {
	Word  string `json:"word"`
	Count int    `json:"count"`
}

// Resolved is the documents that have a number.
type Resolved struct {
	Number    string      `json:"number"` // in its one form
	Total     int         `json:"total"`
	Documents []Reference `json:"documents"`
	CitedBy   int         `json:"cited_by"`
}

// Reference is a document that a number leads to.
type Reference struct {
	ID       string  `json:"id"`
	URL      string  `json:"url"`
	Document Summary `json:"document"`
}

// Cites is the numbers that the text of a document names.
type Cites struct {
	ID    string  `json:"id"`
	Total int     `json:"total"`
	Cites []Cited `json:"cites"`
}

// Cited is a number that a text names, and the ids of the documents that have it.
type Cited struct {
	Number    string   `json:"number"`
	Count     int      `json:"count"`
	URL       string   `json:"url"`
	Documents []string `json:"documents"`
}

// CitedBy is a page of the documents that cite one.
type CitedBy struct {
	Number  string `json:"number"`
	Total   int    `json:"total"`
	Page    int    `json:"page,omitempty"`
	PerPage int    `json:"per_page,omitempty"`
	Pages   int    `json:"pages,omitempty"`
	Offset  int    `json:"offset,omitempty"`
	Limit   int    `json:"limit,omitempty"`
	Hits    []Hit  `json:"hits"`
}

// QuoteCheck says whether a quotation is in the collection: exact, near or none.
type QuoteCheck struct {
	Text      string    `json:"text"`
	Words     int       `json:"words"`
	Verdict   string    `json:"verdict"`
	Documents int       `json:"documents"`
	Passages  []Passage `json:"passages"`
	Search    string    `json:"search,omitempty"` // the query that finds them
}

// Passage is a passage that a quotation may be of.
type Passage struct {
	ID          string  `json:"id"`
	URL         string  `json:"url"`
	Document    Summary `json:"document"`
	Field       string  `json:"field"`
	Exact       bool    `json:"exact"`
	Similarity  float64 `json:"similarity"` // share of words that both have
	Paragraph   int     `json:"paragraph,omitempty"`
	Before      string  `json:"before"`
	Text        string  `json:"text"`
	After       string  `json:"after"`
	Parts       []Part  `json:"parts"`
	AlsoAtTotal int     `json:"also_at_total,omitempty"`
}

// Part is a run of words of a quotation beside its passage: same, marks, replaced, or
// in one of them only.
type Part struct {
	Difference string `json:"difference"`
	Quotation  string `json:"quotation,omitempty"`
	Passage    string `json:"passage,omitempty"`
}
