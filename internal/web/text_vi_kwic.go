package web

// vietnameseKWIC is what is said of the concordance.
var vietnameseKWIC = texts{}
