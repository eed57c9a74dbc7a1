package notes

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pinezka/assets"
	"pinezka/data"
)

func catalogue(t testing.TB) *data.Catalogue {
	t.Helper()
	c, err := data.ReadCatalogue(assets.Catalogue())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// expectedDocument is what was written down by hand.
type expectedDocument struct {
	Debates []struct {
		Title   string         `json:"title"`
		Date    *string        `json:"date"`
		Kind    string         `json:"kind"`
		Place   string         `json:"place"`
		Start   string         `json:"start"`
		Present *int           `json:"present"`
		Neither []string       `json:"neither"`
		Items   []expectedItem `json:"items"`
	} `json:"debates"`
}

type expectedItem struct {
	ID            string         `json:"id"`
	Type          ItemKind       `json:"type"`
	Text          string         `json:"text"`
	Category      *int           `json:"category"`
	Also          []int          `json:"category_also"`
	Question      string         `json:"question"`
	Pin           bool           `json:"pin"`
	AddresseeCode *AddresseeCode `json:"addressee_code"`
	Deadline      *string        `json:"deadline"`
	State         string         `json:"state"`
	Support       int            `json:"support"`
}

func expectedOf(t *testing.T, dir string) map[string]expectedDocument {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var e struct {
		Documents map[string]expectedDocument `json:"documents"`
	}
	if err := json.Unmarshal(b, &e); err != nil {
		t.Fatal(err)
	}
	if len(e.Documents) == 0 {
		t.Fatalf("%s expects nothing", dir)
	}
	return e.Documents
}

// anywhere is a Locator for tests: everything has a place and may be pinned.
type anywhere struct{}

func (anywhere) Locate(string, string) Place { return Place{IDs: "street:S001", Pin: true} }

// counts are the figures of score.py, counted in the same way.
type counts struct {
	debates, debatesFound, debatesExtra      int
	motions, motionsRight, notes, notesRight int
	found, extra, extraMotions, neither      int
	inDebate, category, addressee, deadline  int
	foundMotions, delicate, pinnedWrongly    int
	heads, headsRight                        int // kind, number of people, hour: not in score.py
	states, statesRight                      int
	wrong                                    []string
}

var (
	scoreWord    = regexp.MustCompile(`[\pL\pN_]+`)
	scoreDivided = regexp.MustCompile(`([\pL\pN_])-\s*\n\s*([\pL\pN_])`)
)

func scoreWords(s string) map[string]int {
	out := map[string]int{}
	for _, w := range scoreWord.FindAllString(scoreDivided.ReplaceAllString(strings.ToLower(s), "$1$2"), -1) {
		out[w]++
	}
	return out
}

func size(m map[string]int) (n int) {
	for _, v := range m {
		n += v
	}
	return n
}

func f1(a, b string) float64 {
	x, y := scoreWords(a), scoreWords(b)
	common := 0
	for w, n := range x {
		common += min(n, y[w])
	}
	return 2 * float64(common) / float64(max(size(x)+size(y), 1))
}

func same(a, b *string) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

// score reads the documents of a folder and counts by the rules of its README.
func score(t *testing.T, dir string) *counts {
	t.Helper()
	c := &counts{}
	cat := catalogue(t)
	for name, e := range expectedOf(t, dir) {
		doc, err := Read(context.Background(), filepath.Join(dir, name), Options{Catalogue: cat, Locator: anywhere{}})
		if err != nil {
			t.Error(err)
			continue
		}
		c.document(name, e, doc.Answer(cat))
	}
	slices.Sort(c.wrong)
	return c
}

func (c *counts) document(name string, e expectedDocument, a Answer) {
	wrong := func(format string, args ...any) { c.wrong = append(c.wrong, name+": "+fmt.Sprintf(format, args...)) }
	type got struct {
		d *AnswerDebate
		i *AnswerItem
	}
	var pool []got
	for i := range a.Debates {
		for k := range a.Debates[i].Items {
			pool = append(pool, got{&a.Debates[i], &a.Debates[i].Items[k]})
		}
	}
	c.debates += len(e.Debates)
	c.debatesExtra += max(0, len(a.Debates)-len(e.Debates))
	type pair struct {
		f1       float64
		d, x, at int
	}
	var pairs []pair
	for di, d := range e.Debates {
		at := slices.IndexFunc(a.Debates, func(g AnswerDebate) bool { return same(g.Date, d.Date) })
		if at >= 0 {
			c.debatesFound++
			g := a.Debates[at]
			c.heads += 3
			for _, ok := range []bool{string(g.Kind) == d.Kind, g.Start == d.Start, (g.Present == nil) == (d.Present == nil) && (g.Present == nil || *g.Present == *d.Present)} {
				if ok {
					c.headsRight++
				} else {
					wrong("head of %v: kind %s start %s present %v", g.Title, g.Kind, g.Start, g.Present)
				}
			}
		} else {
			wrong("debate of %v not found", d.Title)
		}
		for xi, x := range d.Items {
			for k, g := range pool {
				if f := f1(x.Text, g.i.Text); f >= 0.8 {
					pairs = append(pairs, pair{f, di, xi, k})
				}
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(b.f1, a.f1) })
	seen, used := map[[2]int]int{}, map[int]bool{}
	for _, p := range pairs {
		if _, ok := seen[[2]int{p.d, p.x}]; !ok && !used[p.at] {
			seen[[2]int{p.d, p.x}] = p.at
			used[p.at] = true
		}
	}
	for di, d := range e.Debates {
		for xi, x := range d.Items {
			if x.Type == KindMotion {
				c.motions++
			} else {
				c.notes++
			}
			at, ok := seen[[2]int{di, xi}]
			if !ok {
				wrong("%s not found: %s", x.ID, x.Text)
				continue
			}
			g := pool[at]
			c.found++
			switch {
			case g.i.Type != x.Type:
				wrong("%s is a %s, read as %s: %s", x.ID, x.Type, g.i.Type, x.Text)
			case x.Type == KindMotion:
				c.motionsRight++
			default:
				c.notesRight++
			}
			if same(g.d.Date, d.Date) {
				c.inDebate++
			}
			right := x.Category == nil && g.i.Category == nil || g.i.Category != nil && (x.Category != nil && *x.Category == *g.i.Category || slices.Contains(x.Also, *g.i.Category))
			if right {
				c.category++
			} else {
				wrong("%s category %q: %s", x.ID, g.i.CategoryCode, x.Text)
			}
			if x.Question == Sensitive {
				c.delicate++
				if g.i.Pin {
					c.pinnedWrongly++
					wrong("%s pinned: %s", x.ID, x.Text)
				}
			} else if g.i.Question == Sensitive {
				wrong("%s is not sensitive: %s", x.ID, x.Text)
			}
			if x.Type != KindMotion {
				continue
			}
			c.foundMotions++
			if x.State != "" || g.i.State != "" {
				c.states++
				if x.State == g.i.State {
					c.statesRight++
				} else {
					wrong("%s state %q, want %q: %s", x.ID, g.i.State, x.State, g.i.Answer)
				}
			}
			if x.Support != g.i.Support {
				wrong("%s support %d, want %d", x.ID, g.i.Support, x.Support)
			}
			if x.AddresseeCode == nil && g.i.AddresseeCode == nil || x.AddresseeCode != nil && g.i.AddresseeCode != nil && *x.AddresseeCode == *g.i.AddresseeCode {
				c.addressee++
			} else {
				wrong("%s addressee %q: %s", x.ID, g.i.Addressee, x.Text)
			}
			if same(x.Deadline, g.i.Deadline) {
				c.deadline++
			} else {
				wrong("%s deadline %v (%s): %s", x.ID, g.i.Deadline != nil, g.i.DeadlineText, x.Text)
			}
		}
		for _, q := range d.Neither {
			if slices.ContainsFunc(pool, func(g got) bool { return f1(q, g.i.Text) >= 0.8 }) {
				c.neither++
				wrong("neither note nor motion: %s", q)
			}
		}
	}
	for k, g := range pool {
		if !used[k] {
			c.extra++
			if g.i.Type == KindMotion {
				c.extraMotions++
			}
			wrong("too many: %s %s", g.i.Type, g.i.Text)
		}
	}
}

func (c *counts) String() string {
	return fmt.Sprintf("debates %d/%d (+%d); motions %d/%d, notes %d/%d, found %d, extra %d (motions %d), of them neither %d; of the found: in its debate %d, category %d/%d, addressee %d/%d, deadline %d/%d; sensitive pinned %d/%d; heads %d/%d; states %d/%d",
		c.debatesFound, c.debates, c.debatesExtra, c.motionsRight, c.motions, c.notesRight, c.notes, c.found, c.extra, c.extraMotions, c.neither,
		c.inDebate, c.category, c.found, c.addressee, c.foundMotions, c.deadline, c.foundMotions, c.pinnedWrongly, c.delicate, c.headsRight, c.heads, c.statesRight, c.states)
}

// TestOracle holds the reading of the documents against what was written down by
// hand. PINEZKA_NOTES names another folder of the same form.
func TestOracle(t *testing.T) {
	c := score(t, folder())
	t.Log(c)
	for _, w := range c.wrong {
		t.Log(w)
	}
	share := func(what string, got, of int, want float64) {
		if float64(got) < want*float64(of) {
			t.Errorf("%s: %d of %d, want at least %.0f %%", what, got, of, 100*want)
		}
	}
	share("debates", c.debatesFound, c.debates, 1)
	share("motions", c.motionsRight, c.motions, 38.0/42)
	share("notes", c.notesRight, c.notes, 16.0/20)
	share("category", c.category, c.found, 0.85)
	share("addressee", c.addressee, c.foundMotions, 0.9)
	share("deadline", c.deadline, c.foundMotions, 0.85)
	if 62*c.extra > 6*(c.motions+c.notes) || c.neither > 0 || c.pinnedWrongly > 0 || c.debatesExtra > 0 {
		t.Errorf("too many: items %d, neither %d, debates %d; sensitive ones pinned %d", c.extra, c.neither, c.debatesExtra, c.pinnedWrongly)
	}
}
