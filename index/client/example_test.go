package client_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"

	"vankien/index"
	"vankien/index/client"
	"vankien/index/local"
	"vankien/internal/web"
)

// A site is asked for all that a query finds, and for a document that it does not have.
func Example() {
	ctx := context.Background()
	site := serve(ctx,
		index.Document{ID: "a", Title: "Phát biểu về chính quyền đô thị", Date: "2025-01-13"},
		index.Document{ID: "b", Title: "Báo cáo về đô thị vùng ven", Date: "2024-06"})
	defer site.Close()

	c := client.Client{Base: site.URL}
	for hit, err := range c.Walk(ctx, client.Query{Q: "đô thị", Sort: "date"}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(hit.Document.Date, hit.Document.Title)
	}

	_, err := c.Document(ctx, "x")
	if p := (*client.Problem)(nil); errors.As(err, &p) {
		fmt.Println(p.Code)
	}
	// Output:
	// 2024-06 Báo cáo về đô thị vùng ven
	// 2025-01-13 Phát biểu về chính quyền đô thị
	// document_not_found
}

// serve serves some documents.
func serve(ctx context.Context, docs ...index.Document) *httptest.Server {
	x, err := local.OpenMemory()
	if err == nil {
		err = x.Put(ctx, docs...)
	}
	if err != nil {
		panic(err)
	}
	return httptest.NewServer(web.New(web.Options{Index: x, Keys: []web.Key{{Name: "test", Secret: key}}}))
}
