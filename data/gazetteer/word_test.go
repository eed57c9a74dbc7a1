package gazetteer

import "testing"

// TestStem: forms of one word meet, different words do not.
func TestStem(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"kaufland", "kauflandzie", true},
		{"moya", "moyi", true},
		{"castorama", "castoramie", true},
		{"podwislocze", "podwisloczem", true},
		{"stromińska", "stromińskiej", true},
		{"osobowicka", "osobowickiej", true},
		{"letnia", "lipcowa", false},
		{"dluga", "dlugosza", false},
		{"jaworowa", "jaworska", false},
	} {
		if got := stem(fold(c.a)) == stem(fold(c.b)); got != c.same {
			t.Errorf("%s, %s: %q, %q", c.a, c.b, stem(fold(c.a)), stem(fold(c.b)))
		}
	}
}

func TestMisspelt(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"krzyzanwskiego", "krzyzanowskiego", true},
		{"zwaidowcow", "zwiadowcow", true}, // swapped
		{"rajtana", "rejtana", true},
		{"zimwa", "zimowa", false}, // too short for a slip
		{"lejtana", "rejtana", false},
		{"krzyzanowicza", "krzyzanowskiego", false},
		{"", "rejtana", false},
	} {
		if got := misspelt(c.a, c.b); got != c.want {
			t.Errorf("%s for %s: %v", c.a, c.b, got)
		}
	}
}

func TestSound(t *testing.T) {
	for _, p := range [][2]string{{"Modżejewskiej", "Modrzejewskiej"}, {"Reytana", "Rejtana"}, {"Kołontaja", "Kołłątaja"}, {"Hopina", "Chopina"}} {
		if sound(p[0]) != sound(p[1]) {
			t.Errorf("%s %q, %s %q", p[0], sound(p[0]), p[1], sound(p[1]))
		}
	}
	if sound("Letnia") == sound("Lipowa") {
		t.Error("two words sound alike")
	}
}

func TestRoman(t *testing.T) {
	for s, want := range map[string]int{"I": 1, "IV": 4, "XII": 12, "XXIX": 29, "x": 0, "VIA": 0, "": 0} {
		if got := roman(s); got != want {
			t.Errorf("%q: %d, want %d", s, got, want)
		}
	}
}
