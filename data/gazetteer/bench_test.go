package gazetteer_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/paulmach/orb"

	"pinezka/data/gazetteer"
)

// county makes names of a size that a powiat has: streets of several villages
// that share most of their names, schools, shops, as OpenStreetMap has them.
func county(n int) gazetteer.Input {
	first := []string{"Jana", "Adama", "Marii", "Stanisława", "Henryka", "Zofii", "Tadeusza", "Ignacego", "Kazimierza", "Heleny"}
	roots := []string{"Kowal", "Wiśniew", "Lewandow", "Zieliń", "Szymań", "Dąbrow", "Kozłow", "Jankow", "Wojciechow", "Kwiatkow", "Krawczyń", "Piotrow", "Grabow", "Pawłow", "Michal", "Zając", "Król", "Wieczor", "Jabłoń", "Majew", "Olszew", "Stęp", "Malinow", "Jawor", "Adamczy", "Dudz", "Now", "Pawl", "Górn", "Sikor"}
	plain := []string{"Leśna", "Polna", "Słoneczna", "Krótka", "Szkolna", "Ogrodowa", "Lipowa", "Brzozowa", "Łąkowa", "Kwiatowa", "Kościelna", "Sosnowa", "Zielona", "Parkowa", "Akacjowa", "Cicha"}
	shops := []string{"Żabka", "Biedronka", "Lewiatan", "Stokrotka", "Delikatesy Centrum", "Orlen"}
	in := gazetteer.Input{Meet: func(a, b string) (orb.Point, bool) { return orb.Point{}, a < b }}
	for i := range n {
		t := gazetteer.Thing{ID: fmt.Sprintf("S%05d", i), Kind: gazetteer.Street, Point: orb.Point{22 + float64(i%200)/400, 50 + float64(i/200)/400}}
		switch i % 5 {
		case 0, 1:
			t.Name = fmt.Sprintf("%s %s%s", first[i/5%len(first)], roots[i/50%len(roots)], []string{"skiego", "icza", "owskiej"}[i/1500%3])
		case 2:
			t.Name = plain[i/5%len(plain)]
			if i%25 == 2 {
				t.Name = fmt.Sprintf("%sska", roots[i/25%len(roots)])
			}
		case 3:
			t.Kind, t.Sub, t.Name = gazetteer.POI, "supermarket", shops[i/5%len(shops)]
		default:
			t.Kind, t.Sub, t.Name = gazetteer.POI, "school", fmt.Sprintf("Szkoła Podstawowa nr %d im. %s %sskiego", i/5, first[i/7%len(first)], roots[i/11%len(roots)])
		}
		in.Things = append(in.Things, t)
	}
	return in
}

var sentences = []string{
	"Na skrzyżowaniu Kwiatkowskiego z Niepodległości trzeba ronda z prawdziwego zdarzenia.",
	"Koło szkoły nr 30 na Kwiatkwskiego parkują na chodniku, a policja nie przyjeżdża.",
	"ul. Powst. Listopadowych – wykroty w jezdni od wiosny",
	"Prosimy o więcej patroli pieszych w weekendy.",
}

func benchmarkFind(b *testing.B, g *gazetteer.Gazetteer) {
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		g.Find(sentences[i%len(sentences)])
		i++
	}
}

func BenchmarkFind334(b *testing.B) {
	benchmarkFind(b, load(b, filepath.Join("..", "testdata", "oracle", "14-places")))
}

func BenchmarkFind20000(b *testing.B) {
	benchmarkFind(b, gazetteer.New(county(20_000), dictionary(b)))
}

// memory reports what a gazetteer holds, without its input.
func memory(b *testing.B, in gazetteer.Input) {
	var before, after runtime.MemStats
	dict := dictionary(b)
	runtime.GC()
	runtime.ReadMemStats(&before)
	g := gazetteer.New(in, dict)
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB")
	runtime.KeepAlive(g)
}

func BenchmarkNew334(b *testing.B) {
	in, err := gazetteer.ReadFolder(os.DirFS(filepath.Join("..", "testdata", "oracle", "14-places")))
	if err != nil {
		b.Fatal(err)
	}
	dict := dictionary(b)
	for b.Loop() {
		gazetteer.New(in, dict)
	}
	memory(b, in)
}

func BenchmarkNew20000(b *testing.B) {
	in, dict := county(20_000), dictionary(b)
	for b.Loop() {
		gazetteer.New(in, dict)
	}
	memory(b, in)
}
