//go:build !linux

package main

import "errors"

// onTerminal is for scripts that only Linux runs.
func onTerminal() { check(errors.New("no pseudo-terminals here")) }
