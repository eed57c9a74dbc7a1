package gpkg

import (
	"bufio"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pinezka/data"
)

// The writer is the test binary itself, started with writeForever set to a project
// and writeSeed to a number. killsWanted asks for more kills than usual.
const (
	writeForever = "PINEZKA_TEST_WRITE"
	writeSeed    = "PINEZKA_TEST_SEED"
	killsWanted  = "PINEZKA_KILLS"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(writeForever); path != "" {
		if err := keepWriting(path, os.Getenv(writeSeed)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// keepWriting adds, changes and deletes reports, imports lists, undoes and redoes.
// Before each step it says what it will do, as far as it knows, and after the
// commit what it did, in lines that model.take understands.
func keepWriting(path, seed string) error {
	ctx := context.Background()
	n, err := strconv.ParseUint(seed, 10, 64)
	if err != nil {
		return err
	}
	rnd := rand.New(rand.NewPCG(n, 1))
	p, err := Open(ctx, path, Options{User: "writer"})
	if err != nil {
		return err
	}
	if n%2 == 1 {
		// A small cache spills into the file long before the commit, as a large import
		// does; a large one leaves the file alone until then.
		if _, _, err := p.c.exec(ctx, "PRAGMA cache_size = 16"); err != nil {
			return err
		}
	}
	out := bufio.NewWriter(os.Stdout)
	say := func(format string, args ...any) error {
		fmt.Fprintf(out, format+"\n", args...)
		return out.Flush()
	}
	var own []data.Report // added by this writer and there still
	for step := 0; ; step++ {
		word := fmt.Sprintf("%d-%d", n, step)
		switch what := rnd.IntN(10); {
		case what < 4 || len(own) == 0:
			r := report(step)
			r.Text = word
			if err := say("will add %s", word); err != nil {
				return err
			}
			done, err := p.Apply(ctx, data.Add(data.LabelAddReport, &r))
			if err != nil {
				return err
			}
			own = append(own, *done.After[0].(*data.Report))
			err = say("did")
			if err != nil {
				return err
			}
		case what < 6:
			i := rnd.IntN(len(own))
			after := own[i]
			after.Text, after.Where = word, data.At(22+rnd.Float64(), 50+rnd.Float64())
			if err := say("will change %s %s", own[i].Text, word); err != nil {
				return err
			}
			if _, err := p.Apply(ctx, data.Replace(data.LabelChangeReport, &own[i], &after)); err != nil {
				return err
			}
			own[i] = after
			if err := say("did"); err != nil {
				return err
			}
		case what < 7:
			i := rnd.IntN(len(own))
			if err := say("will delete %s", own[i].Text); err != nil {
				return err
			}
			if _, err := p.Apply(ctx, data.Delete(data.LabelDeleteReport, &own[i])); err != nil {
				return err
			}
			// Back and forth: undo brings it back, redo takes it away again.
			if err := say("did\nwill add %s", own[i].Text); err != nil {
				return err
			}
			if _, err := p.Undo(ctx); err != nil {
				return err
			}
			if err := say("did\nwill delete %s", own[i].Text); err != nil {
				return err
			}
			if _, err := p.Redo(ctx); err != nil {
				return err
			}
			own = slices.Delete(own, i, i+1)
			if err := say("did"); err != nil {
				return err
			}
		default:
			rows := numbered(50 + rnd.IntN(800))
			for i := range rows {
				rows[i].Report.Text = word + "/" + strconv.Itoa(i)
				rows[i].Key = "id:" + rows[i].Report.Text
			}
			if err := say("will import %s %d", word, len(rows)); err != nil {
				return err
			}
			if _, err := p.Import(ctx, data.Import{File: "a.csv", Source: "straż"}, ImportOptions{}, seq(rows)); err != nil {
				return err
			}
			if err := say("did"); err != nil {
				return err
			}
			if rnd.IntN(3) == 0 {
				if err := say("will undo %s %d", word, len(rows)); err != nil {
					return err
				}
				if _, err := p.Undo(ctx); err != nil {
					return err
				}
				if err := say("did"); err != nil {
					return err
				}
			}
		}
	}
}

// model is what must be in the project: the texts of its reports.
type model map[string]bool

// do takes a step over: "add W", "change W X", "delete W", "import W N", "undo W N".
func (m model) do(t testing.TB, step string) {
	t.Helper()
	f := strings.Fields(step)
	number := func() int {
		n, err := strconv.Atoi(f[2])
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	switch f[0] {
	case "add":
		m[f[1]] = true
	case "change":
		delete(m, f[1])
		m[f[2]] = true
	case "delete":
		delete(m, f[1])
	case "import":
		for i := range number() {
			m[f[1]+"/"+strconv.Itoa(i)] = true
		}
	case "undo":
		for i := range number() {
			delete(m, f[1]+"/"+strconv.Itoa(i))
		}
	default:
		t.Fatalf("step %q", step)
	}
}

// TestKillLosesNothingCommitted kills a writer at instants that a seed picks. After
// each kill the file is sound, every step that the writer said it had done is
// there, and the one that it was at is there wholly or not at all. `make check`
// kills two hundred times.
func TestKillLosesNothingCommitted(t *testing.T) {
	kills := 20
	if s := os.Getenv(killsWanted); s != "" {
		var err error
		if kills, err = strconv.Atoi(s); err != nil {
			t.Fatalf("%s: %v", killsWanted, err)
		}
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(7, 2))
	var path string
	var must model
	within := 0 // kills within a step
	for kill := range kills {
		if kill%20 == 0 { // else checks would grow with the file
			p := onDisk(t)
			closeProject(t, p)
			path, must = p.Path(), model{}
		}
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), writeForever+"="+path, fmt.Sprintf("%s=%d", writeSeed, kill))
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		doing := ""
		take := func() bool {
			if !lines.Scan() {
				return false
			}
			if step, ok := strings.CutPrefix(lines.Text(), "will "); ok {
				doing = step
			} else if lines.Text() == "did" && doing != "" {
				must.do(t, doing)
				doing = ""
			} else {
				t.Fatalf("the writer says %q", lines.Text())
			}
			return true
		}
		for range 1 + rnd.IntN(30) {
			if !take() {
				t.Fatalf("kill %d: the writer ended by itself", kill)
			}
		}
		time.Sleep(time.Duration(rnd.IntN(12_000)) * time.Microsecond)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for take() { // what it said before it died
		}
		if err := cmd.Wait(); err == nil {
			t.Fatal("the writer was not killed")
		}
		if doing != "" {
			within++
		}
		must = checkKilled(t, path, must, doing)
		if t.Failed() {
			t.Fatalf("after kill %d, while it was to %q", kill, doing)
		}
	}
	if within < kills/4 {
		t.Errorf("only %d of %d kills came within a step", within, kills)
	}
	// A journal that the last kill left unfinished goes with the next write.
	p := open(t, path, Options{})
	r := report(1)
	apply(t, p, data.Add(data.LabelAddReport, &r))
	closeProject(t, p)
	wantFiles(t, filepath.Dir(path), "gmina.gpkg")
}

// checkKilled checks a file whose writer was killed, and returns what is in it.
func checkKilled(t *testing.T, path string, must model, doing string) model {
	t.Helper()
	c, err := CheckFile(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	if !c.OK {
		t.Errorf("check: %+v", c)
	}
	db := openSQL(t, path)
	defer db.Close()
	if s := scalar[string](t, db, "PRAGMA integrity_check"); s != "ok" {
		t.Errorf("integrity_check: %s", s)
	}
	rows, err := db.Query("SELECT text FROM reports")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	is := model{}
	n := 0
	for ; rows.Next(); n++ {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		is[text] = true
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	if n != len(is) {
		t.Errorf("%d reports, %d of them different", n, len(is))
	}
	if maps.Equal(is, must) {
		return is
	}
	if doing != "" {
		must = maps.Clone(must)
		must.do(t, doing)
		if maps.Equal(is, must) {
			return is
		}
	}
	missing, extra := 0, 0
	for text := range must {
		if !is[text] {
			missing++
		}
	}
	for text := range is {
		if !must[text] {
			extra++
		}
	}
	t.Errorf("of %d reports %d are missing, and %d are there that should not be", len(must), missing, extra)
	return is
}
