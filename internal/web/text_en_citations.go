package web

// englishCitations is what is said of who cites whom.
var englishCitations = texts{}
