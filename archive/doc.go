// Package archive keeps every paper ever seen and when it was seen.
//
// In: an archive, the listings of a run, the time of the run, and the rules of membership. Out: the archive with what is new, and the
// files that changed. It never reads a clock, a disk or the network — its files come in and go out as bytes — and never renders.
//
// An archive is opened from its index alone. Months are read only as far as a run touches them: [Archive.Needs] names the files that
// a merge has to see, the caller hands them to [Archive.Load], and so an hourly run costs the same however much has been gathered.
//
//   - archive/YYYY-MM.jsonl.gz: the papers first seen in that month, a line each — the single source of truth
//   - archive/catalogue.gz: a short row for every paper, made from the months, so that feeds can be planned without reading them
//   - archive/counts.json.gz: votes, comments and stars of the days that are still read again
//   - archive/digests.jsonl.gz: what each digest held when it was issued
//   - archive/index.json: names all of these with their digests; putting it closes a change
package archive
