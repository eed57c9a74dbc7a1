package sample

import (
	"time"

	"github.com/paulmach/orb"

	"pinezka/data"
)

// setting is what both debates are compared with.
var setting = data.CompareSetting{Radius: 150, Months: 12, Baseline: data.BaselineStreets}

// debates returns the two meetings of the sample, the earlier one first.
func debates() []data.Debate {
	return []data.Debate{
		{
			ID: 1, Title: "Porozmawiajmy o bezpieczeństwie: debata na Nowym Mieście", Kind: data.DebateInaugural,
			Day: firstMeet, Start: "17:00", Venue: "sala szkoły podstawowej", Organisers: "Urząd Miasta, Policja, Rada Osiedla",
			Present: 46, Setting: setting,
		},
		{
			ID: 2, Title: "Porozmawiajmy o bezpieczeństwie: co się zmieniło przez rok", Kind: data.DebateEvaluation,
			Day: lastMeet, Start: "17:00", Venue: "sala szkoły podstawowej", Organisers: "Urząd Miasta, Policja, Straż Miejska",
			Present: 58, Setting: setting,
		},
	}
}

// motions returns the motions of both debates.
func motions() []data.Motion {
	point := func(p orb.Point, words string) data.MotionPlace {
		return data.MotionPlace{Kind: data.PlacePoint, Geometry: p, Words: words}
	}
	line := func(words string, points ...orb.Point) data.MotionPlace {
		return data.MotionPlace{Kind: data.PlaceLine, Geometry: orb.LineString(points), Words: words}
	}
	area := func(words string, ring ...orb.Point) data.MotionPlace {
		return data.MotionPlace{Kind: data.PlaceArea, Geometry: orb.Polygon{append(ring, ring[0])}, Words: words}
	}
	by := func(y int, m time.Month, d int) *data.Day { v := day(y, m, d); return &v }

	first := []data.Motion{
		{
			Title: "Parkowanie na chodnikach przy ul. Ossolińskich", Text: "Auta stoją na chodniku wzdłuż ul. Ossolińskich; prosimy o zatoki albo słupki.",
			Category: "parking", Place: point(placeOssol, "ul. Ossolińskich, przy ul. Norwida"), RaisedBy: "mieszkańcy", Addressee: roads, Support: 21,
			Deadline: by(2026, time.March, 31), State: data.MotionDone, Answer: "W grudniu 2025 r. wyznaczono zatoki i ustawiono słupki.",
		},
		{
			Title: "Picie alkoholu przy ul. Seniora", Text: "W piątki i soboty do późna piją przy ławkach na ul. Seniora; prosimy o patrole po godz. 21.",
			Category: "alcohol", Place: point(placeSeniora, "ul. Seniora, ławki"), RaisedBy: "mieszkańcy", Addressee: police + ", " + guard, Support: 17,
			Deadline: by(2026, time.June, 30), State: data.MotionInProgress, Answer: "Miejsce objęto patrolami od stycznia 2026 r.",
		},
		{
			Title: "Szybka jazda ul. Podwisłocze", Text: "Na prostym odcinku ul. Podwisłocze kierowcy jeżdżą za szybko; prosimy o progi zwalniające.",
			Category: "speeding", RaisedBy: "rodzice uczniów", Addressee: roads, Support: 12,
			Place:    line("ul. Podwisłocze, wzdłuż wału", orb.Point{22.0066, 50.0262}, orb.Point{22.0064, 50.0245}, orb.Point{22.0056, 50.0230}),
			Deadline: by(2026, time.September, 30), State: data.MotionPlanned, Answer: "Progi są w planie na 2027 r.",
		},
		{
			Title: "Ciemne przejście na ul. Pelczara", Text: "Przejście przez ul. Pelczara jest słabo oświetlone; prosimy o doświetlenie.",
			Category: "road-infrastructure", Place: point(orb.Point{22.0104, 50.0203}, "ul. Pelczara, przejście przy szkole"), RaisedBy: "rodzice uczniów",
			Addressee: roads, Support: 9, Deadline: by(2026, time.May, 31), State: data.MotionDone, Answer: "Lampy wymieniono w kwietniu 2026 r.",
		},
		{
			Title: "Śmieci w zieleni nad Wisłokiem", Text: "W pasie zieleni nad Wisłokiem leżą worki i gruz; prosimy o uprzątnięcie i szlaban.",
			Category: "dumps", RaisedBy: "działkowcy", Addressee: communal, Support: 8,
			Place: area("pas zieleni między ul. Podwisłocze a rzeką", orb.Point{22.0036, 50.0262}, orb.Point{22.0058, 50.0262}, orb.Point{22.0062, 50.0283}, orb.Point{22.0043, 50.0283}),
			State: data.MotionPassed, Answer: "Sprawę przekazano zarządcy terenu.",
		},
		{
			Title: "Psy bez smyczy przy ul. Letniej", Text: "Psy biegają bez smyczy między domami przy ul. Letniej.",
			Category: "stray-dogs", Place: point(orb.Point{22.0268, 50.0278}, "ul. Letnia"), RaisedBy: "mieszkańcy", Addressee: guard, Support: 4,
			State: data.MotionAccepted, Answer: "Wniosek przyjęto do planu służby.",
		},
		{
			Title: "Krótkie zielone światło na al. Rejtana", Text: "Zielone światło dla pieszych na skrzyżowaniu al. Rejtana i al. Krzyżanowskiego jest za krótkie.",
			Category: "traffic-organisation", Place: point(placeGallery, "skrzyżowanie al. Rejtana i al. Krzyżanowskiego"), RaisedBy: "seniorzy",
			Addressee: roads, Support: 15, State: data.MotionDone, Answer: "Program świateł zmieniono w lutym 2026 r.",
		},
		{
			Title: "Częstsze kontrole na całym osiedlu", Text: "Prosimy o częstsze patrole na całym osiedlu, zwłaszcza po godz. 22.",
			Place: data.MotionPlace{Kind: data.PlaceWhole, Words: "całe osiedle"}, RaisedBy: "rada osiedla", Addressee: police, Support: 25,
			State: data.MotionAccepted, Answer: "Wniosek uwzględniono przy planowaniu służby.",
		},
		{
			Title: "Zniszczony plac zabaw", Text: "Na placu zabaw przy ul. Świętego Michała Archanioła ktoś niszczy ławki i huśtawki.",
			Category: "vandalism", Place: point(orb.Point{22.0252, 50.0277}, "plac zabaw, ul. Świętego Michała Archanioła"), RaisedBy: "rodzice",
			Addressee: guard, Support: 6, State: data.MotionRefused, Answer: "Teren należy do spółdzielni; wskazano zarządcę.",
		},
		{
			Title: "Hałas z wynajmowanych mieszkań", Text: "W wynajmowanych mieszkaniach nocą jest głośno (bez podania adresów).",
			Place: data.MotionPlace{Kind: data.PlaceNone, Words: "wynajmowane mieszkania"}, RaisedBy: "mieszkańcy", Addressee: police, Support: 7,
			State: data.MotionAccepted, Answer: "Dzielnicowi przyjmą zgłoszenia na dyżurach.",
		},
	}
	second := []data.Motion{
		{
			Title: "Auta stoją na chodniku na ul. Świadka", Text: "Na ul. Świadka auta zajmują cały chodnik; prosimy o wyznaczenie miejsc i kontrole.",
			Category: "parking", Place: point(placeSwiadka, "ul. Witolda Świadka, przy przedszkolu"), RaisedBy: "rodzice", Addressee: guard + ", " + roads, Support: 19,
		},
		{
			Title: "Za szybka jazda al. Rejtana po zmroku", Text: "Na al. Rejtana po zmroku kierowcy rozpędzają się między światłami; prosimy o kontrole prędkości wieczorem i w nocy.",
			Category: "speeding", Place: point(placeRejtana, "al. Rejtana, przy ul. Popiełuszki"), RaisedBy: "mieszkańcy", Addressee: "Policja, ruch drogowy", Support: 14,
		},
		{
			Title: "Picie alkoholu przy ławkach na ul. Seniora", Text: "W piątki przy ławkach na ul. Seniora znowu piją do późna; prosimy o patrole także po godz. 23.",
			Category: "alcohol", Place: point(placeSeniora, "ul. Seniora, ławki"), RaisedBy: "mieszkańcy", Addressee: police + ", " + guard, Support: 16,
		},
		{
			Title: "Ciemno i nierówno na ul. Kozienia", Text: "Chodnik przy ul. Kozienia jest nierówny, a dwie latarnie nie świecą.",
			Category: "road-infrastructure", Place: point(placeKozienia, "ul. Zdzisława Kozienia"), RaisedBy: "seniorzy", Addressee: roads, Support: 7,
		},
		{
			Title: "Parkowanie w rejonie galerii", Text: "Przy skrzyżowaniu al. Rejtana i al. Krzyżanowskiego auta stają, gdzie popadnie; prosimy o kontrole w weekendy.",
			Category: "parking", Place: point(placeGallery, "róg al. Rejtana i al. Krzyżanowskiego"), RaisedBy: "mieszkańcy", Addressee: guard, Support: 11,
		},
		{
			Title: "Psy bez opieki nad Wisłokiem", Text: "Nad Wisłokiem biegają psy bez opieki; dzieci boją się tamtędy chodzić.",
			Category: "stray-dogs", Place: point(placeWislok, "wał nad Wisłokiem"), RaisedBy: "rodzice", Addressee: guard + ", " + shelter, Support: 5,
		},
		{
			Title: "Więcej pieszych patroli na całym osiedlu", Text: "Prosimy o piesze patrole na całym osiedlu, nie tylko przejazdy radiowozem.",
			Place: data.MotionPlace{Kind: data.PlaceWhole, Words: "całe osiedle"}, RaisedBy: "rada osiedla", Addressee: police, Support: 23,
		},
		{
			Title: "Śmieci za garażami", Text: "Za garażami ktoś wyrzuca worki ze śmieciami; prosimy o uprzątnięcie.",
			Category: "dumps", Place: data.MotionPlace{Kind: data.PlaceNone, Words: "za garażami"}, RaisedBy: "mieszkańcy", Addressee: communal, Support: 6,
		},
		{
			Title: "Nocne wyścigi na al. Armii Krajowej", Text: "W nocy z soboty na niedzielę na al. Armii Krajowej odbywają się wyścigi; prosimy o kontrole.",
			Category: "car-races", RaisedBy: "mieszkańcy", Addressee: police, Support: 9,
			Place: line("al. Armii Krajowej", orb.Point{22.0215, 50.0180}, orb.Point{22.0250, 50.0184}, orb.Point{22.0276, 50.0210}, orb.Point{22.0299, 50.0238}),
		},
		{
			Title: "Zniszczone wiaty przy ul. Letniej", Text: "Wiaty przystankowe przy ul. Letniej są niszczone, szyby wybijane co kilka miesięcy.",
			Category: "vandalism", Place: point(placeLetnia, "ul. Letnia, przystanki"), RaisedBy: "mieszkańcy", Addressee: transport + ", " + guard, Support: 8,
		},
		{
			Title: "Rozjeżdżone trawniki przy ul. Pelczara", Text: "Między blokami przy ul. Pelczara auta wjeżdżają na trawniki i niszczą krzewy.",
			Category: "greenery-damage", RaisedBy: "wspólnota mieszkaniowa", Addressee: greens, Support: 4,
			Place: area("trawniki między blokami, ul. Pelczara", orb.Point{22.0082, 50.0192}, orb.Point{22.0101, 50.0188}, orb.Point{22.0106, 50.0204}, orb.Point{22.0087, 50.0207}),
		},
	}
	var all []data.Motion
	for d, list := range [][]data.Motion{first, second} {
		for i, m := range list {
			m.ID, m.Debate, m.Number = data.MotionID(len(all)+1), data.DebateID(d+1), i+1
			if m.State == "" {
				m.State = data.MotionNew
			}
			all = append(all, m)
		}
	}
	return all
}
