package quality

import "paperfeeds/topic"

// Read reads the labels of a file, held to the topics of the rules, and the papers they are of; see [ReadLabels] and [ReadPapers].
func Read(rules *topic.Rules, labelsFile, shared string) ([]Label, []Paper, error) {
	var slugs []string
	for _, t := range rules.Topics() {
		slugs = append(slugs, t.Slug)
	}
	labels, err := ReadLabels(labelsFile, slugs)
	if err != nil {
		return nil, nil, err
	}
	papers, err := ReadPapers(shared)
	return labels, papers, err
}
