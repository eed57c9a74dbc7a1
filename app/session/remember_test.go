package session

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"pinezka/data"
	"pinezka/data/exchange"
)

func layoutOf(p *ImportPlan) string {
	for _, f := range p.Infos {
		if f.Code == exchange.FoundLayout {
			return f.Value
		}
	}
	return ""
}

func asks(p *ImportPlan) (keys []string) {
	for _, q := range p.Proposal.Questions {
		keys = append(keys, q.Key)
	}
	return keys
}

// TestLayoutIsRemembered: what was answered for an office's list is not asked for
// the next list with the same columns, and its source is proposed.
func TestLayoutIsRemembered(t *testing.T) {
	const head = "nr sprawy;kategoria;data;szerokość;długość;uwagi"
	// Days that can be read both ways, and degrees under each other's name.
	first := writeList(t, "lipiec.csv", head, "a/1;Nieprawidłowe parkowanie;02/07/2026;22,01;50,02;x", "a/2;Nieprawidłowe parkowanie;03/04/2026;22,02;50,03;y")
	s := openSample(t)
	plan := planOf(t, s, first, ImportChoice{})
	if got := asks(plan); !slices.Equal(got, []string{exchange.AskDateOrder, exchange.AskAxes}) || layoutOf(plan) != "" {
		t.Fatalf("the first file asks %v, layout %q", got, layoutOf(plan))
	}
	if _, err := s.Import(context.Background(), plan, nil); err == nil {
		t.Fatal("stored while a question was open")
	}
	importOf(t, s, first, ImportChoice{Source: "Straż Miejska", Answers: map[string]string{exchange.AskDateOrder: "mdy", exchange.AskAxes: exchange.AxesSwap}})

	second := writeList(t, "sierpień.csv", strings.ToUpper(head), "b/1;Nieprawidłowe parkowanie;05/06/2026;22,01;50,02;x")
	next := planOf(t, s, second, ImportChoice{})
	if got := asks(next); len(got) != 0 || layoutOf(next) != "Straż Miejska" || next.Source() != "Straż Miejska" {
		t.Errorf("the next file asks %v, layout %q, source %q", got, layoutOf(next), next.Source())
	}
	done, err := s.Import(context.Background(), next, nil)
	if err != nil || done.Source != "Straż Miejska" {
		t.Fatalf("%+v, %v", done, err)
	}
	r := s.Reports()[len(s.Reports())-1]
	if r.Source.Institution != "Straż Miejska" || r.When.Wall != "2026-05-06" || r.Where.Point.Lat() != 50.02 {
		t.Errorf("stored %+v", r)
	}

	// Another column is another list.
	other := writeList(t, "inny.csv", head+";kwota", "c/1;Nieprawidłowe parkowanie;02/07/2026;22,01;50,02;x;100")
	if p := planOf(t, s, other, ImportChoice{}); layoutOf(p) != "" || len(asks(p)) != 2 {
		t.Errorf("a list with another column is taken for %q and asks %v", layoutOf(p), asks(p))
	}
	// What the numbers tell by themselves is not read as the last file was.
	for name, row := range map[string]string{
		"zgodne.csv": "d/1;Nieprawidłowe parkowanie;02/07/2026;50,02;22,01;x", "metry.csv": "d/2;Nieprawidłowe parkowanie;02/07/2026;244900;715400;x",
	} {
		p := planOf(t, s, writeList(t, name, head, row), ImportChoice{})
		if len(p.Sample) == 1 && s.Bound().Pad(0.1).Contains(p.Sample[0].Where.Point) {
			continue
		}
		if len(asks(p)) == 0 {
			t.Errorf("%s: read without a question at %+v", name, p.Sample)
		}
	}
	if p := planOf(t, s, writeList(t, "zgodne.csv", head, "d/1;Nieprawidłowe parkowanie;02/07/2026;50,02;22,01;x"), ImportChoice{}); p.Proposal.Swapped {
		t.Error("axes that are right are swapped as those of the last file were")
	}
}

// TestEncodingIsRemembered: names of columns that the guessed encoding spoils are
// still those of the earlier file.
func TestEncodingIsRemembered(t *testing.T) {
	s := openSample(t)
	list := func(name, row string) string {
		text, err := charmap.Windows1250.NewEncoder().String("numer;kategoria;data zgłoszenia;źródło;szerokość;długość\n" + row + " ¤\n")
		if err != nil {
			t.Fatal(err)
		}
		return writeList(t, name, text)
	}
	first := list("a.csv", "1;Nieprawidłowe parkowanie;2026-07-25;gmina;50,02;22,01")
	plan := planOf(t, s, first, ImportChoice{})
	if !slices.Contains(asks(plan), exchange.AskEncoding) {
		t.Fatalf("the first file asks %v", asks(plan))
	}
	// What the user says goes, and spoils the name of a column as it did before.
	importOf(t, s, first, ImportChoice{Source: "Urząd", Encoding: "iso-8859-2"})
	next := planOf(t, s, list("b.csv", "2;Nieprawidłowe parkowanie;2026-07-26;gmina;50,02;22,01"), ImportChoice{})
	if next.Proposal.Open() || next.Proposal.Encoding != "iso-8859-2" || layoutOf(next) != "Urząd" {
		t.Errorf("asks %v, read as %s, layout %q", asks(next), next.Proposal.Encoding, layoutOf(next))
	}
}

// TestCategoriesAreLearned: a name is explained once. The next file needs no word,
// and undo takes the reports back, not the knowledge nor anything else.
func TestCategoriesAreLearned(t *testing.T) {
	s := openSample(t)
	before := len(s.Reports())
	rows := func(ids ...string) []string {
		out := []string{"numer;data;typ;miejsce"}
		for _, id := range ids {
			out = append(out, id+"1;2026-03-01;PORZĄDKOWA;Seniora", id+"2;2026-03-01;blokada|koła;Zimowa", id+"3;2026-03-01;HANDEL;Letnia")
		}
		return out
	}
	path := writeList(t, "a.csv", rows("a")...)
	plan := planOf(t, s, path, ImportChoice{})
	if got := plan.UnknownCategories(); !maps.Equal(got, map[string]int{"PORZĄDKOWA": 1, "blokada|koła": 1, "HANDEL": 1}) {
		t.Fatalf("unknown %v", got)
	}
	choice := ImportChoice{Answers: map[string]string{
		exchange.AskCategory + "PORZĄDKOWA": "dumps", exchange.AskCategory + "blokada|koła": "parking", exchange.AskCategory + "HANDEL": exchange.LeaveCategory,
	}}
	if _, ok := s.Catalogue().Category("dumps"); !ok {
		t.Fatal("the catalogue has no category dumps")
	}
	plan = planOf(t, s, path, choice)
	if got := plan.UnknownCategories(); len(got) != 0 {
		t.Errorf("still asked for: %v", got)
	}
	done, err := s.Import(context.Background(), plan, nil)
	if err != nil {
		t.Fatal(err)
	}
	categories := func(id data.ImportID) string {
		var out []string
		for _, r := range s.Reports() {
			if r.Import == id {
				out = append(out, r.CategoryWritten+"="+string(r.Category))
			}
		}
		return strings.Join(out, " ")
	}
	const want = "PORZĄDKOWA=dumps blokada|koła=parking HANDEL="
	if got := categories(done.ID); got != want {
		t.Errorf("stored %s", got)
	}
	next := planOf(t, s, writeList(t, "b.csv", rows("b")...), ImportChoice{})
	if got := next.UnknownCategories(); len(got) != 0 {
		t.Errorf("the next file asks for %v", got)
	}
	second, err := s.Import(context.Background(), next, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := categories(second.ID); got != want {
		t.Errorf("then stored %s", got)
	}
	// Undone, closed, opened: the reports are gone, the words are known.
	for range 2 {
		if err := s.Undo(); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Open(s.Path()); err != nil {
		t.Fatal(err)
	}
	if got := len(s.Reports()); got != before {
		t.Errorf("%d reports, want %d", got, before)
	}
	if id, ok := s.Catalogue().FindCategory("porządkowa"); !ok || id != "dumps" {
		t.Errorf("the name means %q, %v", id, ok)
	}
	// An answer may be changed; the category's own names stay its own.
	choice.Answers = map[string]string{exchange.AskCategory + "PORZĄDKOWA": "vandalism", exchange.AskCategory + "Nieprawidłowe parkowanie": "vandalism"}
	importOf(t, s, writeList(t, "c.csv", rows("c")...), choice)
	if id, _ := s.Catalogue().FindCategory("porządkowa"); id != "vandalism" {
		t.Errorf("the name means %q", id)
	}
	if id, _ := s.Catalogue().FindCategory("Nieprawidłowe parkowanie"); id != "parking" {
		t.Errorf("a category's own name means %q", id)
	}
}
