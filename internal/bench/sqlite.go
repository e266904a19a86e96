package main

import (
	"database/sql"
	"strings"

	_ "modernc.org/sqlite"
)

// sqliteEngine is SQLite with FTS5: the text in an FTS5 table, which keeps its
// content, and id, topic and date beside it under the same row number. It has
// one writer. Statements are prepared once.
type sqliteEngine struct {
	db       *sql.DB
	prepared map[string]*sql.Stmt
}

// schema cuts words as Unicode 6.1 has them, in lower case, with their marks.
const schema = `
	PRAGMA journal_mode = WAL;
	CREATE TABLE doc (row INTEGER PRIMARY KEY, id TEXT UNIQUE, topic TEXT, date TEXT);
	CREATE VIRTUAL TABLE text USING fts5(title, body, tokenize = "unicode61 remove_diacritics 0");`

func openSQLite(dir string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", dir+"/text.db")
	if err == nil {
		db.SetMaxOpenConns(1) // settings belong to a connection
	}
	return db, err
}

// Build implements engine.
func (e *sqliteEngine) Build(dir string, docs documents) error {
	db, err := openSQLite(dir)
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := db.Exec(schema); err != nil {
		return err
	}
	if err := inBatches(docs, 1, func(batch []document) error { return insert(db, batch) }); err != nil {
		return err
	}
	return db.Close()
}

// insert adds documents in one transaction.
func insert(db *sql.DB, batch []document) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	doc, err := tx.Prepare(`INSERT INTO doc (id, topic, date) VALUES (?, nullif(?, ''), nullif(?, ''))`)
	if err != nil {
		return err
	}
	text, err := tx.Prepare(`INSERT INTO text (rowid, title, body) VALUES (?, ?, ?)`)
	if err != nil {
		return err
	}
	for _, d := range batch {
		r, err := doc.Exec(d.ID, d.Topic, d.Date)
		if err != nil {
			return err
		}
		row, err := r.LastInsertId()
		if err != nil {
			return err
		}
		if _, err := text.Exec(row, d.Title, d.Body); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// Open implements engine. It allows SQLite 256 MB for pages instead of 2.
func (e *sqliteEngine) Open(dir string) (err error) {
	if e.db, err = openSQLite(dir); err == nil {
		e.prepared = map[string]*sql.Stmt{}
		_, err = e.db.Exec(`PRAGMA cache_size = -262144`)
	}
	return err
}

// Close implements engine.
func (e *sqliteEngine) Close() error { return e.db.Close() }

// Search implements engine: one statement for the hits, and one for the total,
// which with facets follows from their counts.
func (e *sqliteEngine) Search(t *task) (a answer, err error) {
	from, args := sqliteMatch(t)
	if a.Hits, err = e.hits(t, from, args); err != nil {
		return a, err
	}
	if t.Facets {
		err = e.facets(&a, from, args)
		return a, err
	}
	s, err := e.prepare(`SELECT count(*)` + from)
	if err == nil {
		err = s.QueryRow(args...).Scan(&a.Total)
	}
	return a, err
}

// sqliteMatch returns the statement from its FROM on, and its arguments. The
// words lead: CROSS JOIN keeps the order of tables as written.
func sqliteMatch(t *task) (from string, args []any) {
	from, args = ` FROM text`, []any{sqliteWords(t)}
	if joined(t) {
		from += ` CROSS JOIN doc ON doc.row = text.rowid`
	}
	from += ` WHERE text MATCH ?`
	if t.Topic != "" {
		from += ` AND topic = ?`
		args = append(args, t.Topic)
	}
	if t.From != "" {
		from += ` AND date BETWEEN ? AND ?`
		args = append(args, t.From, t.To)
	}
	return from, args
}

// joined reports whether a task needs more of every match than its words.
func joined(t *task) bool { return t.Topic != "" || t.From != "" || t.Facets || t.Newest }

// sqliteWords writes the words in FTS5's query language.
func sqliteWords(t *task) string {
	switch t.Mode {
	case phrase:
		return `"` + t.text() + `"`
	case begin:
		return `"` + t.Words[0] + `"*`
	case some:
		return `"` + strings.Join(t.Words, `" OR "`) + `"`
	}
	return `"` + strings.Join(t.Words, `" AND "`) + `"`
}

// hits returns a page of hits. By rank, FTS5 sorts before rows are read, so
// that fields and snippets are made for the page alone.
func (e *sqliteEngine) hits(t *task, from string, args []any) ([]hit, error) {
	what, order := `SELECT (SELECT id FROM doc WHERE row = text.rowid), '', '', '', ''`, `rank`
	if joined(t) {
		what = `SELECT id, '', '', '', ''`
	}
	if t.Newest {
		order = `date DESC`
	}
	if t.Full {
		what = `SELECT id, title, date, topic, snippet(text, 1, '<mark>', '</mark>', '…', 40)`
	}
	s, err := e.prepare(what + from + ` ORDER BY ` + order + ` LIMIT ?`)
	if err != nil {
		return nil, err
	}
	rows, err := s.Query(append(args, page)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []hit
	for rows.Next() {
		var h hit
		if err := rows.Scan(&h.ID, &h.Title, &h.Date, &h.Topic, &h.Snippet); err != nil {
			return nil, err
		}
		list = append(list, h)
	}
	return list, rows.Err()
}

// facets counts topics and years in one walk over the matches.
func (e *sqliteEngine) facets(a *answer, from string, args []any) error {
	s, err := e.prepare(`SELECT ifnull(topic, ''), ifnull(substr(date, 1, 4), ''), count(*)` + from + ` GROUP BY 1, 2`)
	if err != nil {
		return err
	}
	rows, err := s.Query(args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	a.Topics, a.Years = map[string]int{}, map[string]int{}
	for rows.Next() {
		var topic, year string
		var n int
		if err := rows.Scan(&topic, &year, &n); err != nil {
			return err
		}
		a.Total += n
		if topic != "" {
			a.Topics[topic] += n
		}
		if year != "" {
			a.Years[year] += n
		}
	}
	return rows.Err()
}

// prepare returns a statement, compiled at its first use.
func (e *sqliteEngine) prepare(text string) (*sql.Stmt, error) {
	if s, ok := e.prepared[text]; ok {
		return s, nil
	}
	s, err := e.db.Prepare(text)
	if err == nil {
		e.prepared[text] = s
	}
	return s, err
}
