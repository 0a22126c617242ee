package e2e

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

const baseURL = "https://feeds.example/papers/"

// A place is a folder that the program publishes to.
type place struct {
	dir    string
	source string
	config string
}

// An outcome is how a run of the program ended.
type outcome struct {
	status         int
	stdout, stderr string
	report         report
	state          status
}

// A report is what is looked at of the run report.
type report struct {
	Days []struct {
		Date, Read, Error string
		Papers, New       int
	}
	Papers, New, Feeds, Written, Unchanged, Skipped int
	Warnings                                        []string
}

// A status is what is looked at of status.json.
type status struct {
	State, Error string
	NewestDay    string    `json:"newest_day"`
	LastGood     time.Time `json:"last_good"`
	Run          report
}

// newPlace is an empty folder, with the settings given in YAML.
func newPlace(t *testing.T, source, settings string) *place {
	t.Helper()
	p := &place{dir: filepath.Join(t.TempDir(), "public"), source: source, config: filepath.Join(t.TempDir(), "config.yaml")}
	if err := os.WriteFile(p.config, []byte(settings), 0o644); err != nil {
		t.Fatal(err)
	}
	return p
}

// publish runs the program at a time, reading the source.
func (p *place) publish(t *testing.T, now time.Time, env ...string) outcome {
	t.Helper()
	o := p.run(t, env, "--json", "--source", p.source, "--now", now.Format(time.RFC3339))
	if err := json.Unmarshal([]byte(o.stdout), &o.report); err != nil {
		t.Fatalf("at %v: the report is no JSON: %v\n%s\n%s", now, err, o.stdout, o.stderr)
	}
	return o
}

// run runs "paperfeeds publish" with more arguments.
func (p *place) run(t *testing.T, env []string, args ...string) outcome {
	t.Helper()
	run := exec.CommandContext(t.Context(), binary, append([]string{"publish", "--out", p.dir, "--base-url", baseURL, "--config", p.config}, args...)...)
	var stdout, stderr bytes.Buffer
	run.Stdout, run.Stderr = &stdout, &stderr
	run.Env = append(os.Environ(), env...)
	err := run.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("run the program: %v", err)
	}
	o := outcome{status: run.ProcessState.ExitCode(), stdout: stdout.String(), stderr: stderr.String()}
	readJSON(t, p.file("status.json"), &o.state)
	return o
}

func (p *place) file(path string) string { return filepath.Join(p.dir, filepath.FromSlash(path)) }

// clone is a copy of the place that shares its files, as far as they stay what they are: the program never writes into a file that is
// there, it puts another in its place.
func (p *place) clone(t *testing.T) *place {
	t.Helper()
	c := &place{dir: filepath.Join(t.TempDir(), "public"), source: p.source, config: p.config}
	for path := range p.files(t, nil) {
		if err := os.MkdirAll(filepath.Dir(c.file(path)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Link(p.file(path), c.file(path)); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// A snapshot tells every file of a place by its bytes.
type snapshot map[string]stamp

type stamp struct {
	size   int64
	time   time.Time
	digest [32]byte
}

// files takes a snapshot. What has size and time of an earlier one is not read again; where that would not do, give none.
func (p *place) files(t *testing.T, earlier snapshot) snapshot {
	t.Helper()
	files := snapshot{}
	err := filepath.WalkDir(p.dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name()[0] == '.' { // the program's lock, which no store serves
			return err
		}
		path, err := filepath.Rel(p.dir, name)
		if err != nil {
			return err
		}
		path = filepath.ToSlash(path)
		info, err := d.Info()
		if err != nil {
			return err
		}
		if s := earlier[path]; s.size == info.Size() && s.time.Equal(info.ModTime()) {
			files[path] = s
			return nil
		}
		body, err := os.ReadFile(name)
		files[path] = stamp{info.Size(), info.ModTime(), sha256.Sum256(body)}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// changed are the paths that are not as they were before, ascending.
func (s snapshot) changed(before snapshot) []string {
	var paths []string
	for path, now := range s {
		if before[path].digest != now.digest {
			paths = append(paths, path)
		}
	}
	for path := range before {
		if _, there := s[path]; !there {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	return paths
}

func readJSON(t *testing.T, name string, into any) {
	t.Helper()
	body, err := os.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(body, into)
	}
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// sortedUntil are the keys up to last, ascending.
func sortedUntil[V any](m map[string]V, last string) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(m)), func(key string) bool { return key > last })
}
