package main

import (
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// template is the SAM template, read as YAML; its !Ref and the like are scalars here.
func template(t *testing.T) *yaml.Node {
	t.Helper()
	body, err := os.ReadFile("../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var document yaml.Node
	if err := yaml.Unmarshal(body, &document); err != nil {
		t.Fatal(err)
	}
	return document.Content[0]
}

// at goes down the keys of mappings.
func at(t *testing.T, n *yaml.Node, keys ...string) *yaml.Node {
	t.Helper()
	for _, key := range keys {
		i := 0
		for i < len(n.Content) && n.Content[i].Value != key {
			i += 2
		}
		if i >= len(n.Content) {
			t.Fatalf("template.yaml: nothing at %s of %v", key, keys)
		}
		n = n.Content[i+1]
	}
	return n
}

// The variables that the template sets are those that the function reads: a name that is wrong on one side would go unnoticed.
func TestTemplateEnvironment(t *testing.T) {
	variables := at(t, template(t), "Resources", "PublishFunction", "Properties", "Environment", "Variables")
	code, err := os.ReadFile("setup.go")
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(variables.Content); i += 2 {
		if name := variables.Content[i].Value; !strings.Contains(string(code), `getenv("`+name+`")`) {
			t.Errorf("template.yaml sets %s, which nobody reads", name)
		}
	}
	if len(variables.Content) == 0 {
		t.Error("template.yaml sets no variables")
	}
}

// SAM calls the target of the Makefile that is named after the function.
func TestTemplateBuild(t *testing.T) {
	function := at(t, template(t), "Resources", "PublishFunction")
	makefile, err := os.ReadFile("../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	if method := at(t, function, "Metadata", "BuildMethod").Value; method != "makefile" || !strings.Contains(string(makefile), "\nbuild-PublishFunction:") {
		t.Errorf("build method %s, and the Makefile has no build-PublishFunction", method)
	}
}

// Every file that is published stands under one rule for old versions, the archive's under the longer one: under two the shorter time
// would hold, under none old versions would be kept, and paid for, for ever.
func TestTemplateLifecycle(t *testing.T) {
	days := map[string]string{} // by prefix
	for _, rule := range at(t, template(t), "Resources", "Bucket", "Properties", "LifecycleConfiguration", "Rules").Content {
		days[at(t, rule, "Prefix").Value] = at(t, rule, "NoncurrentVersionExpiration", "NoncurrentDays").Value
	}
	daily, bucket := newDaily(t, 300), newBucket(t)
	bucket.put(t, "config.yaml", "families: {some: {title: Some, of: [example]}}\nfeeds: {some: {title: Some, all: [topic:agents]}}\n")
	startFunction(t, bucket.env(daily)...).run(t, "{}")
	keys := slices.Sorted(maps.Keys(bucket.contents(t)))
	if len(keys) < 200 {
		t.Errorf("only %d files were published", len(keys))
	}
	for _, key := range keys {
		var rules []string
		for prefix, n := range days {
			if strings.HasPrefix(key, prefix) {
				rules = append(rules, n)
			}
		}
		want := []string{"1"}
		switch {
		case key == configFile:
			want = nil // people's own, kept
		case strings.HasPrefix(key, "archive/"):
			want = []string{"14"}
		}
		if !slices.Equal(rules, want) {
			t.Errorf("%s: old versions are kept for %v days, want %v", key, rules, want)
		}
	}
}

// The CloudFront Function gives the index document, and no address makes it lead elsewhere.
func TestIndexDocument(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	code := at(t, template(t), "Resources", "IndexDocument", "Properties", "FunctionCode").Value
	want := map[string]string{
		"/":                       "/index.html",
		"/all.rss":                "/all.rss",
		"/orgs/stability.ai.rss":  "/orgs/stability.ai.rss",
		"/topics/agents.html":     "/topics/agents.html",
		"/topics/":                "/topics/index.html",
		"//evil.example/x":        "/evil.example/x",
		"//evil.example/":         "/evil.example/index.html",
		"///evil.example//x//":    "/evil.example/x/index.html",
		`/\evil.example/`:         `/\evil.example/index.html`,
		"/%2f%2fevil.example/":    "/%2f%2fevil.example/index.html",
		"/https://evil.example/x": "/https:/evil.example/x",
	}
	asked, err := json.Marshal(slices.Collect(maps.Keys(want)))
	if err != nil {
		t.Fatal(err)
	}
	script := code + `
const answers = {};
for (const uri of ` + string(asked) + `) {
  const answer = handler({version: '1.0', request: {method: 'GET', uri, querystring: {}, headers: {}, cookies: {}}});
  answers[uri] = 'statusCode' in answer ? 'status ' + answer.statusCode : answer.uri;
}
console.log(JSON.stringify(answers));`
	out, err := exec.Command(node, "-e", script).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var answers map[string]string
	if err := json.Unmarshal(out, &answers); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for uri, want := range want {
		if answers[uri] != want {
			t.Errorf("%s: got %s, want %s", uri, answers[uri], want)
		}
	}
}
