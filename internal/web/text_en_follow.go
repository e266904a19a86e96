package web

// englishFollow is what is said of feeds, saved searches and alerts.
var englishFollow = texts{}
