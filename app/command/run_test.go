package command

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"pinezka": func() {
			os.Exit(Run(context.Background(), os.Args[1:], os.Stdout, os.Stderr, Options{Version: "test"}))
		},
	})
}

// TestScripts runs whole sittings at the command line.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata"})
}

const cases = "../../data/testdata/cases"

// run runs a command with --json, wants an exit code, and reads the answer into
// a value.
func run(t *testing.T, code int, into any, args ...string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	got := Run(context.Background(), append([]string{"--json"}, args...), &stdout, &stderr, Options{Version: "test"})
	if got != code {
		t.Fatalf("%q: exit code %d, want %d\n%s%s", args, got, code, stdout.String(), stderr.String())
	}
	dec := json.NewDecoder(&stdout)
	if into == nil {
		into = new(map[string]any)
	}
	if err := dec.Decode(into); err != nil {
		t.Fatalf("%q: %v", args, err)
	}
	if dec.More() {
		t.Fatalf("%q writes more than one object", args)
	}
}

// newProject makes an empty project for Błonie, where most cases lie.
func newProject(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "projekt.gpkg")
	run(t, 0, nil, "new", path, "--name", "Gmina próbna")
	return path
}

// expected reads a case's own expected.json.
func expected(t *testing.T, name string, into any) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(cases, name, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, into); err != nil {
		t.Fatal(err)
	}
}

// imported is the answer of import.
type imported struct {
	Read           int            `json:"read"`
	OnMap          int            `json:"on_map"`
	WithoutPlace   int            `json:"without_place"`
	Refused        int            `json:"refused"`
	AlreadyPresent int            `json:"already_present"`
	Updated        int            `json:"updated"`
	Encoding       string         `json:"encoding"`
	Separator      string         `json:"separator"`
	CRS            string         `json:"crs"`
	Infos          []finding      `json:"infos"`
	Warnings       []finding      `json:"warnings"`
	Errors         []fault        `json:"errors"`
	Questions      []question     `json:"questions"`
	Unknown        map[string]int `json:"unknown_categories"`
}

type finding struct {
	Code, Text, Value string
	Row               int
}

// addsUp checks that no record is lost.
func (r imported) addsUp(t *testing.T) {
	t.Helper()
	if r.Read != r.OnMap+r.WithoutPlace+r.Refused+r.AlreadyPresent {
		t.Errorf("read %d is not %d on the map + %d without place + %d refused + %d already present", r.Read, r.OnMap, r.WithoutPlace, r.Refused, r.AlreadyPresent)
	}
}

// listed is the answer of list reports.
type listed struct {
	Count   int         `json:"count"`
	Undated int         `json:"undated_left_out"`
	Reports []reportRow `json:"reports"`
}
