package web

// englishReading is what is said of the page of a document.
var englishReading = texts{}
