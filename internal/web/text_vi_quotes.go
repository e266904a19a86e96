package web

// vietnameseQuotes is what is said of quotations that are checked and documents that are compared.
var vietnameseQuotes = texts{}
