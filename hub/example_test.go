package hub_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"paperfeeds/hub"
)

func ExampleHub_Ping() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Println(r.FormValue("hub.mode"), r.Form["hub.url"])
		w.WriteHeader(http.StatusNoContent)
	}))
	defer server.Close()

	err := hub.Hub{URL: server.URL}.Ping(context.Background(), []string{"https://feeds.example.org/all.rss", "https://feeds.example.org/all.atom"})
	fmt.Println(err)
	// Output:
	// publish [https://feeds.example.org/all.rss https://feeds.example.org/all.atom]
	// <nil>
}
