package web

// englishResults is what is said of a list of hits and what is around it.
var englishResults = texts{}
