package main

import (
	"bytes"
	"strings"
	"testing"
)

func TestSum(t *testing.T) {
	for _, c := range []struct {
		name, in, last string
		exit           int
	}{
		{"good", `{"Action":"pass","Package":"p","Test":"A"}
{"Action":"pass","Package":"p"}`, "1 run, 0 skipped", 0},
		{"failed", `{"Action":"output","Package":"p","Test":"A","Output":"why\n"}
{"Action":"fail","Package":"p","Test":"A"}
{"Action":"fail","Package":"p"}`, "1 run, 0 skipped", 1},
		{"skipped", `{"Action":"skip","Package":"p","Test":"A"}
{"Action":"pass","Package":"p"}`, "1 run, 1 skipped", 1},
		{"nothing", `{"Action":"skip","Package":"p"}`, "0 run, 0 skipped", 1},
		{"not built", `{"Action":"build-fail","ImportPath":"p"}
{"Action":"fail","Package":"p"}`, "0 run, 0 skipped", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out bytes.Buffer
			if got := sum(strings.NewReader(c.in), &out); got != c.exit {
				t.Errorf("exit %d, want %d", got, c.exit)
			}
			lines := strings.Split(strings.TrimSpace(out.String()), "\n")
			if got := lines[len(lines)-1]; got != c.last {
				t.Errorf("closing line %q, want %q", got, c.last)
			}
			if c.name == "failed" && !strings.Contains(out.String(), "why") {
				t.Error("the output of the failed test is missing")
			}
		})
	}
}
