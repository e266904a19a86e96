package web

// englishQuotes is what is said of quotations that are checked and documents that are compared.
var englishQuotes = texts{}
