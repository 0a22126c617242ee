package store_test

import (
	"fmt"
	"sync"
	"testing"

	"paperfeeds/store"
)

// fill puts files of 10 kB, as many at once as workers, into folders of 100.
func fill(b *testing.B, folder *store.Folder, files, workers int, flush bool) {
	b.Helper()
	work := make(chan int)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			body := make([]byte, 10_000)
			for i := range work {
				copy(body, fmt.Sprint(i))
				file := store.File{Path: fmt.Sprintf("orgs/o%03d/%d.rss", i/100, i), Body: body, Sync: flush}
				if _, err := folder.Put(b.Context(), file, store.Condition{IfAbsent: true}); err != nil {
					b.Error(err)
				}
			}
		})
	}
	for i := range files {
		work <- i
	}
	close(work)
	wg.Wait()
}

func BenchmarkFolderPut1000(b *testing.B) {
	for _, flush := range []bool{false, true} {
		for _, workers := range []int{1, 8} {
			b.Run(fmt.Sprintf("sync=%v/workers=%d", flush, workers), func(b *testing.B) {
				for b.Loop() {
					b.StopTimer()
					folder, err := store.OpenFolder(b.TempDir())
					if err != nil {
						b.Fatal(err)
					}
					b.StartTimer()
					fill(b, folder, 1000, workers, flush)
				}
			})
		}
	}
}

func BenchmarkFolder10000(b *testing.B) {
	folder, err := store.OpenFolder(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	fill(b, folder, 10_000, 8, false)
	b.Run("list", func(b *testing.B) {
		for b.Loop() {
			if objects, err := folder.List(b.Context(), ""); err != nil || len(objects) != 10_000 {
				b.Fatal(len(objects), err)
			}
		}
	})
	b.Run("lock", func(b *testing.B) { // sweeps through all of it
		for b.Loop() {
			unlock, err := folder.Lock(b.Context())
			if err != nil {
				b.Fatal(err)
			}
			if err := unlock(); err != nil {
				b.Fatal(err)
			}
		}
	})
}
