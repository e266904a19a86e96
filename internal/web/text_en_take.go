package web

// englishTake is what is said of what is taken away.
var englishTake = texts{}
