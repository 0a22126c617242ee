package serve_test

import (
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"

	"paperfeeds/serve"
)

// A folder is served with the types that a bucket would give its files; /healthz tells how the place is.
func ExampleHandler() {
	dir, err := os.MkdirTemp("", "place")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	root, err := os.OpenRoot(dir)
	if err != nil {
		log.Fatal(err)
	}
	defer root.Close()
	if err := root.WriteFile("all.rss", []byte("<rss/>"), 0o644); err != nil {
		log.Fatal(err)
	}
	handler := serve.NewHandler(root, func() error { return errors.New("the last run failed") })
	for _, path := range []string{"/all.rss", "/none.rss", "/healthz"} {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		fmt.Println(w.Code, w.Header().Get("Content-Type"), strings.TrimSpace(w.Body.String()))
	}
	// Output:
	// 200 application/rss+xml; charset=utf-8 <rss/>
	// 404 text/plain; charset=utf-8 there is no such file here
	// 503 text/plain; charset=utf-8 failing: the last run failed
}
