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
// The index says which change it has closed. A run that finds one which comes after that does it again first: the run that made it was
// killed, or is still at work. To do a change again that is done already changes nothing.
const ChangeFile = "archive/change.jsonl.gz"

// A changeLine is one line of change.jsonl.gz: first what the change comes after, then each paper and each digest.
type changeLine struct {
	Format int `json:"v"`
	// After are the digests of the changes that this one comes after: the last one closed, and those not closed that it holds, too. So
	// an old change that was restored by hand is not done again over what came later.
	After  []string `json:"after,omitempty"`
	Paper  *Record  `json:"paper,omitempty"`
	Digest *Digest  `json:"digest,omitempty"`
}

// encodeChange writes this run's change, that of a run before which was not closed included. If that is all, it is the same again.
func (a *Archive) encodeChange() ([]byte, error) {
	if a.before == "" {
		return a.encodeChangeAfter([]string{a.Index.Change.Digest})
	}
	body, err := a.encodeChangeAfter(a.after)
	if err == nil && digestOf(body) != a.before {
		return a.encodeChangeAfter(append(slices.Clone(a.after), a.before))
	}
	return body, err
}

func (a *Archive) encodeChangeAfter(after []string) ([]byte, error) {
	papers := slices.SortedFunc(maps.Keys(a.fresh), func(x, y *Record) int { return x.FirstSeen.Compare(y.FirstSeen) })
	return compress(func(w io.Writer) error {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(changeLine{Format: RecordFormat, After: after}); err != nil {
			return err
		}
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

func decodeChange(body []byte) (after []string, lines []changeLine, err error) {
	plain, err := decompress(body)
	if err != nil {
		return nil, nil, err
	}
	dec := json.NewDecoder(bytes.NewReader(plain))
	for {
		var l changeLine
		if err := dec.Decode(&l); err == io.EOF {
			return after, lines, nil
		} else if err != nil {
			return nil, nil, fmt.Errorf("line %d: %w", len(lines)+1, err)
		}
		switch {
		case l.Format > RecordFormat || l.Paper != nil && l.Paper.Format > RecordFormat:
			return nil, nil, fmt.Errorf("its format is newer than %d: use a newer paperfeeds", RecordFormat)
		case after == nil && l.After != nil:
			after = l.After
			continue
		case (l.Paper == nil) == (l.Digest == nil), l.Paper != nil && (l.Paper.ID == "" || l.Paper.FirstSeen.IsZero() || len(l.Paper.Days) == 0):
			return nil, nil, fmt.Errorf("line %d is neither a paper nor a digest", len(lines)+1)
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
	after, lines, err := decodeChange(body)
	if err != nil {
		return fmt.Errorf("%s is damaged: %w; restore it from a backup, or delete it: it is needed only after a run that was killed", ChangeFile, err)
	}
	if !slices.Contains(after, a.Index.Change.Digest) {
		return nil // not what comes after this index; one of them was restored from another time
	}
	a.pending, a.after, a.before = lines, after, digestOf(body)
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
