// Pinezka is a desktop map of public-safety threats for a Polish municipality.
// Without arguments it opens its window; pinezka import, print, compare and so on
// do the same work without one.
package main

import (
	"os"

	"pinezka/app"
)

func main() { os.Exit(app.Main(os.Args[1:])) }
