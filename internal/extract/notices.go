package extract

import _ "embed" // the notices

//go:embed NOTICES.txt
var notices string

// Notices returns the licences of what others wrote and is part of this program:
// the engines and models in this package and below, and all modules of Go.
func Notices() string { return notices }
