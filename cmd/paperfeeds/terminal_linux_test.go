package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"unsafe"
)

// onTerminal COMMAND … runs a command whose standard output and error are a terminal, and prints what the terminal was sent. It exits as the
// command does.
func onTerminal() {
	ours, theirs, err := terminal()
	check(err)
	c := exec.Command(os.Args[1], os.Args[2:]...)
	c.Stdout, c.Stderr = theirs, theirs
	check(c.Start())
	check(theirs.Close())
	_, _ = io.Copy(os.Stdout, ours) // ends with an error (EIO) when nobody holds the other side any more
	if c.Wait() != nil {
		os.Exit(c.ProcessState.ExitCode())
	}
}

// terminal opens a pseudo-terminal: our side of it, and that of the program (pts(4)).
func terminal() (ours, theirs *os.File, err error) {
	if ours, err = os.OpenFile("/dev/ptmx", os.O_RDWR, 0); err != nil {
		return nil, nil, err
	}
	var locked, number int32
	for request, value := range map[uintptr]*int32{syscall.TIOCSPTLCK: &locked, syscall.TIOCGPTN: &number} {
		if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, ours.Fd(), request, uintptr(unsafe.Pointer(value))); errno != 0 {
			return nil, nil, fmt.Errorf("pseudo-terminal: %w", errno)
		}
	}
	theirs, err = os.OpenFile("/dev/pts/"+strconv.Itoa(int(number)), os.O_RDWR|syscall.O_NOCTTY, 0)
	return ours, theirs, err
}
