//go:build !windows

package app

import (
	"fmt"
	"os"
)

// tell says something before there is a window.
func tell(text string) { fmt.Fprintln(os.Stderr, text) }
