package hub_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperfeeds/hub"
)

// Every feed is named once, at most ten in a request.
func TestPing(t *testing.T) {
	var requests [][]string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil || r.Method != http.MethodPost || r.Form.Get("hub.mode") != "publish" {
			t.Errorf("%s %v (%v)", r.Method, r.Form, err)
		}
		requests = append(requests, r.Form["hub.url"])
		w.WriteHeader(http.StatusNoContent)
	}))
	defer server.Close()
	var feeds []string
	for i := range 23 {
		feeds = append(feeds, fmt.Sprintf("https://feeds.example/%d.rss", i))
	}
	if err := (hub.Hub{URL: server.URL}).Ping(t.Context(), feeds); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]string{feeds[:10], feeds[10:20], feeds[20:]}, requests); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
	requests = nil
	if err := (hub.Hub{URL: server.URL}).Ping(t.Context(), nil); err != nil || requests != nil {
		t.Errorf("nothing changed, and the hub was told %v (%v)", requests, err)
	}
}

// A hub that fails is named, and the feeds behind one failure are told all the same; a hub that is down is not asked again and again.
func TestPingFails(t *testing.T) {
	var mu sync.Mutex
	told := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if told++; told == 1 || told > 2 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	defer server.Close()
	err := hub.Hub{URL: server.URL}.Ping(t.Context(), make([]string, 15))
	if err == nil || !strings.Contains(err.Error(), "503") || !strings.Contains(err.Error(), server.URL) {
		t.Errorf("error %v", err)
	}
	if told != 2 || !strings.Contains(err.Error(), "5 of 15") {
		t.Errorf("%d requests, want 2; error %v", told, err)
	}
	if err := (hub.Hub{URL: server.URL}).Ping(t.Context(), make([]string, 100)); err == nil || told != 4 {
		t.Errorf("a hub that is down was asked %d times, want 2 (%v)", told-2, err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := (hub.Hub{URL: server.URL}).Ping(gone, make([]string, 1)); err == nil {
		t.Error("no error after the run was cancelled")
	}
	if err := (hub.Hub{URL: ":"}).Ping(t.Context(), make([]string, 1)); err == nil {
		t.Error("no error for an address that is none")
	}
}
