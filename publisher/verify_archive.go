package publisher

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"paperfeeds/archive"
)

// verifyArchive reads the whole archive. v.archive is set if all of it can be trusted.
func (v *verifier) verifyArchive(ctx context.Context) error {
	index, ok := v.read(ctx, archive.IndexFile)
	if !ok {
		return nil
	}
	if index == nil {
		v.problem(archive.IndexFile, "is missing", doRestore)
		return ctx.Err()
	}
	a, err := archive.Open(index)
	if err != nil {
		v.problem(archive.IndexFile, bare(archive.IndexFile, err), advice(err, doRestore))
		return nil
	}
	v.NewestDay, v.Kind = a.Index.Newest(), a.Index.Place.Kind
	whole := true
	load := func(name string) (body []byte) {
		body, ok := v.read(ctx, name)
		if !ok {
			whole = false
			return nil
		}
		repairs := len(a.Repairs)
		if err := a.Load(name, body); err != nil {
			v.problem(name, bare(name, err), advice(err, doRestore))
			whole = false
			return body
		}
		for _, r := range a.Repairs[repairs:] {
			v.problem(name, strings.TrimPrefix(r, name+" "), doPublish)
		}
		return body
	}
	load(archive.ChangeFile)
	load(archive.CountsFile)
	if a.Index.Digests.Digest != "" {
		load(archive.DigestsFile)
	}
	in := map[string]string{} // id → month
	for _, month := range slices.Sorted(maps.Keys(a.Index.Months)) {
		v.verifyMonth(month, load(archive.MonthFile(month)), a.Index, in)
	}
	v.strangeMonths(a.Index)
	v.Papers = len(in)
	if !whole || ctx.Err() != nil {
		return ctx.Err()
	}
	// What a run that was killed left to be done is done again here, in memory; the catalogue is checked after it, for it is made from
	// the months.
	load(archive.CatalogueFile)
	if err := Load(ctx, v.Place, a, a.NeedsCatalogue); err != nil {
		return err
	}
	v.repairs(a)
	v.archive = a
	return nil
}

// repairs tells what the next run will put right, where no file was found to say it of.
func (v *verifier) repairs(a *archive.Archive) {
	for _, r := range a.Repairs {
		name, what, _ := strings.Cut(r, " ")
		if !strings.HasPrefix(name, "archive/") {
			name, what = archive.IndexFile, r
		}
		if !slices.ContainsFunc(v.Problems, func(p Problem) bool { return p.Path == name }) {
			v.problem(name, what, doPublish)
		}
	}
}

// verifyMonth checks what loading does not: that the file is what the index says, and that no paper is in two months or of the future.
func (v *verifier) verifyMonth(month string, body []byte, x archive.Index, in map[string]string) {
	name := archive.MonthFile(month)
	if body == nil {
		return // loading says so
	}
	records, err := archive.DecodeMonth(month, body)
	if err != nil {
		return // likewise
	}
	part := x.Months[month]
	sum := sha256.Sum256(body)
	if hex.EncodeToString(sum[:]) == part.Digest && len(records) != part.Entries {
		v.problem(archive.IndexFile, fmt.Sprintf("counts %d papers in %s, which holds %d", part.Entries, name, len(records)), doRestore)
	}
	for _, r := range records {
		if other, twice := in[r.ID]; twice {
			v.problem(name, fmt.Sprintf("paper %s stands in %s, too", r.ID, archive.MonthFile(other)), "the earlier one counts; "+doRestore)
		}
		in[r.ID] = month
		if r.FirstSeen.After(v.Newest) {
			v.Newest = r.FirstSeen
		}
		for feed, at := range r.Entered {
			if at.Before(r.FirstSeen) {
				v.problem(name, fmt.Sprintf("paper %s entered %s before it was first seen", r.ID, feed), doRestore)
			}
		}
	}
	if n := len(records); n > 0 && hex.EncodeToString(sum[:]) == part.Digest && records[n-1].FirstSeen.After(x.Clock) {
		v.problem(archive.IndexFile, fmt.Sprintf("its clock is behind paper %s of %s", records[n-1].ID, records[n-1].FirstSeen.Format(time.RFC3339)), doRestore)
	}
}

// strangeMonths finds months that the index does not name: an older index was restored.
func (v *verifier) strangeMonths(x archive.Index) {
	for name := range v.listed {
		month, ok := strings.CutSuffix(strings.TrimPrefix(name, "archive/"), ".jsonl.gz")
		if _, err := time.Parse("2006-01", month); !ok || err != nil {
			continue
		}
		if _, known := x.Months[month]; !known {
			v.problem(name, "is not named in "+archive.IndexFile, "paperfeeds publish takes it in")
		}
	}
}
