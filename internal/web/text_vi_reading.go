package web

// vietnameseReading is what is said of the page of a document.
var vietnameseReading = texts{}
