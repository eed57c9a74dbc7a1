package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const oracle14 = "../../data/testdata/oracle/14-places"

// lines does a command that writes an object a line.
func lines(t *testing.T, args ...string) []map[string]any {
	t.Helper()
	var out, errs bytes.Buffer
	if got := Run(context.Background(), append(args, "--json"), &out, &errs, Options{Version: "test"}); got != 0 {
		t.Fatalf("pinezka %s: exit %d: %s", strings.Join(args, " "), got, errs.String())
	}
	var objects []map[string]any
	for line := range strings.Lines(out.String()) {
		o := map[string]any{}
		if err := json.Unmarshal([]byte(line), &o); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		objects = append(objects, o)
	}
	return objects
}

// TestPlaces: a line for each sentence of a list, with its number, in the form of
// the oracle.
func TestPlaces(t *testing.T) {
	list := lines(t, "places", "--gazetteer", oracle14, "--phrases", filepath.Join(oracle14, "phrases.csv"))
	if len(list) != 271 || list[270]["nr"] != 271.0 {
		t.Fatalf("%d answers", len(list))
	}
	one := lines(t, "places", "na rogu Zimowej i Jesiennej", "--gazetteer", oracle14)
	if len(one) != 1 || one[0]["nr"] != 1.0 || one[0]["question"] != "-" || len(one[0]["candidates"].([]any)) != 0 {
		t.Fatalf("%v", one)
	}
	if p := one[0]["places"].([]any); len(p) != 1 || p[0] != "crossing:S058+S013" {
		t.Errorf("%v", p)
	}
	which := lines(t, "places", "Koło Biedronki piją.", "--gazetteer", oracle14)[0]
	if c := which["candidates"].([]any); which["question"] != "which" || len(c) != 2 || c[0] != "poi:P029" {
		t.Errorf("%v", which)
	}
	lost := lines(t, "places", "Na Hetmańskiej kałuże.", "--gazetteer", oracle14)[0]
	if w := lost["not_located"].([]any); lost["question"] != "where" || len(w) != 1 || w[0] != "Hetmańskiej" {
		t.Errorf("%v", lost)
	}
}

// namesOf returns the question and the names of an answer.
func namesOf(o map[string]any) string {
	out := o["question"].(string)
	for _, d := range o["place_details"].([]any) {
		out += " " + d.(map[string]any)["name"].(string)
	}
	return out
}

// TestPlacesOfProject: the names of the base map, with points.
func TestPlacesOfProject(t *testing.T) {
	dir := t.TempDir()
	p := run(t, 0, "sample", dir)["project"].(string)
	o := lines(t, "places", "Na Rejtana 36 zastawiona droga", "--project", p)[0]
	d := o["place_details"].([]any)
	if len(d) != 1 || o["question"] != "-" {
		t.Fatalf("%v", o)
	}
	x := d[0].(map[string]any)
	if x["name"] != "Aleja Tadeusza Rejtana 36" || x["kind"] != "address" || x["lon"].(float64) < 22 || x["lat"].(float64) < 50 || x["place"] != o["places"].([]any)[0] {
		t.Errorf("%v", x)
	}
	// An extract knows as much as the oracle's tables of it.
	phrases := filepath.Join(oracle14, "phrases.csv")
	tables := lines(t, "places", "--gazetteer", oracle14, "--phrases", phrases)
	facts := lines(t, "places", "--project", p, "--phrases", phrases)
	differ := 0
	for i := range tables {
		if a, b := namesOf(tables[i]), namesOf(facts[i]); a != b {
			differ++
			t.Logf("%s: %s, by the extract %s", tables[i]["phrase"], a, b)
		}
	}
	if differ > len(tables)/50 {
		t.Errorf("%d of %d answers differ", differ, len(tables))
	}
	// Without a base map there are no names, and a street is still none of ours.
	if o := lines(t, "places", "Na Rejtana dziura", "--project", project(t))[0]; o["question"] != "where" {
		t.Errorf("%v", o)
	}
}

func TestPlacesRefuses(t *testing.T) {
	broken := filepath.Join(t.TempDir(), "f.csv")
	if err := os.WriteFile(broken, []byte("a,b\n1,2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, 2, "places", "Rejtana")
	run(t, 2, "places", "--gazetteer", oracle14)
	run(t, 2, "places", "Rejtana", "--gazetteer", oracle14, "--project", "x.gpkg")
	run(t, 2, "places", "Rejtana", "--gazetteer", oracle14, "--phrases", broken)
	run(t, 2, "places", "--gazetteer", oracle14, "--phrases", broken)
	run(t, 1, "places", "Rejtana", "--gazetteer", t.TempDir())
}
