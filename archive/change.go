package archive

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
)

// ChangeFile holds the newest change of the archive: each paper that it added or changed, each digest that it issued, as they came to
// be. It is put before the files it changes, and it is where dates are given out: what stands there keeps its dates, whatever becomes
// of the run. Since its put is conditional, a run that meets another's change dates its own papers after it, in whichever months the
// two write.
//
// The index says which change it has closed. A run that finds another one does it again first: the run that made it was killed, or is
// still at work. To do a change again that is done already changes nothing.
const ChangeFile = "archive/change.jsonl.gz"

// A changeLine is one line of change.jsonl.gz: a paper or a digest.
type changeLine struct {
	Format int     `json:"v"`
	Paper  *Record `json:"paper,omitempty"`
	Digest *Digest `json:"digest,omitempty"`
}

// encodeChange writes the lines of this run's change, that of a run before which was not closed included.
func (a *Archive) encodeChange() ([]byte, error) {
	papers := slices.SortedFunc(maps.Keys(a.fresh), func(x, y *Record) int { return x.FirstSeen.Compare(y.FirstSeen) })
	return compress(func(w io.Writer) error {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		for _, r := range papers {
			if err := enc.Encode(changeLine{Format: RecordFormat, Paper: r}); err != nil {
				return fmt.Errorf("paper %s: %w", r.ID, err)
			}
		}
		for _, d := range a.issued {
			if err := enc.Encode(changeLine{Format: RecordFormat, Digest: d}); err != nil {
				return fmt.Errorf("%s of %s: %w", d.Feed, d.Period, err)
			}
		}
		return nil
	})
}

func decodeChange(body []byte) ([]changeLine, error) {
	plain, err := decompress(body)
	if err != nil {
		return nil, err
	}
	var lines []changeLine
	dec := json.NewDecoder(bytes.NewReader(plain))
	for {
		var l changeLine
		if err := dec.Decode(&l); err == io.EOF {
			return lines, nil
		} else if err != nil {
			return nil, fmt.Errorf("line %d: %w", len(lines)+1, err)
		}
		switch {
		case l.Format > RecordFormat || l.Paper != nil && l.Paper.Format > RecordFormat:
			return nil, fmt.Errorf("its format is newer than %d: use a newer paperfeeds", RecordFormat)
		case (l.Paper == nil) == (l.Digest == nil), l.Paper != nil && (l.Paper.ID == "" || l.Paper.FirstSeen.IsZero() || len(l.Paper.Days) == 0):
			return nil, fmt.Errorf("line %d is neither a paper nor a digest", len(lines)+1)
		}
		lines = append(lines, l)
	}
}

// loadChange looks whether the newest change was closed. A missing one was: a run that was killed before it put its change has changed
// nothing.
func (a *Archive) loadChange(body []byte) error {
	a.haveChange = true
	if body == nil || digestOf(body) == a.Index.Change.Digest {
		return nil
	}
	lines, err := decodeChange(body)
	if err != nil {
		return damaged(ChangeFile, err)
	}
	a.pending = lines
	for _, l := range lines {
		if l.Paper == nil {
			continue
		}
		if _, known := a.Index.Months[l.Paper.Month()]; !known {
			a.Index.Months[l.Paper.Month()] = Part{} // begun by this change, and put or not
		}
	}
	return nil
}

// unfinished names what has to be loaded to do a change again that was not closed. Once it is there, it does it.
func (a *Archive) unfinished() []string {
	if !a.haveChange {
		return []string{ChangeFile}
	}
	months, digests := map[string]bool{}, false
	for _, l := range a.pending {
		if l.Paper != nil {
			months[l.Paper.Month()] = true
		} else {
			digests = digests || !a.haveDigests
		}
	}
	need := a.unloaded(slices.Sorted(maps.Keys(months)))
	if digests {
		need = append(need, DigestsFile)
	}
	if need == nil {
		a.redo()
	}
	return need
}

// redo puts what the change holds in the place of what the months hold, which is the same or older.
func (a *Archive) redo() {
	if len(a.pending) > 0 {
		a.Repairs = append(a.Repairs, "the last change of the archive was not closed; doing it again")
	}
	for _, l := range a.pending {
		if l.Paper != nil {
			a.redoPaper(l.Paper)
		} else {
			a.redoDigest(l.Digest)
		}
	}
	slices.SortStableFunc(a.digests, func(x, y *Digest) int { return x.Issued.Compare(y.Issued) })
	a.pending = nil
}

func (a *Archive) redoDigest(d *Digest) {
	if known := a.Digest(d.Feed, d.Period); known != nil {
		d = known
	} else {
		a.digests = append(a.digests, d)
		a.changed[DigestsFile] = true
	}
	a.advance(d.Issued)
	a.issued = append(a.issued, d)
}

func (a *Archive) redoPaper(r *Record) {
	known := a.records[r.ID]
	switch {
	case known == nil:
		a.months[r.Month()] = append(a.months[r.Month()], r)
		a.records[r.ID] = r
	case known.FirstSeen.Equal(r.FirstSeen):
		*known = *r
	default:
		return // known from an earlier month, which can only have been restored since: the earliest first-seen wins
	}
	a.advanceTo(r)
	a.touch(a.records[r.ID])
}
