package sample

import "pinezka/data"

// texts are the invented descriptions by category.
var texts = map[data.CategoryID][]string{
	"parking": {
		"Auta stoją na chodniku, wózek nie przejedzie.",
		"Samochody parkują za blisko przejścia i zasłaniają pieszych.",
		"Zastawiony wyjazd z osiedla.",
		"Parkowanie na trawniku, po deszczu zostają koleiny.",
		"Auta stoją na drodze pożarowej.",
		"Codziennie rano samochody blokują chodnik.",
	},
	"speeding": {
		"Kierowcy jeżdżą tu dużo za szybko.",
		"Po zmroku auta rozpędzają się między światłami.",
		"Szybka jazda obok przejścia dla pieszych.",
		"Prośba o pomiar prędkości.",
		"Motocykle jeżdżą z dużą prędkością.",
	},
	"alcohol": {
		"Grupa osób pije alkohol na ławkach.",
		"Picie alkoholu obok sklepu, zostają butelki.",
		"W piątki wieczorem jest głośno, osoby piją do późna.",
		"Spożywanie alkoholu przy placu zabaw.",
		"Rozbite szkło po nocnych spotkaniach.",
	},
	"road-infrastructure": {
		"Dziura w jezdni, auta omijają ją drugim pasem.",
		"Nie świeci latarnia przy przejściu.",
		"Krzywe płyty chodnika, po deszczu stoi woda.",
		"Zapadnięta studzienka.",
		"Brak obniżonego krawężnika.",
	},
	"traffic-organisation": {
		"Znak zasłaniają gałęzie.",
		"Zielone światło dla pieszych jest za krótkie.",
		"Brakuje znaku o przejściu.",
		"Zatarte pasy na jezdni.",
	},
	"car-races": {
		"Nocą odbywają się tu wyścigi.",
		"Pisk opon i głośne silniki na parkingu.",
		"Kierowcy ścigają się między rondami.",
	},
	"forest-animals": {"Na jezdnię wybiegają sarny."},
	"dumps": {
		"Porzucone meble i worki ze śmieciami.",
		"Ktoś wyrzucił gruz i opony.",
		"Śmieci przy garażach, jest ich coraz więcej.",
	},
	"greenery-damage": {
		"Rozjeżdżony trawnik.",
		"Połamane młode drzewa.",
		"Zniszczone krzewy przy alejce.",
	},
	"tree-felling":     {"Wycięto drzewo, nie wiadomo, czy było pozwolenie."},
	"grass-burning":    {"Ktoś podpala trawę na łące."},
	"quads":            {"Quady jeżdżą po ścieżkach nad rzeką."},
	"dangerous-waters": {"Pod mostem są wiry, ludzie wchodzą do wody."},
	"water-areas":      {"Stromy brzeg bez barierki.", "Śliskie zejście do rzeki."},
	"bathing":          {"Latem ludzie kąpią się w rzece, nie ma ratownika."},
	"vandalism": {
		"Wybita szyba w wiacie przystankowej.",
		"Pomazana elewacja bloku.",
		"Połamane oparcie ławki.",
		"Zniszczony kosz na śmieci.",
	},
	"minors": {
		"Młodzież zbiera się wieczorem i hałasuje.",
		"Grupa nastolatków zaczepia przechodniów.",
	},
	"entertainment": {"Głośny lokal bez wyjścia ewakuacyjnego."},
	"intoxicants":   {"Widać używanie środków odurzających w klatce.", "Strzykawki przy ścieżce."},
	"begging":       {"Natarczywe żebranie przy wejściu do sklepu."},
	"homeless":      {"Osoba śpi na ławce, potrzebuje pomocy.", "Ktoś nocuje w altanie, w nocy jest mróz."},
	"stray-dogs": {
		"Psy biegają bez opieki.",
		"Duży pies bez smyczy podchodzi do dzieci.",
	},
	"animal-cruelty": {"Pies stale na balkonie, bez wody."},
}
