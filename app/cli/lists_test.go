package cli

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// write makes a file of the test and returns its path.
func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// reported makes a project with four reports, of 1 January, 1 March and 20 March
// 2024 and one without a day, as of 31 March, and a motion.
func reported(t *testing.T) string {
	t.Helper()
	p := project(t)
	run(t, 0, "import", write(t, "z.csv", "nr zgłoszenia;kategoria;status;data;lat;lon\n"+
		"A1;parking;Nowe;2024-01-01;50,01;22,01\nA2;parking;Nowe;2024-03-01;50,01;22,02\n"+
		"A3;alcohol;Potwierdzone (wyeliminowane);2024-01-20;;\nA4;alcohol;Nowe;;50,02;22,01\n"),
		"--project", p, "--state-of", "2024-03-31")
	run(t, 0, "import", write(t, "w.csv", "nr;wniosek;data debaty;adresat;kategoria\n1;próg zwalniający;2024-02-01;Zarząd dróg;parking\n"),
		"--project", p, "--as", "notes")
	return p
}

func counts(t *testing.T, o map[string]any, read, added, refused, present int) {
	t.Helper()
	adds(t, o)
	for k, want := range map[string]int{"read": read, "added": added, "refused": refused, "already_present": present} {
		if got := o[k].(float64); got != float64(want) {
			t.Errorf("%s %v, want %d", k, got, want)
		}
	}
}

func TestReactions(t *testing.T) {
	p := reported(t)
	waiting := func(days string, more ...string) []string {
		return sourceIDs(reports(t, p, append([]string{"--without-reaction", days}, more...)...))
	}
	if got := waiting("29"); !reflect.DeepEqual(got, []string{"A1", "A2"}) {
		t.Errorf("before any reaction %v wait for more than 29 days", got)
	}
	if got := waiting("30"); !reflect.DeepEqual(got, []string{"A1"}) {
		t.Errorf("before any reaction %v wait for more than 30 days", got)
	}
	if got := waiting("30", "--undated", "include"); !reflect.DeepEqual(got, []string{"A1", "A4"}) {
		t.Errorf("with those without a day %v wait", got)
	}
	list := "nr zgłoszenia;nr wniosku;data;podmiot;co zrobiono;wynik\n" +
		"A1;;5.01.2024;Straż Gminna;patrol;mandat\n" +
		"A1;;5.01.2024;Straż Gminna;patrol;mandat\n" + // two patrols of a day
		";1;2024-02-11;Zarząd dróg;wizja lokalna;\n" +
		"A2;;31.03.2024;Straż Gminna;rozmowa;\n" +
		"A9;;5.01.2024;Straż Gminna;patrol;\n" +
		"A1;1;5.01.2024;Straż Gminna;patrol;\n" +
		";;5.01.2024;Straż Gminna;patrol;\n" +
		"A1;;31.02.2024;Straż Gminna;patrol;\n" +
		"A1;;;Straż Gminna;patrol;\n" +
		"A1;;5.01.2024;;patrol;\n" +
		"A1;;5.01.2024;Straż Gminna;;\n" +
		";8;5.01.2024;Straż Gminna;patrol;\n"
	path := write(t, "reakcje.csv", list)
	rejects := filepath.Join(t.TempDir(), "odrzucone.csv")
	dry := run(t, 0, "import", path, "--as", "reactions", "--project", p, "--dry-run")
	counts(t, dry, 12, 4, 8, 0)
	if n := len(run(t, 0, "list", "reactions", "--project", p)["reactions"].([]any)); n != 0 {
		t.Errorf("a dry run stored %d reactions", n)
	}
	first := run(t, 0, "import", path, "--as", "reactions", "--project", p, "--rejects", rejects)
	counts(t, first, 12, 4, 8, 0)
	seen := map[string]string{}
	for _, w := range first["warnings"].([]any) {
		w := w.(map[string]any)
		if w["text"] == "" || w["row"].(float64) < 5 {
			t.Errorf("refused without a reason or wrongly: %v", w)
		}
		seen[w["code"].(string)] += "x"
	}
	if want := map[string]string{"value-unknown": "xx", "value-ambiguous": "x", "value-missing": "xxxx", "date-impossible": "x"}; !reflect.DeepEqual(seen, want) {
		t.Errorf("reasons %v, want %v", seen, want)
	}
	again := run(t, 0, "import", path, "--as", "reactions", "--project", p)
	counts(t, again, 12, 0, 8, 4)
	// What was refused comes in once it is mended.
	b, err := os.ReadFile(rejects)
	if err != nil {
		t.Fatal(err)
	}
	mended := write(t, "m.csv", strings.ReplaceAll(string(b), "A9", "A4"))
	counts(t, run(t, 0, "import", mended, "--as", "reactions", "--project", p), 8, 1, 7, 0)

	if got := waiting("29"); len(got) != 0 {
		t.Errorf("after the reactions %v wait", got)
	}
	rs := reports(t, p, "--text", "A1")
	if rs[0]["responsible"] == "" {
		t.Error("nobody is responsible for parking")
	}
	if n := len(rs[0]["reactions"].([]any)); n != 2 {
		t.Errorf("report A1 lists %d reactions", n)
	}
	if _, there := reports(t, p, "--text", "A3")[0]["reactions"]; there {
		t.Error("a report without reactions lists some")
	}
	st := run(t, 0, "stats", "reactions", "--project", p)
	var rows []string
	for _, r := range st["rows"].([]any) {
		r := r.(map[string]any)
		if r["count"].(float64) > 0 {
			rows = append(rows, r["institution"].(string))
		}
		switch r["institution"] {
		case "Straż Gminna":
			// A1 after 4 days, A2 after 30, A4 has no day.
			if r["count"] != 4.0 || r["reports"] != 3.0 || r["median_days"] != 17.0 || r["median_days_motions"] != nil {
				t.Errorf("Straż Gminna: %v", r)
			}
		case "Zarząd dróg":
			if r["count"] != 1.0 || r["motions"] != 1.0 || r["median_days_motions"] != 10.0 || r["open_motions"] != 0.0 {
				t.Errorf("Zarząd dróg: %v", r)
			}
		}
	}
	if want := []string{"Straż Gminna", "Zarząd dróg"}; !reflect.DeepEqual(rows, want) {
		t.Errorf("institutions %v, want %v", rows, want)
	}
	if total := st["total"].(map[string]any); total["open"] != 0.0 || total["count"] != 5.0 {
		t.Errorf("total %v", total)
	}
	run(t, 2, "list", "reports", "--project", p, "--without-reaction", "0")
	run(t, 2, "stats", "nonsense", "--project", p)
	run(t, 1, "import", write(t, "x.csv", "a;b\n1;2\n"), "--as", "reactions", "--project", p)
	if o := run(t, 0, "check", p); o["ok"] != true {
		t.Errorf("check: %v", o)
	}
}
