// Package find is the search service that pages, interface and command line
// share: it reads parameters into a request, asks an engine, and shows the
// result.
//
//	parameters  names and values of an address → Params, or a *Refused that names each fault
//	Search      what they ask for: a request, with the catalogue that its labels were read with
//	SearchView  the answer: the JSON of /api/v1/search, what the search page shows and the command line prints
//
// Nothing here knows HTTP or one engine. Rooms below report facts: a code with
// its arguments. Their sentences are in this package's text tables, one per
// language, and nowhere else.
package find
