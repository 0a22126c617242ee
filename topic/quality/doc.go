// Package quality measures how good the topic rules are.
//
// In: rules, labels (which topics a paper must and may have, given by people), the papers they are about. Out: precision and recall
// with their intervals, by topic and together, and how they move with the threshold. Labels are kept in the project; the papers' texts
// are not, they are read from captured listings where there are any. It never learns from what it measures.
package quality
