package topic

// score tells, for each topic, every reason for or against it: emit(topic, points, reason).
func (r *Rules) score(hits []hit, emit func(topic, points int, why Evidence)) {
	type best struct {
		points, phrase int
	}
	titles := make([]best, len(r.topics)) // only the best phrase of the title counts
	hints := make([]int, len(r.topics))
	for n, h := range hits {
		// Abstract and keywords together are one place: a phrase in both is one phrase.
		again := n > 0 && hits[n-1].phrase == h.phrase && hits[n-1].place != inTitle
		for _, u := range r.uses[h.phrase] {
			switch {
			case h.place == inTitle:
				points := [...]int{kindAny: pointsTitleAny, kindTitle: pointsTitle, kindHint: pointsTitleHint}[u.kind]
				if points > titles[u.topic].points {
					titles[u.topic] = best{points, h.phrase}
				}
			case again || u.kind == kindTitle:
			case u.kind == kindAny:
				points := pointsAny
				if h.place == inAbstract {
					points += (h.count - 1) * pointsRepeat
				}
				emit(u.topic, points, r.evidence(h, u.kind, points))
			case hints[u.topic] < maxHints:
				hints[u.topic]++
				emit(u.topic, pointsHint, r.evidence(h, u.kind, pointsHint))
			}
		}
	}
	for topic, t := range titles {
		if t.points > 0 {
			emit(topic, t.points, r.evidence(hit{t.phrase, inTitle, 1}, kindTitle, t.points))
		}
	}
}

func (r *Rules) evidence(h hit, k kind, points int) Evidence {
	return Evidence{Phrase: r.lexicon.phrases[h.phrase].text, Place: h.place.String(), Count: h.count, Points: float64(points)}
}
