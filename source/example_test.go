package source_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"

	"paperfeeds/source"
)

// A day is read from its page; where that is used up, blocked or broken, from the API.
func Example() {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/api/daily_papers" {
			http.Error(w, "prove that you are human", http.StatusForbidden)
			return
		}
		fmt.Fprint(w, `[{"paper":{"id":"2605.00001"}}]`)
	}))
	defer site.Close()

	client, err := source.New(source.Options{Base: site.URL, Version: "1.0.0"}) // no Base: huggingface.co
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	_, err = client.Page(ctx, "2026-05-12")
	fmt.Println("challenged:", errors.Is(err, source.ErrChallenged), "unreachable:", errors.Is(err, source.ErrUnreachable))

	answers, err := client.API(ctx, "2026-05-12")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, answer := range answers {
		fmt.Printf("%s\n", answer.Body)
	}
	fmt.Println(client.Requests(), "requests")
	// Output:
	// challenged: true unreachable: false
	// [{"paper":{"id":"2605.00001"}}]
	// 2 requests
}
