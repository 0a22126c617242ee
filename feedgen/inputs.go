package feedgen

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// inputs are what a file is made from, written one after the other. Their sum tells whether it has to be made again. A list of texts that
// is not the last thing written needs its length before it.
type inputs []byte

// newInputs has room for those of most files, which stays on the stack, where it costs nothing.
func newInputs() inputs { return make(inputs, 0, 8<<10) }

// texts adds texts, each with its length, so that none runs into the next.
func (in inputs) texts(texts ...string) inputs {
	for _, t := range texts {
		in = append(in.numbers(len(t)), t...)
	}
	return in
}

func (in inputs) numbers(numbers ...int) inputs {
	for _, n := range numbers {
		in = binary.BigEndian.AppendUint64(in, uint64(n))
	}
	return in
}

// members adds papers of a feed, or digests.
func (in inputs) members(members []Member) inputs {
	in = in.numbers(len(members))
	for _, m := range members {
		in = in.texts(m.Row.ID, m.Row.Digest).numbers(int(m.Entered.Unix()))
	}
	return in
}

// sum is short enough to be an input itself, where several files have much in common.
func (in inputs) sum() string {
	sum := sha256.Sum256(in)
	return hex.EncodeToString(sum[:12])
}
