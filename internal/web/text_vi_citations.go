package web

// vietnameseCitations is what is said of who cites whom.
var vietnameseCitations = texts{}
