package web

// vietnameseHouse is what is said of the house, its help and its administration.
var vietnameseHouse = texts{
	"foot.contact": "Liên hệ",
}
