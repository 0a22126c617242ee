package text

import "testing"

func TestFirstSentence(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"two", "We plan. They act.", "We plan."},
		{"full stop of full width", "他走。他说。", "他走。"},
		{"closing quotes after a full stop of full width", "他说“好。”他走。", "他说“好。”"},
		{"one", "We plan.", "We plan."},
		{"no end", "We plan", "We plan"},
		{"question", "Can models plan? They can.", "Can models plan?"},
		{"e.g.", "Some, e.g. Large ones, fail. We fix it.", "Some, e.g. Large ones, fail."},
		{"i.e.", "Models (i.e. Agents) fail, i.e. They stop. We fix it.", "Models (i.e. Agents) fail, i.e. They stop."},
		{"et al.", "As Doe et al. Showed, models fail. We fix it.", "As Doe et al. Showed, models fail."},
		{"vs.", "We test A* vs. Greedy search. It wins.", "We test A* vs. Greedy search."},
		{"etc. ends", "We test maps, plans, etc. They win.", "We test maps, plans, etc."},
		{"etc. goes on", "We test maps, etc. and plans. They win.", "We test maps, etc. and plans."},
		{"initials", "By J. K. Doe the method fails. We fix it.", "By J. K. Doe the method fails."},
		{"decimals", "It gains 0.5 points. It wins.", "It gains 0.5 points."},
		{"version", "GPT-4.1 is large. It wins.", "GPT-4.1 is large."},
		{"ends in a number", "It gains 0.5. It wins.", "It gains 0.5."},
		{"figure", "See Fig. 3 and Sec. 2 of it. It wins.", "See Fig. 3 and Sec. 2 of it."},
		{"next begins with a digit", "We render. 3D scenes win.", "We render."},
		{"next in lower case is in doubt", "We use it. vLLM wins. It does.", "We use it. vLLM wins."},
		{"capitals are no abbreviation", "We scale PP. It wins.", "We scale PP."},
		{"number", "See No. 5 of it. We say no. It wins.", "See No. 5 of it."},
		{"no", "We say no. It wins.", "We say no."},
		{"U.S.", "The U.S. Market fell. It rose.", "The U.S. Market fell."},
		{"quoted", "They say \"we plan.\" We act.", "They say \"we plan.\""},
		{"brackets", "We plan (see A. They act. Or not) a lot. It wins.", "We plan (see A. They act. Or not) a lot."},
		{"bracket never closed", "We plan (see. They act.", "We plan (see. They act."},
		{"Chinese", "我们计划。他们行动。", "我们计划。"},
		{"points", "And so on... They act. It wins.", "And so on... They act."},
		{"address", "Code at https://example.org/a.b is free. It wins.", "Code at https://example.org/a.b is free."},
		{"empty", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := FirstSentence(c.in); got != c.want {
				t.Errorf("FirstSentence(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}
