package web

// vietnameseFollow is what is said of feeds, saved searches and alerts.
var vietnameseFollow = texts{}
