package topic

// score tells, for each topic, every reason for or against it: emit(topic, points, reason).
func (r *Rules) score(hits []hit, emit func(topic, points int, why Evidence)) {
	type best struct{ points, clue int }
	titles := make([]best, len(r.topics)) // only the best phrase of the title counts
	hints := make([]int, len(r.topics))
	for n, h := range hits {
		c := r.clues[h.clue]
		// Abstract and keywords together are one place: a phrase in both is one phrase.
		again := n > 0 && hits[n-1].clue == h.clue && hits[n-1].place != inTitle
		switch {
		case h.place == inTitle:
			points := [...]int{kindAny: pointsTitleAny, kindTitle: pointsTitle, kindHint: pointsTitleHint}[c.kind]
			if points > titles[c.topic].points {
				titles[c.topic] = best{points, h.clue}
			}
		case again || c.kind == kindTitle:
		case c.kind == kindAny:
			points := pointsAny
			if h.place == inAbstract {
				points += (h.count - 1) * pointsRepeat
			}
			emit(c.topic, points, c.evidence(h, points))
		case hints[c.topic] < maxHints:
			hints[c.topic]++
			emit(c.topic, pointsHint, c.evidence(h, pointsHint))
		}
	}
	for topic, t := range titles {
		if t.points > 0 {
			emit(topic, t.points, r.clues[t.clue].evidence(hit{t.clue, inTitle, 1}, t.points))
		}
	}
}

func (c clue) evidence(h hit, points int) Evidence {
	return Evidence{Phrase: c.text, Place: h.place.String(), Count: h.count, Points: float64(points)}
}
