package sample

import (
	"fmt"
	"math/rand/v2"
)

// names are what invented people and organizations are called.
type names struct {
	Given  []string `json:"given"`
	Family []string `json:"family"`
	Places []string `json:"places"`
	Kinds  []string `json:"kinds"`
}

// author is one more author.
func (n names) author(r *rand.Rand) string { return pick(r, n.Given) + " " + pick(r, n.Family) }

// organization is the one of that number: the same number, the same organization; no two alike.
func (n names) organization(number int) *Organization {
	place := n.Places[number%len(n.Places)]
	kind := n.Kinds[number/len(n.Places)%len(n.Kinds)]
	slug, fullname := place+"-"+kind, place+" "+kind
	if round := number / (len(n.Places) * len(n.Kinds)); round > 0 {
		slug, fullname = fmt.Sprint(slug, "-", round+1), fmt.Sprint(fullname, " ", round+1)
	}
	return affiliation{Fullname: fullname, Avatar: "upload"}.organization(slug)
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }
