package web

// englishKWIC is what is said of the concordance.
var englishKWIC = texts{}
