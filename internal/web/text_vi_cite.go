package web

// vietnameseCite is what is said of how documents are cited.
var vietnameseCite = texts{}
