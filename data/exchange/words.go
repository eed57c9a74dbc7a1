package exchange

import "pinezka/data"

// bilingual is a code in Polish and in English, as lists for people have it.
type bilingual[T ~string] struct {
	code   T
	pl, en string
}

var originWords = []bilingual[data.Origin]{
	{data.OriginPolice, "rejestr Policji", "police records"},
	{data.OriginContact, "kontakt bezpośredni", "direct contact"},
	{data.OriginInternet, "platforma internetowa", "internet platform"},
}

var natureWords = []bilingual[data.Nature]{
	{data.NatureOffence, "zdarzenie zarejestrowane", "recorded offence"},
	{data.NatureNuisance, "zgłoszona uciążliwość", "reported nuisance"},
	{data.NatureFelt, "odczucie mieszkańców", "felt by residents"},
}

var precisionWords = []bilingual[data.Precision]{
	{data.PrecisionNone, "bez miejsca", "without place"},
	{data.PrecisionDefault, "punkt domyślny", "default point"},
	{data.PrecisionArea, "obszar", "area"},
	{data.PrecisionStreet, "ulica", "street"},
	{data.PrecisionCrossing, "skrzyżowanie", "crossing"},
	{data.PrecisionAddress, "adres", "address"},
	{data.PrecisionPoint, "punkt", "point"},
}

// codeOf finds the code of a word in either language, or of the code itself.
func codeOf[T ~string](list []bilingual[T], word string) (T, bool) {
	for _, n := range list {
		if word == n.pl || word == n.en || word == string(n.code) {
			return n.code, true
		}
	}
	return "", false
}

func wordOf[T ~string](list []bilingual[T], code T, english bool) string {
	for _, n := range list {
		if n.code == code {
			if english {
				return n.en
			}
			return n.pl
		}
	}
	return string(code)
}
