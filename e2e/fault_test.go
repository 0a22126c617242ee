package e2e

type fault struct {
	kind    string
	options map[string]any
}
