package feedgen

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// A visit is the sample's site, served, and a browser that looks at it. The address that the site is published for is another one than
// that which serves it, and lies in a folder: pages must hold together all the same.
type visit struct {
	*tab
	base   string
	mu     sync.Mutex
	status string
	faults []string // what the browser complains about, and requests that no page should make
}

func newVisit(t *testing.T) *visit {
	t.Helper()
	place := newSamplePlace(t, pagesBase, "")
	v := &visit{status: "{}"}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := strings.TrimPrefix(r.URL.Path, "/a/folder/")
		f := place.planned[path]
		switch {
		case path == "status.json":
			v.mu.Lock()
			defer v.mu.Unlock()
			fmt.Fprint(w, v.status)
		case f == nil:
			http.NotFound(w, r)
		default:
			w.Header().Set("Content-Type", f.ContentType)
			w.Write(place.render(t, path))
		}
	}))
	t.Cleanup(server.Close)
	v.base = server.URL + "/a/folder/"
	v.tab = startChromium(t, v.event).tab(t)
	return v
}

func (v *visit) fault(format string, args ...any) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.faults = append(v.faults, fmt.Sprintf(format, args...))
}

// event notes errors and warnings of the console, exceptions, and foreign requests for anything but pictures.
func (v *visit) event(e event) {
	var p struct {
		Type    string
		Request struct{ URL string }
		Entry   struct{ Level, Source, Text, URL string }
		Args    json.RawMessage
	}
	if json.Unmarshal(e.Params, &p) != nil {
		return
	}
	switch e.Method {
	case "Network.requestWillBeSent":
		if !strings.HasPrefix(p.Request.URL, v.base) && p.Type != "Image" && !strings.HasPrefix(p.Request.URL, "about:") {
			v.fault("request for %s", p.Request.URL)
		}
	case "Log.entryAdded":
		unreachable := p.Entry.Source == "network" && !strings.HasPrefix(p.Entry.URL, v.base) // pictures: there is no network here
		if (p.Entry.Level == "error" || p.Entry.Level == "warning") && !unreachable {
			v.fault("%s: %s %s", p.Entry.Level, p.Entry.Text, p.Entry.URL)
		}
	case "Runtime.exceptionThrown", "Runtime.consoleAPICalled":
		v.fault("%s: %s", e.Method, e.Params)
	}
}

// clean fails the test if the browser complained since it was asked last.
func (v *visit) clean(t *testing.T) {
	t.Helper()
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, f := range v.faults {
		t.Error(f)
	}
	v.faults = nil
}

func (v *visit) setStatus(lastGood, nextRun time.Duration, every time.Duration) {
	now := time.Now().UTC()
	at := func(d time.Duration) string { return now.Add(d).Format(time.RFC3339) }
	v.mu.Lock()
	defer v.mu.Unlock()
	v.status = fmt.Sprintf(`{"format":1,"state":"ok","last_good":%q,"newest_day":"2026-06-01","run":{"started":%q}`, at(lastGood), at(nextRun-every))
	if every > 0 {
		v.status += fmt.Sprintf(`,"next_run":%q`, at(nextRun))
	}
	v.status += "}"
}

// TestInBrowser uses the pages as people do.
func TestInBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	v := newVisit(t)
	shown := `document.querySelectorAll(".feeds > li:not([hidden])").length`

	t.Run("search", func(t *testing.T) {
		v.open(t, v.base+"index.html")
		v.wait(t, `!document.querySelector("[role=search]").hidden`)
		all := v.eval(t, shown)
		v.eval(t, `q.focus()`)
		v.call(t, "Input.insertText", map[string]any{"text": "ECOLE falaises"}) // finds École des Falaises
		if n := v.eval(t, shown); n != "1" {
			t.Errorf("%s feeds found", n)
		}
		if said := v.eval(t, `said.textContent`); said != "1 feed found" {
			t.Errorf("said %q", said)
		}
		v.call(t, "Input.insertText", map[string]any{"text": " nowhere"})
		if n, none := v.eval(t, shown), v.eval(t, `document.querySelector("#none").hidden`); n != "0" || none != "false" {
			t.Errorf("%s feeds found, message hidden: %s", n, none)
		}
		v.key(t, "Escape", 27) // clears a search field
		if n := v.eval(t, shown); n != all {
			t.Errorf("%s of %s feeds after the search", n, all)
		}
		v.open(t, v.base+"index.html?q=weekly+agents") // a link to a search
		v.wait(t, `q.value === "weekly agents" && `+shown+` > 0 && `+shown+` < 20`)
		v.clean(t)
	})

	t.Run("copy", func(t *testing.T) {
		v.browser.call(t, "", "Browser.grantPermissions", map[string]any{"permissions": []string{"clipboardReadWrite", "clipboardSanitizedWrite"}}, nil)
		v.call(t, "Page.bringToFront", map[string]any{})
		for page, want := range map[string]string{"index.html": "topics/agents.rss", "topics/agents.html": "topics/agents.rss"} {
			v.open(t, v.base+page)
			v.wait(t, `document.querySelector(".copy:not([hidden])") !== null`)
			v.eval(t, `[...document.querySelectorAll(".copy")].find(b => b.dataset.copy.endsWith("/topics/agents.rss")).click()`)
			v.wait(t, `said.textContent.startsWith("Copied ")`)
			if got := v.eval(t, `navigator.clipboard.readText()`); got != pagesBase+want {
				t.Errorf("%s: copied %q", page, got)
			}
		}
		v.clean(t)
	})

	t.Run("order", func(t *testing.T) {
		v.open(t, v.base+"index.html")
		v.wait(t, `!document.querySelector(".order").hidden`)
		v.eval(t, `order.value = "papers", order.dispatchEvent(new Event("change"))`)
		if v.eval(t, `(() => { const n = [...document.querySelectorAll(".group:has(#organizations) li")].map(l => +l.dataset.n);
			return n.length > 3 && n.every((x, i) => i === 0 || n[i-1] >= x) })()`) != "true" {
			t.Error("organizations are not in the order of their papers")
		}
		v.clean(t)
	})

	for _, test := range []struct {
		name            string
		good, next      time.Duration
		every           time.Duration
		stale           bool
		status, mention string
	}{
		{name: "fresh", good: -20 * time.Minute, next: 40 * time.Minute, every: time.Hour, mention: "20 minutes ago"},
		{name: "three runs missed", good: -4 * time.Hour, next: -3 * time.Hour, every: time.Hour, stale: true},
		{name: "no schedule, yesterday", good: -25 * time.Hour, mention: "25 hours ago"},
		{name: "no schedule, too long", good: -27 * time.Hour, stale: true},
		{name: "never good", status: `{"format":1,"state":"failed","run":{}}`},
	} {
		t.Run("status "+test.name, func(t *testing.T) {
			v.setStatus(test.good, test.next, test.every)
			if test.status != "" {
				v.mu.Lock()
				v.status = test.status
				v.mu.Unlock()
			}
			v.open(t, "about:blank")
			v.open(t, v.base+"index.html")
			if test.status == "" {
				v.wait(t, `document.querySelector("#alive").textContent.startsWith("Looked for papers")`)
			}
			if hidden := v.eval(t, `stale.hidden`); hidden == fmt.Sprint(test.stale) {
				t.Errorf("banner hidden: %s", hidden)
			}
			if alive := v.eval(t, `alive.textContent`); !strings.Contains(alive, test.mention) {
				t.Errorf("says %q", alive)
			}
			v.clean(t)
		})
	}

	t.Run("days", func(t *testing.T) {
		v.open(t, v.base+"days/latest.html")
		for _, date := range []string{"2026-05-29", "2026-05-28"} {
			v.eval(t, `document.querySelector("[rel=prev]").click()`)
			v.wait(t, fmt.Sprintf(`location.pathname.endsWith("/days/%s.html") && document.readyState === "complete"`, date))
		}
		if v.eval(t, `document.querySelector("[rel=prev]") === null`) != "true" {
			t.Error("there is a day before the first")
		}
		v.clean(t)
	})

	t.Run("keyboard", func(t *testing.T) {
		v.open(t, v.base+"index.html")
		v.key(t, "Tab", 9)
		if got := v.eval(t, `document.activeElement.getAttribute("href")`); got != "#main" {
			t.Errorf("first is %q, not the way to the content", got)
		}
	})

	t.Run("policy", func(t *testing.T) {
		v.open(t, v.base+"all.html")
		v.clean(t)
		v.eval(t, `(() => { const s = document.createElement("script"); s.textContent = "window.broken = true"; document.body.append(s) })()`)
		if v.eval(t, `window.broken === undefined`) != "true" {
			t.Error("an inline script runs")
		}
		v.eval(t, `new Promise(done => setTimeout(done, 100))`)
		v.mu.Lock()
		v.faults = nil // the browser's word about that
		v.mu.Unlock()
	})

	t.Run("widths", func(t *testing.T) {
		for _, width := range []int{320, 768, 1440} {
			v.call(t, "Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false})
			for _, page := range []string{"index.html", "all.html", "orgs/glimmer-lab.html", "digest/weekly.html", "days/latest.html"} {
				v.open(t, v.base+page)
				if over := v.eval(t, `document.documentElement.scrollWidth - innerWidth`); over != "0" && !strings.HasPrefix(over, "-") {
					t.Errorf("%s is %s pixels wider than %d", page, over, width)
				}
			}
		}
		v.clean(t)
	})

	t.Run("without scripts", func(t *testing.T) {
		v.call(t, "Emulation.setScriptExecutionDisabled", map[string]any{"value": true})
		v.open(t, v.base+"index.html")
		if n := v.eval(t, shown); n == "0" {
			t.Error("no feed is shown")
		}
		for _, dead := range []string{".copy", "[role=search]", ".order", "#stale", "#none"} {
			if v.eval(t, fmt.Sprintf(`[...document.querySelectorAll(%q)].some(e => e.offsetParent !== null)`, dead)) != "false" {
				t.Errorf("%s is shown, and does nothing", dead)
			}
		}
	})
}
