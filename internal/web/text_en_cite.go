package web

// englishCite is what is said of how documents are cited.
var englishCite = texts{}
