package web

// vietnameseTake is what is said of what is taken away.
var vietnameseTake = texts{}
