package session

import "testing"

// TestFindInText: what is proposed silently while a motion is typed is right, and
// nothing is where a person has to be asked.
func TestFindInText(t *testing.T) {
	s := openSample(t)
	for _, c := range []struct{ text, name, kind string }{
		{"Na Zimowej jeżdżą za szybko.", "Zimowa", "street"},
		{"prosimy o lampę na rogu Zimowej i Jesiennej", "Zimowa / Jesienna", "crossing"},
		{"Zastawiona droga pożarowa przy Zimowej 14", "Zimowa 14", "address"},
		{"koło Biedronki piją", "", ""},                           // two of them
		{"Na Hetmańskiej wylewają ścieki.", "", ""},               // not here
		{"Zimowa 999, hałas", "", ""},                             // no such house
		{"Pan Kwiatkowski prosi o odpowiedź.", "", ""},            // a person
		{"Na Zimowej pod dwunastką ojciec bije dzieci.", "", ""},  // never a pin
		{"W okresie zimowym chodniki nie są odśnieżane.", "", ""}, // an adjective
		{"Więcej patroli w całym mieście", "", ""},                // no point
		{"", "", ""},
	} {
		hit, ok := s.FindInText(c.text)
		if ok != (c.name != "") || hit.Name != c.name || hit.Kind != c.kind {
			t.Errorf("%q: %+v, %v", c.text, hit, ok)
		}
		if ok && !s.bound.Contains(hit.Point) {
			t.Errorf("%q lies at %v", c.text, hit.Point)
		}
	}
}
