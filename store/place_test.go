package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperfeeds/store"
	"paperfeeds/store/s3test"
)

// TestPlace holds both kinds of places to the same promises.
func TestPlace(t *testing.T) {
	t.Run("folder", func(t *testing.T) {
		testPlace(t, func(t *testing.T) store.Place {
			return open(t, filepath.Join(t.TempDir(), "public"))
		})
	})
	t.Run("s3", func(t *testing.T) {
		server := s3test.Start(t)
		server.Setenv(t)
		testPlace(t, func(t *testing.T) store.Place {
			return open(t, "s3://"+server.Bucket(t)+"/sites/papers/")
		})
	})
	t.Run("s3 whole bucket", func(t *testing.T) {
		server := s3test.Start(t)
		server.Setenv(t)
		testPlace(t, func(t *testing.T) store.Place {
			return open(t, "s3://"+server.Bucket(t))
		})
	})
}

func testPlace(t *testing.T, open func(t *testing.T) store.Place) {
	for name, test := range map[string]func(*testing.T, store.Place){
		"put and get":             testPutGet,
		"nothing there":           testNothing,
		"conditions":              testConditions,
		"etags":                   testETags,
		"list":                    testList,
		"odd names":               testOddNames,
		"wrong names":             testWrongNames,
		"a file and a folder":     testFileAndFolder,
		"one of many wins":        testRace,
		"no update is lost":       testNoLostUpdate,
		"puts without conditions": testCrowd,
		"end of the context":      testContext,
		"requests":                testRequests,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

func open(t testing.TB, name string) store.Place {
	t.Helper()
	place, err := store.Open(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	return place
}

func put(t *testing.T, place store.Place, path, body string) (etag string) {
	t.Helper()
	etag, err := place.Put(t.Context(), store.File{Path: path, Body: []byte(body)}, store.Condition{})
	if err != nil {
		t.Fatal(err)
	}
	return etag
}

func read(t *testing.T, place store.Place, path string) string {
	t.Helper()
	body, _, err := place.Get(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func testPutGet(t *testing.T, place store.Place) {
	big := make([]byte, 5<<20)
	random := rand.New(rand.NewPCG(1, 2))
	for i := range big {
		big[i] = byte(random.Uint32())
	}
	for name, file := range map[string]store.File{
		"text":          {Path: "all.rss", Body: []byte("<rss/>\n"), ContentType: "application/rss+xml; charset=utf-8"},
		"empty":         {Path: "empty.txt", Body: []byte{}},
		"no body":       {Path: "none.txt"},
		"5 MB":          {Path: "archive/2026-07.jsonl.gz", Body: big},
		"deep":          {Path: "a/b/c/d/e/f.json", Body: []byte("{}")},
		"flushed":       {Path: "archive/deep/index.json", Body: []byte("{}"), Sync: true},
		"of other type": {Path: "data.gz", Body: []byte("\x1f\x8b\x00"), ContentType: "application/gzip"},
	} {
		t.Run(name, func(t *testing.T) {
			etag, err := place.Put(t.Context(), file, store.Condition{})
			if err != nil {
				t.Fatal(err)
			}
			body, got, err := place.Get(t.Context(), file.Path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(body, file.Body) {
				t.Errorf("got %d bytes other than the %d put", len(body), len(file.Body))
			}
			want := store.Object{Path: file.Path, ETag: etag, Size: int64(len(file.Body))}
			objects, err := place.List(t.Context(), file.Path)
			if err != nil {
				t.Fatal(err)
			}
			if got != etag || len(objects) != 1 || objects[0] != want {
				t.Errorf("put gave ETag %s, get %s, list %+v", etag, got, objects)
			}
			if err := place.Delete(t.Context(), file.Path); err != nil {
				t.Fatal(err)
			}
			if _, _, err := place.Get(t.Context(), file.Path); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("get after delete: %v, want ErrNotFound", err)
			}
		})
	}
}

func testNothing(t *testing.T, place store.Place) {
	ctx := t.Context()
	if _, _, err := place.Get(ctx, "no/such.rss"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("get: %v, want ErrNotFound", err)
	}
	if err := place.Delete(ctx, "no/such.rss"); err != nil {
		t.Errorf("delete: %v, want no error", err)
	}
	for _, prefix := range []string{"", "no/", "no/such/", "n"} {
		if objects, err := place.List(ctx, prefix); err != nil || len(objects) != 0 {
			t.Errorf("list %q: %v, %v, want nothing", prefix, objects, err)
		}
	}
	put(t, place, "orgs/a.rss", "a")
	if _, _, err := place.Get(ctx, "orgs"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("get of a folder: %v, want ErrNotFound", err)
	}
	if _, _, err := place.Get(ctx, "orgs/a.rss/b"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("get under a file: %v, want ErrNotFound", err)
	}
	if err := place.Delete(ctx, "orgs/b.rss"); err != nil {
		t.Errorf("delete: %v, want no error", err)
	}
	if got := read(t, place, "orgs/a.rss"); got != "a" {
		t.Errorf("the file beside it: %q", got)
	}
}

func testConditions(t *testing.T, place store.Place) {
	first := put(t, place, "there.json", "first")
	second := put(t, place, "there.json", "second")
	for _, test := range []struct {
		name, path string
		condition  store.Condition
		want       error
	}{
		{"absent, and it is", "new.json", store.Condition{IfAbsent: true}, nil},
		{"absent, but it is there", "there.json", store.Condition{IfAbsent: true}, store.ErrChanged},
		{"match, but not there", "gone.json", store.Condition{IfMatch: second}, store.ErrChanged},
		{"match, but older", "there.json", store.Condition{IfMatch: first}, store.ErrChanged},
		{"match, and it does", "there.json", store.Condition{IfMatch: second}, nil},
		{"none", "there.json", store.Condition{}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := store.File{Path: test.path, Body: []byte(test.name)}
			etag, err := place.Put(t.Context(), file, test.condition)
			if !errors.Is(err, test.want) {
				t.Fatalf("got error %v, want %v", err, test.want)
			}
			if err != nil {
				if etag != "" {
					t.Errorf("got ETag %s with the error", etag)
				}
				return
			}
			if body, got, err := place.Get(t.Context(), test.path); err != nil || string(body) != test.name || got != etag {
				t.Errorf("then read %q, %s, %v; want %q, %s", body, got, err, test.name, etag)
			}
		})
	}
	both := store.Condition{IfAbsent: true, IfMatch: first}
	if _, err := place.Put(t.Context(), store.File{Path: "x"}, both); err == nil || errors.Is(err, store.ErrChanged) {
		t.Errorf("two conditions at once: %v, want an error that no new reading cures", err)
	}
	if _, _, err := place.Get(t.Context(), "gone.json"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the refused put left something: %v", err)
	}
}

// testETags protects "equal ETags mean equal bytes", at the speed of a machine and with bodies of one size, and that a put of the same
// bytes does not look like a change.
func testETags(t *testing.T, place store.Place) {
	seen := map[string]string{}
	for i := range 200 {
		body := fmt.Sprintf("body %04d", i)
		etag := put(t, place, "same.txt", body)
		if other, ok := seen[etag]; ok {
			t.Fatalf("%q and %q both have ETag %s", other, body, etag)
		}
		seen[etag] = body
		if again := put(t, place, "same.txt", body); again != etag {
			t.Fatalf("the same bytes again: ETag %s, was %s", again, etag)
		}
	}
}

func testList(t *testing.T, place store.Place) {
	paths := []string{
		"all.rss", "orgs/a-b/1.rss", "orgs/a.json", "orgs/a.rss", "orgs/a/1.rss", "orgs/ab.rss", "orgs.html", "orgs/é.rss", "topics/agents.rss",
	}
	want := map[string]store.Object{}
	for i, path := range paths {
		body := strings.Repeat("x", i)
		want[path] = store.Object{Path: path, ETag: put(t, place, path, body), Size: int64(len(body))}
	}
	slices.Sort(paths)
	for _, prefix := range []string{"", "orgs", "orgs/", "orgs/a", "orgs/a/", "orgs/a/1", "orgs/a/1.rss", "topics/z", "z/", "all.rss/"} {
		var expected []store.Object
		for _, path := range paths {
			if strings.HasPrefix(path, prefix) {
				expected = append(expected, want[path])
			}
		}
		got, err := place.List(t.Context(), prefix)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(expected, got); diff != "" {
			t.Errorf("list %q (-want +got):\n%s", prefix, diff)
		}
	}
}

func testOddNames(t *testing.T, place store.Place) {
	names := []string{
		"a b.txt", "100%.txt", "%2f%2e%2e", "a+b.txt", "a&b=c#d.txt", "don't.txt", "日本語/論文.rss", "-", "--version", "~", "$HOME",
		"stability.ai/1.rss", ".well-known/x", "..a", "a..b", "(1)", "{a,b}", "[x]", strings.Repeat("n", 200), "A.txt",
	}
	for _, name := range names {
		put(t, place, name, "body of "+name)
	}
	objects, err := place.List(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	var listed []string
	for _, object := range objects {
		listed = append(listed, object.Path)
		if got := read(t, place, object.Path); got != "body of "+object.Path {
			t.Errorf("%q: read %q", object.Path, got)
		}
	}
	slices.Sort(names)
	if diff := cmp.Diff(names, listed); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func testWrongNames(t *testing.T, place store.Place) {
	ctx := t.Context()
	for _, path := range []string{"", "/etc/passwd", "../up.txt", "a/../../b", "a//b", "a/", "./a", `a\b`, "C:/x", "a\x00b", "a\nb"} {
		if _, err := place.Put(ctx, store.File{Path: path}, store.Condition{}); err == nil || !strings.Contains(err.Error(), strconv.Quote(path)) {
			t.Errorf("put %q: %v, want an error that names it", path, err)
		}
		if _, _, err := place.Get(ctx, path); err == nil || errors.Is(err, store.ErrNotFound) {
			t.Errorf("get %q: %v, want a plain error", path, err)
		}
		if err := place.Delete(ctx, path); err == nil {
			t.Errorf("delete %q: no error", path)
		}
	}
}

// testFileAndFolder: "a" and "a/b" cannot be both where keys are files on a disk. (Amazon's S3 could; the server here cannot.)
func testFileAndFolder(t *testing.T, place store.Place) {
	put(t, place, "a", "file")
	put(t, place, "d/b", "under a folder")
	for _, path := range []string{"a/b", "a/b/c", "d"} {
		_, err := place.Put(t.Context(), store.File{Path: path, Body: []byte("x")}, store.Condition{IfAbsent: true})
		if err == nil || errors.Is(err, store.ErrChanged) || !strings.Contains(err.Error(), "a file and a folder cannot have the same name") {
			t.Errorf("put %q: %v, want an error that says why", path, err)
		}
	}
	if read(t, place, "a") != "file" || read(t, place, "d/b") != "under a folder" {
		t.Error("the refused puts changed what was there")
	}
	// What made the folder is gone, so its name is free.
	if err := place.Delete(t.Context(), "d/b"); err != nil {
		t.Fatal(err)
	}
	put(t, place, "d", "file now")
}

func testRace(t *testing.T, place store.Place) {
	const racers = 16
	for round := range 10 {
		path := fmt.Sprintf("race/%d.json", round/2)
		condition := store.Condition{IfAbsent: true}
		if round%2 == 1 {
			_, etag, err := place.Get(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			condition = store.Condition{IfMatch: etag}
		}
		var wg sync.WaitGroup
		won := make([]bool, racers)
		for i := range racers {
			wg.Go(func() {
				body := fmt.Appendf(nil, "round %d by %02d", round, i)
				_, err := place.Put(t.Context(), store.File{Path: path, Body: body}, condition)
				if won[i] = err == nil; !won[i] && !errors.Is(err, store.ErrChanged) {
					t.Errorf("loser got %v, want ErrChanged", err)
				}
			})
		}
		wg.Wait()
		winner := slices.Index(won, true)
		if winner < 0 || slices.Contains(won[winner+1:], true) {
			t.Fatalf("round %d: not exactly one winner: %v", round, won)
		}
		if got, want := read(t, place, path), fmt.Sprintf("round %d by %02d", round, winner); got != want {
			t.Errorf("there is %q, want the winner's %q", got, want)
		}
	}
}

// testNoLostUpdate counts up one number from many sides, each reading and writing under a condition.
func testNoLostUpdate(t *testing.T, place store.Place) {
	const sides, times = 4, 10
	put(t, place, "number", "0")
	var wg sync.WaitGroup
	for range sides {
		wg.Go(func() {
			for done := 0; done < times; {
				body, etag, err := place.Get(t.Context(), "number")
				if err != nil {
					t.Error(err)
					return
				}
				number, err := strconv.Atoi(string(body))
				if err != nil {
					t.Errorf("read half a file: %q", body)
					return
				}
				file := store.File{Path: "number", Body: []byte(strconv.Itoa(number + 1))}
				switch _, err := place.Put(t.Context(), file, store.Condition{IfMatch: etag}); {
				case err == nil:
					done++
				case !errors.Is(err, store.ErrChanged):
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	if got, want := read(t, place, "number"), strconv.Itoa(sides*times); got != want {
		t.Errorf("counted to %s, want %s", got, want)
	}
}

// testCrowd: the publisher puts many files at once.
func testCrowd(t *testing.T, place store.Place) {
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for round := range 15 {
				path := fmt.Sprintf("crowd/%d/file.txt", (i+round)%4)
				if _, err := place.Put(t.Context(), store.File{Path: path, Body: fmt.Append(nil, i, round)}, store.Condition{}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if objects, err := place.List(t.Context(), ""); err != nil || len(objects) != 4 {
		t.Errorf("list: %v, %v, want 4 files", objects, err)
	}
}

func testContext(t *testing.T, place store.Place) {
	put(t, place, "a", "a")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, putErr := place.Put(ctx, store.File{Path: "b"}, store.Condition{})
	_, _, getErr := place.Get(ctx, "a")
	_, listErr := place.List(ctx, "")
	for name, err := range map[string]error{
		"put": putErr, "get": getErr, "list": listErr, "delete": place.Delete(ctx, "a"),
	} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v, want context.Canceled", name, err)
		}
	}
	if got := read(t, place, "a"); got != "a" {
		t.Errorf("then read %q", got)
	}
}

func testRequests(t *testing.T, place store.Place) {
	ctx := t.Context()
	put(t, place, "a", "1")
	put(t, place, "a", "2")
	_ = read(t, place, "a")
	_, _ = place.List(ctx, "")
	_ = place.Delete(ctx, "a")
	if got, want := place.Requests(), (store.Requests{Get: 1, Put: 2, List: 1, Delete: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	unlock, err := place.Lock(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := unlock(); err != nil {
		t.Error(err)
	}
}

func TestOpen(t *testing.T) {
	s3test.Unset(t)
	for _, test := range []struct{ place, want string }{
		{"", "no name given"},
		{"s3://", "written s3://bucket"},
		{"s3:///prefix", "written s3://bucket"},
		{"s3://bucket/a//b", "empty part"},
		{"s3://bucket/../b", `".."`},
		{"gs://bucket", "a place is a folder or s3://bucket/prefix"},
		{"https://bucket.s3.amazonaws.com/", "a place is a folder or s3://bucket/prefix"},
		{"s3://bucket", "set AWS_REGION"},
	} {
		if _, err := store.Open(t.Context(), test.place); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("open %q: %v, want %q", test.place, err, test.want)
		}
	}
	t.Setenv("AWS_REGION", "eu-west-1")
	if _, err := store.Open(t.Context(), "s3://bucket"); err == nil || !strings.Contains(err.Error(), "no credentials") {
		t.Errorf("without credentials: %v", err)
	}
	t.Setenv("S3_PATH_STYLE", "perhaps")
	if _, err := store.Open(t.Context(), "s3://bucket"); err == nil || !strings.Contains(err.Error(), "neither true nor false") {
		t.Errorf("wrong path style: %v", err)
	}
}
