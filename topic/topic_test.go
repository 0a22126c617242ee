package topic

import "testing"

func TestDefaultLoads(t *testing.T) {
	r, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	if got := len(r.Topics()); got != 49 {
		t.Errorf("%d topics, want 49", got)
	}
	for _, v := range r.Explain("PhysBench: A Benchmark for GUI Agents", "We study computer use with reinforcement learning.", nil) {
		if v.Score > 0 {
			t.Log(v)
		}
	}
}
