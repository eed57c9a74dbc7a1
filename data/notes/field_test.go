package notes

import (
	"strings"
	"testing"

	"pinezka/data"
)

// TestDeadline reckons from a debate on Thursday, 3 October 2024.
func TestDeadline(t *testing.T) {
	debate, err := data.ParseDay("2024-10-03")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, day, said string }{
		{"naprawić do końca roku", "2024-12-31", "do końca roku"},
		{"naprawić do końca przyszłego roku", "2025-12-31", "do końca przyszłego roku"},
		{"naprawić do końca maja", "2025-05-31", "do końca maja"},
		{"naprawić do końca maja 2026", "2026-05-31", "do końca maja 2026"},
		{"naprawić do końca lutego", "2025-02-28", "do końca lutego"},
		{"naprawić do końca miesiąca", "2024-10-31", "do końca miesiąca"},
		{"naprawić do końca tygodnia", "2024-10-06", "do końca tygodnia"},
		{"naprawić do końca wakacji", "2025-08-31", "do końca wakacji"},
		{"w ciągu 30 dni", "2024-11-02", "w ciągu 30 dni"},
		{"w terminie dwóch tygodni", "2024-10-17", "w terminie dwóch tygodni"},
		{"w ciągu miesiąca", "2024-11-03", "w ciągu miesiąca"},
		{"II kwartał 2025", "2025-06-30", "II kwartał 2025"},
		{"w I kwartale", "2025-03-31", "w I kwartale"},
		{"do 28 lutego", "2025-02-28", "do 28 lutego"},
		{"do dnia 15.12.2024 r.", "2024-12-15", "do dnia 15.12.2024"},
		{"termin: 30.11", "2024-11-30", "termin: 30.11"},
		{"jeszcze w listopadzie", "2024-11-30", "jeszcze w listopadzie"},
		{"jeszcze w tym roku", "2024-12-31", "jeszcze w tym roku"},
		{"patrole na bieżąco", "", "na bieżąco"},
		{"pilnie naprawić", "", "pilnie"},
		{"odśnieżać przed sezonem", "", "przed sezonem"},
		{"patrole od 1 maja do 30 września", "", ""},
		{"ograniczyć do 40 km/h", "", ""},
		{"numery od 14 do 20", "", ""},
		{"po 22 w parku", "", ""},
		{"do 31 lutego", "", ""},
	} {
		d := deadlineOf(c.text, fold(c.text), &debate)
		got := ""
		if d.day != nil {
			got = d.day.String()
		}
		if got != c.day || d.text != c.said {
			t.Errorf("%q: %q (%q), want %q (%q)", c.text, got, d.text, c.day, c.said)
		}
	}
	// Without the day of the debate nothing is reckoned.
	for _, text := range []string{"do końca roku", "w ciągu 30 dni", "II kwartał", "do 28 lutego"} {
		if d := deadlineOf(text, fold(text), nil); d.day != nil || d.text != text {
			t.Errorf("%q without a debate's day: %v %q", text, d.day, d.text)
		}
	}
}

func TestAsks(t *testing.T) {
	for text, want := range map[string]bool{
		"Prosimy o lampę.":                        true,
		"postawić lampę na rogu":                  true,
		"Nie dopuścić do parkowania":              true,
		"wnyki, sprawdzić przed sezonem":          true,
		"straż miejska niech to skontroluje":      true,
		"Miasto ma niezwłocznie wyjaśnić":         true,
		"więcej pieszych patroli":                 true,
		"Gałęzie nad jezdnią, do przycięcia.":     true,
		"straz ma zagladac na plac":               true,
		"Kiedy gmina usunie wysypisko?":           true,
		"w weekendy nie ma gdzie zaparkować":      false,
		"Na Rejtana ścigają się samochody":        false,
		"nie można przejść, wyjechać, stanąć":     false,
		"część ulicy jest ciemna":                 false,
		"wniosek przyjęty":                        false,
		"Proszę państwa, na Zimowej piją.":        false,
		"ulic bez chodnika jest kilka":            false,
		"młodość, sieć i pamięć":                  false,
		"Mieszkańcy pytali o oszustwa na wnuczka": false,
	} {
		if got := asks(text, fold(text)); got != want {
			t.Errorf("%q asks: %v", text, got)
		}
	}
}

func TestSentences(t *testing.T) {
	body := "Na ul. ks. J. Popiełuszki 3 piją. W 2024 r. Mieszkańcy prosili o lampę! O godz. 19.45 koniec... Dalej „Cytat.” Nowe"
	x := &Text{Form: FormText, Body: body}
	var got []string
	for _, s := range x.sentences(Span{0, len(body)}) {
		got = append(got, x.in(s))
	}
	want := "Na ul. ks. J. Popiełuszki 3 piją.|W 2024 r.|Mieszkańcy prosili o lampę!|O godz. 19.45 koniec...|Dalej „Cytat.”|Nowe"
	if strings.Join(got, "|") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "|"), want)
	}
}

func TestSensitive(t *testing.T) {
	for text, want := range map[string]bool{
		"sąsiad bije żonę": true, "koczują bezdomni": true, "żebrzą pod sklepem": true, "handlują dopalaczami": true, "pod ósemką pies na łańcuchu": true, "próbował się zabić": true,
		"bezdomne psy": false, "Zebrani wnioskują": false, "pod szkołą nr 11 parkują": false, "jeżdżą za szybko": false, "klatka schodowa jest brudna": false,
	} {
		if got := sensitive(fold(text)); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestNamesStayOut: who spoke in a record is not kept with what was said.
func TestNamesStayOut(t *testing.T) {
	d := split("Debata, 5.03.2024\n\nAnna Wzorcowa: prosimy o lampę na Zimowej.\nPan Nowak: na Letniej piją.\nRodzice: prosimy o próg na Polnej.\n")
	for _, it := range d.Debates[0].Items {
		if strings.Contains(it.Text, "Wzorcowa") || strings.Contains(it.Text, "Nowak") || strings.Contains(it.RaisedBy, "Wzorcowa") {
			t.Errorf("a name is kept: %+v", it)
		}
	}
	if items := d.Debates[0].Items; len(items) != 3 || items[2].RaisedBy != "Rodzice" || lost(d) != "" {
		t.Errorf("%d items, lost %q", len(items), lost(d))
	}
}
