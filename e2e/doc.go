// Package e2e tests the program as people use it: the binary, run after run, against a server that replays captured listings under a
// simulated clock and breaks them on request. In: nothing but the checkout and the captures beside it. Out: nothing; it has tests only,
// and takes nothing from the other packages but what they publish.
package e2e
