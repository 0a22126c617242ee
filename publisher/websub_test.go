package publisher_test

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperfeeds/publisher"
	"paperfeeds/sample"
)

// A websubHub is a small WebSub hub: it verifies a subscriber's intent, fetches a topic that it is told of, and delivers it
// (https://www.w3.org/TR/websub/ sections 5.3 and 7).
type websubHub struct {
	mu          sync.Mutex
	subscribers map[string]string // topic → callback
	told        []string
	problems    []string
}

func (h *websubHub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := r.ParseForm(); err != nil {
		h.problems = append(h.problems, err.Error())
	}
	switch r.Form.Get("hub.mode") {
	case "subscribe":
		topic, callback := r.Form.Get("hub.topic"), r.Form.Get("hub.callback")
		verify := url.Values{"hub.mode": {"subscribe"}, "hub.topic": {topic}, "hub.challenge": {"sheep"}, "hub.lease_seconds": {"3600"}}
		if echo := h.fetch(callback + "?" + verify.Encode()); echo != "sheep" {
			h.problems = append(h.problems, "the subscriber did not confirm: "+echo)
		}
		h.subscribers[topic] = callback
		w.WriteHeader(http.StatusAccepted)
	case "publish":
		for _, topic := range r.Form["hub.url"] {
			h.told = append(h.told, topic)
			if callback, ok := h.subscribers[topic]; ok {
				answer, err := http.Post(callback, "application/rss+xml", strings.NewReader(h.fetch(topic)))
				if err != nil {
					h.problems = append(h.problems, err.Error())
					continue
				}
				answer.Body.Close()
			}
		}
		w.WriteHeader(http.StatusNoContent)
	}
}

func (h *websubHub) fetch(address string) string {
	answer, err := http.Get(address)
	if err != nil {
		h.problems = append(h.problems, err.Error())
		return ""
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		h.problems = append(h.problems, err.Error())
	}
	return string(body)
}

// A hub that the settings name is announced in three formats and told of exactly the feeds that changed; it delivers them to who
// subscribed. Where none is named, none is announced.
func TestWebSub(t *testing.T) {
	dir := t.TempDir()
	site := httptest.NewServer(http.FileServer(http.Dir(dir)))
	defer site.Close()
	h := &websubHub{subscribers: map[string]string{}}
	hubServer := httptest.NewServer(h)
	defer hubServer.Close()
	var delivered []string
	subscriber := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			io.WriteString(w, r.FormValue("hub.challenge"))
			return
		}
		body, _ := io.ReadAll(r.Body)
		delivered = append(delivered, string(body))
	}))
	defer subscriber.Close()

	days, err := sample.Days()
	if err != nil {
		t.Fatal(err)
	}
	p := newPublisher(t, dir)
	p.BaseURL = site.URL + "/"
	publish := func(day sample.Day, hour int) publisher.Report {
		body, err := sample.Page(day)
		if err != nil {
			t.Fatal(err)
		}
		date, err := time.Parse(time.DateOnly, day.Date)
		if err != nil {
			t.Fatal(err)
		}
		report, err := p.Run(t.Context(), publisher.Request{
			Reader: publisher.SavedListings{{Name: "page.html", Body: body}}, Now: date.Add(time.Duration(hour) * time.Hour),
		})
		if err != nil {
			t.Fatal(err)
		}
		return report
	}
	publish(days[0], 12)
	if hubs := announced(t, dir, "all"); len(hubs) != 0 {
		t.Errorf("no hub is set, and %v are announced", hubs)
	}

	p.Settings.Hub = hubServer.URL + "/"
	publish(days[0], 13)
	if diff := cmp.Diff([]string{p.Settings.Hub, p.Settings.Hub, p.Settings.Hub}, announced(t, dir, "all")); diff != "" {
		t.Errorf("announced in the three formats (-want +got):\n%s", diff)
	}
	answer, err := http.PostForm(p.Settings.Hub, url.Values{
		"hub.mode": {"subscribe"}, "hub.topic": {site.URL + "/all.rss"}, "hub.callback": {subscriber.URL + "/inbox"},
	})
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()

	before := snapshot(t, dir)
	h.told = nil
	publish(days[1], 12)
	var want []string
	for path, sum := range snapshot(t, dir) {
		folder := strings.Split(path, "/")[0]
		feed := folder != "days" && folder != "archive" && path != "feeds.json" && path != "manifest.json" && path != "status.json" && folder != ".well-known"
		if ending := filepath.Ext(path); feed && before[path] != sum && (ending == ".rss" || ending == ".atom" || ending == ".json") {
			want = append(want, site.URL+"/"+path)
		}
	}
	slices.Sort(want)
	slices.Sort(h.told)
	if diff := cmp.Diff(want, h.told); diff != "" || len(want) == 0 {
		t.Errorf("told of (-want +got):\n%s", diff)
	}
	if len(delivered) != 1 || !strings.Contains(delivered[0], days[1].Items[0].Paper.ID) {
		t.Errorf("delivered %d documents", len(delivered))
	}
	if len(h.problems) > 0 {
		t.Error(h.problems)
	}

	h.told = nil
	publish(days[1], 13)
	if h.told != nil {
		t.Errorf("nothing changed, and the hub was told of %v", h.told)
	}
	hubServer.Close()
	if report := publish(days[2], 12); len(report.Warnings) == 0 || !strings.Contains(report.Warnings[0], "tell the hub") {
		t.Errorf("a hub that fails is a warning; warnings %q", report.Warnings)
	}
}

// announced are the hubs that a feed names in RSS, Atom and JSON.
func announced(t *testing.T, dir, feed string) []string {
	t.Helper()
	read := func(ending string) []byte {
		body, err := os.ReadFile(filepath.Join(dir, feed+ending))
		if err != nil {
			t.Fatal(err)
		}
		return body
	}
	type link struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	}
	var rss struct {
		Channel struct {
			Links []link `xml:"http://www.w3.org/2005/Atom link"`
		} `xml:"channel"`
	}
	var atom struct {
		Links []link `xml:"link"`
	}
	var jsonFeed struct{ Hubs []struct{ Type, URL string } }
	if err := xml.Unmarshal(read(".rss"), &rss); err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(read(".atom"), &atom); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(read(".json"), &jsonFeed); err != nil {
		t.Fatal(err)
	}
	var hubs []string
	for _, l := range append(rss.Channel.Links, atom.Links...) {
		if l.Rel == "hub" {
			hubs = append(hubs, l.Href)
		}
	}
	for _, h := range jsonFeed.Hubs {
		if h.Type == "WebSub" {
			hubs = append(hubs, h.URL)
		}
	}
	return hubs
}
