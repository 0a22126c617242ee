package phrase

// A Lexicon has every phrase once. A [Finder] finds them.
type Lexicon struct {
	phrases []Phrase
	index   map[string]int // text → place in phrases
}

// NewLexicon returns one without phrases.
func NewLexicon() *Lexicon { return &Lexicon{index: map[string]int{}} }

// Add returns the place of p, the same for equal phrases.
func (l *Lexicon) Add(p Phrase) int {
	i, ok := l.index[p.Text]
	if !ok {
		i = len(l.phrases)
		l.phrases, l.index[p.Text] = append(l.phrases, p), i
	}
	return i
}

// Len is the number of phrases.
func (l *Lexicon) Len() int { return len(l.phrases) }

// Text is the spelling of the phrase at a place.
func (l *Lexicon) Text(phrase int) string { return l.phrases[phrase].Text }
