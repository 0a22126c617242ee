//go:build unix

package publisher_test

import (
	"syscall"
	"time"
)

// cpuTime is what the process has used so far, which a busy machine changes less than the time of day.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
