package gazetteer_test

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pinezka/data/gazetteer"
)

// TestOtherNames holds the same marks over another town's names and sentences.
func TestOtherNames(t *testing.T) {
	dir := filepath.Join("..", "testdata", "places-inny")
	r := run(t, dir, load(t, dir))
	r.log(t)
	if r.recall() < 0.90 || r.precision() < 0.95 || ratio(r.whole, r.n) < 0.85 || r.sensitive > 0 || ratio(r.pinned, r.n) > 0.02 || ratio(r.needless, r.quiet) > 0.05 {
		t.Error("below the marks of oracle 14")
	}
}

// TestWithoutDictionary: the rules of suffixes alone must not pin what is
// sensitive, and still find most.
func TestWithoutDictionary(t *testing.T) {
	dir := filepath.Join("..", "testdata", "oracle", "14-places")
	in, err := gazetteer.ReadFolder(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	r := run(t, dir, gazetteer.New(in, nil))
	if r.recall() < 0.6 {
		t.Errorf("recall %.3f", r.recall())
	}
}

// TestAnswer: the words, the reason and the point of proposals.
func TestAnswer(t *testing.T) {
	g := load(t, filepath.Join("..", "testdata", "oracle", "14-places"))
	for _, c := range []struct {
		text, form, words string
		why               gazetteer.Why
	}{
		{"Ławki na Zimowej połamane", "street:S058", "Zimowej", gazetteer.OtherForm},
		{"Ulica Zimowa jest ciemna", "street:S058", "Zimowa", gazetteer.Exact},
		{"Zimową jeżdżą za szybko", "street:S058", "Zimową", gazetteer.OtherForm},
		{"Na Rajtana korek", "street:S042", "Rajtana", gazetteer.Typo},
		{"Na Cytadeli ciemno", "street:S052", "Cytadeli", gazetteer.Part},
		{"Rejtana 36, brak kosza", "address:S042#36", "Rejtana+36", gazetteer.Exact},
		{"na rogu Zimowej i Jesiennej", "crossing:S058+S013", "Zimowej+Jesiennej", gazetteer.OtherForm},
	} {
		a := g.Find(c.text)
		if a.Question != gazetteer.NoQuestion || len(a.Places) != 1 {
			t.Errorf("%s: %v %s", c.text, gazetteer.Forms(a.Places), a.Question)
			continue
		}
		p := a.Places[0]
		var words []string
		for _, s := range p.Spans {
			words = append(words, c.text[s.From:s.To])
		}
		if p.Form() != c.form || p.Why != c.why || strings.Join(words, "+") != c.words || !p.Placed || p.Point.Lon() < 21.9 || p.Name == "" {
			t.Errorf("%s: %s, %s, %q, %v", c.text, p.Form(), p.Why, words, p.Point)
		}
	}
	a := g.Find("Na Hetmańskiej wylewają ścieki.")
	if a.Question != gazetteer.WhereIsIt || len(a.Unknown) != 1 || a.Unknown[0] != (gazetteer.Span{From: 3, To: 15}) {
		t.Errorf("a foreign street: %+v", a)
	}
	a = g.Find("Na Zimowej 14 ojciec bije dzieci.")
	if a.Question != gazetteer.IsSensitive || len(a.Places) != 0 || len(a.Sensitive) == 0 {
		t.Errorf("violence at home: %+v", a)
	}
	if a = g.Find(""); a.Question != gazetteer.NoQuestion || len(a.Places) != 0 {
		t.Errorf("nothing: %+v", a)
	}
}

// TestSensitive: distress is told from what complaints are usually about.
func TestSensitive(t *testing.T) {
	g := load(t, filepath.Join("..", "testdata", "oracle", "14-places"))
	for text, want := range map[string]bool{
		"Na Zimowej mąż bije żonę":                               true,
		"Pod Lidlem leżą strzykawki":                             true,
		"Na klatce przy Letniej 20a koczuje bezdomny":            true,
		"Babcia z Lipowej mieszka sama":                          true,
		"Matka z Letniej krzyczy na dziecko":                     true,
		"Pan z Zimowej chciał się powiesić":                      true,
		"Na Zimowej palą trawkę":                                 true,
		"Na Zimowej biegają bezdomne psy":                        false,
		"Na Zimowej parkują na miejscu dla niepełnosprawnych":    false,
		"Na Letniej stoi porzucony samochód":                     false,
		"Powiesić lustro na rogu Zimowej i Jesiennej":            false,
		"Na Rejtana biją się kibice":                             false,
		"Na Zimowej dzieci krzyczą do nocy":                      false,
		"Na Letniej można się zabić na tych dziurach":            false,
		"Na Zimowej palą trawę":                                  false,
		"Mieszkają przy Zimowej w tym samym bloku":               false,
		"Na Letniej trzeba zebrać śmieci, bo dzieci się kaleczą": false,
	} {
		a := g.Find(text)
		if (a.Question == gazetteer.IsSensitive) != want {
			t.Errorf("%q: %s", text, a.Question)
		}
		if want == (len(a.Places) > 0) {
			t.Errorf("%q: %v", text, gazetteer.Forms(a.Places))
		}
	}
}

// TestSameAnswer: nothing hangs on the order of maps.
func TestSameAnswer(t *testing.T) {
	dir := filepath.Join("..", "testdata", "oracle", "14-places")
	a, b := load(t, dir), load(t, dir)
	for _, r := range rows(t, filepath.Join(dir, "phrases.csv")) {
		if x, y := a.Find(r["phrase"]), b.Find(r["phrase"]); !reflect.DeepEqual(x, y) {
			t.Errorf("%s: %+v, then %+v", r["phrase"], x, y)
		}
	}
}

func TestReadFolderTellsWhatIsWrong(t *testing.T) {
	whole := fstest.MapFS{
		"gazetteer.csv": {Data: []byte("id,name,kind,osm_kind,lon,lat\nS001,Zimowa,street,highway=residential,22,50\n")},
		"crossings.csv": {Data: []byte("a,b,lon,lat\n")},
		"addresses.csv": {Data: []byte("street,number,lon,lat\nS001,4,22,50\n")},
	}
	in, err := gazetteer.ReadFolder(whole)
	if err != nil || len(in.Things) != 1 || len(in.Houses) != 1 {
		t.Fatalf("%+v, %v", in, err)
	}
	if got := gazetteer.Forms(gazetteer.New(in, nil).Find("na Zimowej 4").Places); !slices.Equal(got, []string{"address:S001#4"}) {
		t.Errorf("%v", got)
	}
	for name, c := range map[string]struct{ file, data, want string }{
		"no file":  {"crossings.csv", "", "crossings.csv"},
		"no point": {"gazetteer.csv", "id,name,kind,osm_kind,lon,lat\nS001,Zimowa,street,x=y,far,50\n", "row 2: lon"},
	} {
		broken := fstest.MapFS{}
		for n, f := range whole {
			broken[n] = f
		}
		broken[c.file] = &fstest.MapFile{Data: []byte(c.data)}
		if c.data == "" {
			delete(broken, c.file)
		}
		if _, err := gazetteer.ReadFolder(broken); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzFind: whatever is typed, spans lie in the text, and a sensitive text has no
// place.
func FuzzFind(f *testing.F) {
	dir := filepath.Join("..", "testdata", "oracle", "14-places")
	g := load(f, dir)
	for i, r := range rows(f, filepath.Join(dir, "phrases.csv")) {
		if i%9 == 0 {
			f.Add(r["phrase"])
		}
	}
	f.Add("\xff Na Z. Z. 5-7/9,A i 3 róg św. św.'")
	f.Fuzz(func(t *testing.T, s string) {
		a := g.Find(s)
		var spans []gazetteer.Span
		for _, p := range slices.Concat(a.Places, a.Candidates) {
			spans = append(spans, p.Spans...)
			if p.Form() == "" || p.Kind != gazetteer.Whole && len(p.IDs) == 0 {
				t.Errorf("%q: %+v", s, p)
			}
		}
		for _, x := range slices.Concat(spans, a.Unknown, a.Sensitive) {
			if x.From < 0 || x.To > len(s) || x.From >= x.To {
				t.Errorf("%q: span %v", s, x)
			}
		}
		if a.Question == gazetteer.IsSensitive && len(a.Places) > 0 {
			t.Errorf("%q: sensitive, yet pinned", s)
		}
	})
}
