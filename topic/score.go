package topic

import (
	"math"

	"paperfeeds/topic/abstract"
)

// Points are counted in hundredths, so that sums are exact whatever the order they are made in.
const (
	point        = 100
	tenth        = point / 10
	nearlyWithin = 3 * point // short of what is needed
	perLogOdds   = TenthsPerLogOdds * tenth
)

// What phrases are worth to a topic about which nothing was learned, as docs/topics.md tells. One in the title counts once, the best
// one; in the abstract and the keywords, which are one place, the first strong phrase says most, a second one and a repeat confirm it.
const (
	pointsNeeded    = 8 * point
	pointsTitleAny  = 8 * point
	pointsTitle     = 4 * point
	pointsFirstAny  = 4 * point
	pointsSecondAny = 2 * point
	pointsFurther   = 1 * point // each further "any" phrase
	pointsRepeat    = 2 * point // the first repeat of an "any" phrase; the second half of it
	pointsFirstHint = 2 * point
	pointsHint      = 1 * point // the second and third hint
	maxHints        = 3
)

// titlePoints by kind: a hint in a title says no more than one in the abstract, and is not counted.
var titlePoints = [kinds]int{kindAny: pointsTitleAny, kindTitle: pointsTitle, kindHint: 0}

// reason is one thing that speaks for or against a topic.
type reason struct {
	topic  int
	points int // hundredths
	text   string
	place  abstract.Place
	count  int
}

// score weighs what was found: points by topic. It calls emit, if there is one, for every reason, in no order of the text.
func (r *Rules) score(f *found, emit func(reason)) []int {
	points := make([]int, len(r.topics))
	give := func(why reason) {
		if why.points == 0 {
			return
		}
		points[why.topic] += why.points
		if emit != nil {
			emit(why)
		}
	}
	r.byLearnedPhrases(f, give)
	r.byPhrases(f, give)
	r.byThemes(f, give, emit != nil)
	r.byRivals(points, give)
	return points
}

// A word's weight is in ten thousandths, so its points come in ten thousandths of a tenth, and are made hundredths when they are summed.
const perHundredth = 1e4 / tenth

// byThemes gives topics what the words mean together. For reasons each word is told with its part of that, as the active themes
// have it; what they begin with and what words hardly say is one reason more.
func (r *Rules) byThemes(f *found, give func(reason), reasons bool) {
	var themes [maxThemes]int
	for i, t := range r.themes {
		themes[i] = t.start * 1e4
	}
	add := func(list []says, weight int) {
		if weight == 0 { // most words stand in neither title nor aim
			return
		}
		for _, s := range list {
			themes[s.theme] += int(s.points) * weight
		}
	}
	for _, at := range f.usedWords {
		text, title, aim := f.weights(at)
		w := &r.words[at]
		add(r.inText(w), text)
		add(r.inTitle(w), title)
		add(r.inAim(w), aim)
	}
	sums := make([]int, len(r.topics))
	for i, t := range r.themes {
		if themes[i] <= 0 {
			continue
		}
		for _, g := range t.gives {
			sums[g.topic] += themes[i] * g.percent
		}
	}
	for topic := range sums { // rounded once: themes are many, and each would lose a little
		sums[topic] /= 100 * perHundredth
	}
	if reasons {
		for topic, told := range r.byWords(f, themes[:], give) {
			sums[topic] -= told
		}
	}
	for topic, points := range sums {
		give(reason{topic, points, "its themes and small words", inPaper, 1})
	}
}

// byWords tells what single words give by way of the active themes, and returns the sums by topic.
func (r *Rules) byWords(f *found, themes []int, give func(reason)) []int {
	sums, parts := make([]int, len(r.topics)), make([]int, len(r.topics))
	for _, at := range f.usedWords {
		n := f.words[at]
		text, title, aim := f.weights(at)
		w := &r.words[at]
		for _, where := range [...]struct {
			place  abstract.Place
			count  uint8
			weight int
			says   []says
		}{
			{inAbstract, n.text, text, r.inText(w)},
			{abstract.Title, n.title, title, r.inTitle(w)},
			{abstract.Aim, n.aim, aim, r.inAim(w)},
		} {
			if where.count == 0 {
				continue
			}
			clear(parts)
			for _, s := range where.says {
				points := int(s.points) * where.weight
				if points == 0 || themes[s.theme] <= 0 {
					continue
				}
				for _, g := range r.themes[s.theme].gives {
					parts[g.topic] += points * g.percent
				}
			}
			for topic, part := range parts {
				points := part / (100 * perHundredth)
				if max(points, -points) < tenth { // nearly every word says a little of nearly every topic
					continue
				}
				give(reason{topic, points, r.lexicon.Text(at), where.place, int(where.count)})
				sums[topic] += points
			}
		}
	}
	return sums
}

// weights are what a learned word weighs in the text, besides in the title, and in the aim, in ten thousandths.
func (f *found) weights(at int) (text, title, aim int) {
	n := f.words[at]
	return abstract.Often(int(n.text)) * f.shares.Text, abstract.Often(int(n.title)) * f.shares.Title, abstract.Often(int(n.aim)) * f.shares.Aim
}

// byLearnedPhrases weighs the phrases of learned topics by what they turned out to be worth where they stand.
func (r *Rules) byLearnedPhrases(f *found, give func(reason)) {
	had := make([][kinds][abstract.Places]uint8, len(r.topics))
	for _, c := range f.usedClues {
		clue := &r.clues[c]
		if !r.taught[clue.topic] {
			continue
		}
		n := f.clues[c]
		only := n[inKeywords] > 0 && n == (counts{inKeywords: n[inKeywords]})
		if only {
			n[abstract.Method] = n[inKeywords] // said nowhere else: as much as in passing
		}
		for where := range abstract.Place(abstract.Places) {
			if n[where] == 0 {
				continue
			}
			told := where
			if only {
				told = inKeywords
			}
			times := &had[clue.topic][clue.kind][where]
			if *times < 2 {
				give(reason{clue.topic, r.phrases[clue.kind][where][*times] * tenth, clue.text, told, int(n[where])})
				*times++
			}
		}
	}
}

// byPhrases weighs the phrases of topics about which nothing was learned.
func (r *Rules) byPhrases(f *found, give func(reason)) {
	type tally struct{ title, titleClue, any, repeats, hints int }
	tallies := map[int]*tally{} // an operator adds few
	for _, c := range f.usedClues {
		n, clue := f.clues[c], &r.clues[c]
		if r.taught[clue.topic] {
			continue
		}
		t := tallies[clue.topic]
		if t == nil {
			t = &tally{}
			tallies[clue.topic] = t
		}
		if n[abstract.Title] > 0 && titlePoints[clue.kind] > t.title {
			t.title, t.titleClue = titlePoints[clue.kind], c
		}
		said := int(n[abstract.Background]) + int(n[abstract.Aim]) + int(n[abstract.Method]) + int(n[abstract.Results])
		where, count := inAbstract, said
		if count == 0 {
			where, count = inKeywords, int(n[inKeywords])
		}
		switch {
		case count == 0 || clue.kind == kindTitle:
		case clue.kind == kindHint:
			if t.hints++; t.hints == 1 {
				give(reason{clue.topic, pointsFirstHint, clue.text, where, count})
			} else if t.hints <= maxHints {
				give(reason{clue.topic, pointsHint, clue.text, where, count})
			}
		default:
			points := pointsFurther
			if t.any++; t.any == 1 {
				points = pointsFirstAny
			} else if t.any == 2 {
				points = pointsSecondAny
			}
			// Two repeats are as good as ten: after that a paper only says its own subject again.
			for again := 1; again < said && t.repeats < 2; again++ {
				t.repeats++
				points += pointsRepeat / t.repeats
			}
			give(reason{clue.topic, points, clue.text, where, count})
		}
	}
	for topic := range r.topics {
		if t := tallies[topic]; t != nil && t.title > 0 {
			give(reason{topic, t.title, r.clues[t.titleClue].text, abstract.Title, 1})
		}
	}
}

// byRivals takes from each learned topic what the others make unlikely: a paper has one subject, often two, seldom four.
func (r *Rules) byRivals(points []int, give func(reason)) {
	if r.rivals == 0 {
		return
	}
	sum := 0.0
	likely := make([]float64, len(points))
	for topic, have := range points {
		if r.taught[topic] {
			likely[topic] = likelihood(have - r.need[topic] - r.even)
			sum += likely[topic]
		}
	}
	for topic := range points {
		if r.taught[topic] {
			give(reason{topic, -int(float64(r.rivals)*(sum-likely[topic]) + .5), "its other topics", inPaper, 1})
		}
	}
}

// likelihood turns points beyond even odds into a share of certainty.
func likelihood(points int) float64 { return 1 / (1 + math.Exp(-float64(points)/perLogOdds)) }
