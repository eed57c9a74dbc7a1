// Testsum reads the output of go test -json and closes with one line that says
// how many tests ran and how many were skipped. It prints a line for a package
// and the whole output of what failed, and exits with 1 when anything failed,
// when nothing ran or when a test was skipped: a skipped test proves nothing.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	os.Exit(sum(os.Stdin, os.Stdout))
}

// event is a line of go test -json.
type event struct {
	Action, Package, Test, Output string
	Elapsed                       float64
	ImportPath                    string // of build output
}

func sum(r io.Reader, w io.Writer) int {
	in := bufio.NewScanner(r)
	in.Buffer(make([]byte, 1<<20), 1<<26)
	output := map[string][]string{}
	run, failed, skipped, broken := 0, 0, 0, 0
	for in.Scan() {
		var e event
		if json.Unmarshal(in.Bytes(), &e) != nil {
			fmt.Fprintln(w, in.Text())
			continue
		}
		key := e.Package + "\x00" + e.Test
		switch e.Action {
		case "output":
			output[key] = append(output[key], e.Output)
		case "build-output":
			fmt.Fprint(w, e.Output)
		case "build-fail":
			broken++
		case "pass", "fail", "skip":
			if e.Test == "" {
				switch {
				case e.Action == "fail":
					broken++
					fmt.Fprint(w, strings.Join(output[key], ""))
					fmt.Fprintf(w, "FAIL\t%s\t%.1fs\n", e.Package, e.Elapsed)
				case e.Action == "skip":
					fmt.Fprintf(w, "?   \t%s\t[no test files]\n", e.Package)
				default:
					fmt.Fprintf(w, "ok  \t%s\t%.1fs\n", e.Package, e.Elapsed)
				}
				break
			}
			run++
			switch e.Action {
			case "fail":
				failed++
				fmt.Fprint(w, strings.Join(output[key], ""))
			case "skip":
				skipped++
				fmt.Fprint(w, strings.Join(output[key], ""))
			}
			delete(output, key)
		}
	}
	if err := in.Err(); err != nil {
		fmt.Fprintln(w, "testsum:", err)
		return 1
	}
	if failed > 0 || broken > 0 {
		fmt.Fprintf(w, "%d failed, %d packages with faults\n", failed, broken)
	}
	fmt.Fprintf(w, "%d run, %d skipped\n", run, skipped)
	if failed > 0 || broken > 0 || skipped > 0 || run == 0 {
		return 1
	}
	return 0
}
