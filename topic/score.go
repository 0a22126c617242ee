package topic

import "slices"

// Points in tenths, as docs/topics.md tells them. A phrase in the title counts once, the best one; in the abstract and the keywords,
// which are one place, the first strong phrase says most, a second one and a repeat confirm it.
const (
	pointsNeeded    = 80 // by a topic about which nothing was learned
	pointsTitleAny  = 80
	pointsTitle     = 40
	pointsFirstAny  = 40
	pointsSecondAny = 20
	pointsFurther   = 10 // each further "any" phrase
	pointsRepeat    = 20 // the first repeat of an "any" phrase; the second half of it
	pointsFirstHint = 20
	pointsHint      = 10 // the second and third hint
	maxHints        = 3
	pointsStrongest = 40 // the topic with the most points from phrases: most papers have one
	nearlyWithin    = 30 // short of what is needed
)

// pointsByRank are given to learned topics at the end, in the order of what they have beyond their need: a paper has one subject, often
// two, seldom four, so the first may be weaker than the fourth.
var pointsByRank = [...]struct {
	points int
	text   string
}{{30, "first of its topics"}, {0, ""}, {-20, "third of its topics"}, {-40, "fourth or later of its topics"}}

// place is where a phrase stands.
type place uint8

const (
	inTitle place = iota
	inAbstract
	inKeywords
	inPaper // not a phrase, but something about the whole
)

func (p place) String() string { return [...]string{"title", "abstract", "keywords", "paper"}[p] }

// reason is one thing that speaks for or against a topic.
type reason struct {
	topic  int
	points int // tenths
	text   string
	place  place
	count  int
}

// score weighs what was found and calls emit for every reason, in the order they stand in the text.
func (r *Rules) score(f *found, emit func(reason)) {
	type tally struct{ title, titleClue, any, repeats, hints, points int }
	tallies := make([]tally, len(r.topics))
	give := func(c int, points, count int, where place) {
		clue := r.clues[c]
		tallies[clue.topic].points += points
		emit(reason{clue.topic, points, clue.text, where, count})
	}
	for _, c := range f.usedClues {
		n, clue := f.clues[c], &r.clues[c]
		t := &tallies[clue.topic]
		if n[inTitle] > 0 && titlePoints[clue.kind] > t.title {
			t.title, t.titleClue = titlePoints[clue.kind], c
		}
		where, count := inAbstract, int(n[inAbstract])
		if count == 0 {
			where, count = inKeywords, int(n[inKeywords])
		}
		switch {
		case count == 0 || clue.kind == kindTitle:
		case clue.kind == kindHint:
			if t.hints++; t.hints == 1 {
				give(c, pointsFirstHint, count, where)
			} else if t.hints <= maxHints {
				give(c, pointsHint, count, where)
			}
		default:
			points := pointsFurther
			if t.any++; t.any == 1 {
				points = pointsFirstAny
			} else if t.any == 2 {
				points = pointsSecondAny
			}
			// Two repeats are as good as ten: after that a paper only says its own subject again.
			for again := 1; again < int(n[inAbstract]) && t.repeats < 2; again++ {
				t.repeats++
				points += pointsRepeat / t.repeats
			}
			give(c, points, count, where)
		}
	}
	most := 0
	for _, t := range tallies {
		most = max(most, t.points+t.title)
	}
	for topic, t := range tallies {
		if t.title > 0 {
			emit(reason{topic, t.title, r.clues[t.titleClue].text, inTitle, 1})
		}
		if most > 0 && t.points+t.title == most {
			emit(reason{topic, pointsStrongest, "strongest in phrases", inPaper, 1})
		}
	}
	for _, at := range f.usedWords {
		for _, u := range r.words[at] {
			if u.points != 0 {
				emit(reason{u.topic, u.points, r.lexicon.Text(at), inAbstract, 1})
			}
			if f.words[at]&wordInTitle != 0 && u.inTitle != 0 {
				emit(reason{u.topic, u.inTitle, r.lexicon.Text(at), inTitle, 1})
			}
		}
	}
}

// rank gives the points by rank, to the learned topics: those of phrases alone have no need that was measured.
func (r *Rules) rank(points []int, emit func(reason)) {
	order := make([]int, len(points))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return (points[b] - r.need[b]) - (points[a] - r.need[a]) })
	for place, topic := range order {
		by := pointsByRank[min(place, len(pointsByRank)-1)]
		if _, ok := r.learned[r.topics[topic].Slug]; ok && by.points != 0 {
			emit(reason{topic, by.points, by.text, inPaper, 1})
		}
	}
}

// titlePoints by kind: a hint in a title says no more than one in the abstract, and is not counted.
var titlePoints = [...]int{kindAny: pointsTitleAny, kindTitle: pointsTitle, kindHint: 0}
