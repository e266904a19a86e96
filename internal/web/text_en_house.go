package web

// englishHouse is what is said of the house, its help and its administration.
var englishHouse = texts{
	"foot.contact": "Contact",
}
