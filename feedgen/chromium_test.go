package feedgen

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// A chromium is a headless browser, driven over its pipe (--remote-debugging-pipe: JSON messages that end in NUL on descriptors 3 and
// 4, https://chromedevtools.github.io/devtools-protocol/).
type chromium struct {
	in      *os.File
	mu      sync.Mutex
	id      int
	answers map[int]chan answer
	events  func(event)
}

type answer struct {
	Result json.RawMessage
	Error  *struct{ Message string }
}

type event struct {
	ID        int
	SessionID string `json:"sessionId"`
	Method    string
	Params    json.RawMessage
	answer
}

// startChromium starts a browser that reaches nothing but this machine, or skips the test where there is none.
func startChromium(t *testing.T, events func(event)) *chromium {
	t.Helper()
	var program string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "headless-shell"} {
		if p, err := exec.LookPath(name); err == nil {
			program = p
			break
		}
	}
	if program == "" {
		t.Skip("there is no Chromium here")
	}
	toBrowser, in, err1 := os.Pipe()
	out, fromBrowser, err2 := os.Pipe()
	profile, err3 := os.MkdirTemp("", "chromium") // not t.TempDir: the browser may still write while it ends
	if err1 != nil || err2 != nil || err3 != nil {
		t.Fatal(err1, err2, err3)
	}
	cmd := exec.Command(program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--remote-debugging-pipe",
		"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--user-data-dir="+profile)
	cmd.ExtraFiles = []*os.File{toBrowser, fromBrowser}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	toBrowser.Close()
	fromBrowser.Close()
	b := &chromium{in: in, answers: map[int]chan answer{}, events: events}
	read := make(chan struct{})
	go func() {
		defer close(read)
		b.read(out)
	}()
	t.Cleanup(func() {
		in.Close() // the browser ends with its pipe
		done := make(chan error, 1)
		go func() { done <- cmd.Wait() }()
		select {
		case <-done:
		case <-time.After(10 * time.Second):
			cmd.Process.Kill()
			<-done
		}
		<-read
		out.Close()
		os.RemoveAll(profile)
	})
	return b
}

func (b *chromium) read(out *os.File) {
	messages := bufio.NewScanner(out)
	messages.Buffer(nil, 64<<20)
	messages.Split(func(data []byte, atEnd bool) (int, []byte, error) {
		if i := bytes.IndexByte(data, 0); i >= 0 {
			return i + 1, data[:i], nil
		}
		return 0, nil, nil
	})
	for messages.Scan() {
		var e event
		if json.Unmarshal(messages.Bytes(), &e) != nil {
			continue
		}
		b.mu.Lock()
		waiting := b.answers[e.ID]
		delete(b.answers, e.ID)
		b.mu.Unlock()
		switch {
		case waiting != nil:
			waiting <- e.answer
		case e.Method != "":
			b.events(e)
		}
	}
}

// call calls a method of the protocol and waits for its result.
func (b *chromium) call(t *testing.T, session, method string, params any, result any) {
	t.Helper()
	if err := b.try(t, session, method, params, result); err != nil {
		t.Fatalf("%s: %v", method, err)
	}
}

// try is call for what the browser may refuse.
func (b *chromium) try(t *testing.T, session, method string, params any, result any) error {
	t.Helper()
	wait := make(chan answer, 1)
	b.mu.Lock()
	b.id++
	id := b.id
	b.answers[id] = wait
	b.mu.Unlock()
	message := map[string]any{"id": id, "method": method, "params": params}
	if session != "" {
		message["sessionId"] = session
	}
	body, err := json.Marshal(message)
	if err == nil {
		_, err = b.in.Write(append(body, 0))
	}
	if err != nil {
		t.Fatalf("%s: %v", method, err)
	}
	select {
	case a := <-wait:
		if a.Error != nil {
			return errors.New(a.Error.Message)
		}
		if result != nil {
			if err := json.Unmarshal(a.Result, result); err != nil {
				t.Fatalf("%s: %v", method, err)
			}
		}
	case <-time.After(2 * time.Minute):
		t.Fatalf("%s: no answer", method)
	}
	return nil
}

// A tab is one page of the browser.
type tab struct {
	browser *chromium
	session string
}

func (b *chromium) tab(t *testing.T) *tab {
	t.Helper()
	var target struct{ TargetID, SessionID string }
	b.call(t, "", "Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	b.call(t, "", "Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &target)
	tab := &tab{b, target.SessionID}
	for _, domain := range []string{"Page", "Runtime", "Log", "Network"} {
		tab.call(t, domain+".enable", map[string]any{})
	}
	return tab
}

func (tab *tab) call(t *testing.T, method string, params map[string]any) {
	t.Helper()
	tab.browser.call(t, tab.session, method, params, nil)
}

// open goes to an address and waits until the page has loaded.
func (tab *tab) open(t *testing.T, address string) {
	t.Helper()
	tab.call(t, "Page.navigate", map[string]any{"url": address})
	tab.wait(t, fmt.Sprintf("location.href.startsWith(%q) && document.readyState === 'complete'", address))
}

// eval evaluates an expression, promises awaited, and gives its value as text.
func (tab *tab) eval(t *testing.T, expression string) string {
	t.Helper()
	value, err := tab.evaluate(t, expression)
	if err != nil {
		t.Fatalf("%s: %v", strings.TrimSpace(expression), err)
	}
	return value
}

func (tab *tab) evaluate(t *testing.T, expression string) (string, error) {
	t.Helper()
	var r struct {
		Result           struct{ Value any }
		ExceptionDetails *struct {
			Exception struct{ Description string }
		}
	}
	err := tab.browser.try(t, tab.session, "Runtime.evaluate",
		map[string]any{"expression": expression, "awaitPromise": true, "returnByValue": true, "userGesture": true}, &r)
	if r.ExceptionDetails != nil {
		t.Fatalf("%s: %s", expression, r.ExceptionDetails.Exception.Description)
	}
	return fmt.Sprint(r.Result.Value), err
}

// wait waits until an expression is true. On the way to another page the browser may refuse to say.
func (tab *tab) wait(t *testing.T, expression string) {
	t.Helper()
	for range 400 {
		value, err := tab.evaluate(t, expression)
		if err == nil && value == "true" {
			return
		}
		if err != nil && !strings.Contains(err.Error(), "navigated") {
			t.Fatalf("%s: %v", strings.TrimSpace(expression), err)
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("waited in vain for %s", strings.TrimSpace(expression))
}

// key presses and releases a key.
func (tab *tab) key(t *testing.T, name string, code int) {
	t.Helper()
	for _, kind := range []string{"rawKeyDown", "keyUp"} {
		tab.call(t, "Input.dispatchKeyEvent", map[string]any{"type": kind, "key": name, "code": name, "windowsVirtualKeyCode": code})
	}
}
