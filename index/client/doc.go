// Package client asks a collection that is served elsewhere, over its HTTP interface,
// which the address /api of a server describes. It knows no other room: what it sends
// and reads are types of its own, which its tests hold against the description.
//
// A Client needs the address of a site, and a key to write:
//
//	c := client.Client{Base: "https://vankien.example"}
//	for hit, err := range c.Walk(ctx, client.Query{Q: `"đất đai"`, From: "2020"}) {
//		…
//	}
//
// What a server refuses is a *Problem, whose code says why.
package client
