package notes

import (
	"regexp"
	"strings"
	"unicode"
)

// What follows tells what a sentence does: it asks somebody for something, it
// tells of something, it belongs to the course of the meeting, or it says that
// nobody asked for anything. Words are folded.

var (
	// Verbs and nouns of asking, in the forms that minutes have.
	askPattern = matchAny(
		`(?:po)?pros(?:i|imy|ze|za|il|ila|ili|ily|ba|by|be|bami|zac|zono|zony|zeni)\b`,
		`wnosz[ae]\b`, `wnosimy\b`, `wnosi\b`, `wniesion\w+`, `wniosl\w+`,
		`(?:za)?wnioskuj\w*`, `(?:za)?wnioskowa\w+`, `wniosek\b`, `wnioskiem\b`,
		`postul\w+`, `apelu\w+`, `apelowa\w+`, `domaga\w+`, `zada(?:ja|my)\b`, `oczekuj\w+`, `oczekiwa\w+`,
		`niech(?:aj|ze)?\b`, `chce(?:my|ja)? (?:aby|zeby|by)\b`, `chcieliby\w*`, `chcialby\w*`, `chcialaby\w*`, `chodzi(?:lo)?(?:by)? (?:nam|mi|im|o to)\b`,
		`potrzebn\w+`, `potrzeba\b`, `potrzebuj\w+`, `nalezy\b`, `nalezaloby\b`, `trzeba\b`, `powin(?:ien|na|no|ni|ny)\w*`, `przydal\w+`, `przydaloby\b`, `warto\b`, `pyta\w*,? kiedy\b`, `moze by\b`, `mozna by\b`, `mogl\w*by\b`, `dobrze byl?oby\b`,
		`zwrocono sie o\b`, `zwracaj?\w* sie o\b`, `sugeruj\w+`, `sugerowa\w+`, `proponuj\w+`, `zaproponowa\w+`,
	)
	// More of something that somebody can give.
	morePattern = matchAny(`(?:wiecej|czestsz\w+|czesciej|wzmocni\w+|wzmoz\w+|dodatkow\w+|zwieksz\w+|stal[ey]|regularn\w+)\b.{0,40}\b(?:patrol\w*|kontrol\w*|oswietl\w*|lamp\w*|latarn\w*|policj\w*|dyzur\w*|monitoring\w*|kamer\w*|koszy?\b|lawek|sluzb\w*|radiowoz\w*|znak\w*)`)
	// Something is to be done: "gałęzie do przycięcia".
	toDoPattern = regexp.MustCompile(`(?:^|[,;-] ?|\bjest |\bsa )do \w+(?:ecia|enia|ania|iany|awy|untu)\b[.)!]*$`)
	// A question after somebody's doing: "kiedy gmina usunie …?"
	wishPattern = regexp.MustCompile(`(?:^|[.!?] )(?:kiedy|czy)\b[^.!?]*\?`)
	// A subject that is bound to do something: "straż ma stać", "miasto musi …".
	boundPattern = regexp.MustCompile(`(\bnie )?\b(?:ma|maja|musi|musza)\s+((?:\S+\s+){0,3}\S+)`)
	// A clause that goes on with one of these tells of what is (not) possible.
	modalPattern = matchAny(`mozna\b`, `da sie\b`, `trudno\b`, `strach\b`, `boj\w+ sie\b`, `moze\b`, `moga\b`, `mozemy\b`, `probuj\w+`, `chca\b`, `zaczyn\w+`, `umie\w*`, `potraf\w+`, `sposob\b`, `zdaz\w+`, `musi\w*`, `wol[ai]\b`)

	// Nobody asked for anything.
	nonePattern = regexp.MustCompile(`\bnic (?:wiecej |innego |nowego )?nie zglosz|\bwniosk\w+ (?:i postulat\w+ )?(?:brak\b|nie (?:zglosz|zglasz|bylo|wplyn|wnies|podjet))|\b(?:brak|bez) (?:nowych |dodatkowych )?wniosk|\bnie (?:zglosz|zglasz|zglosil|bylo|wnies|odnot|wplyn)\w* (?:\w+ ){0,2}(?:wniosk|uwag\b|postulat)|\bnie zglasza\w* wniosk`)
	// An older debate is spoken of.
	earlierPattern = matchAny(`(?:z|ze|na) (?:poprzedni\w+|ostatni\w+|zeszloroczn\w+|ubieglo?roczn\w+) (?:debat\w+|spotkani\w+|zebrani\w+)`, `zalegl\w+`, `przypomnian\w+`)

	// What belongs to the course of the meeting.
	coursePattern = matchAny(
		`odby(?:la|lo|ly) sie\b`, `(?:nastepn|kolejn)\w+ (?:spotkani|debat)\w*`, `otworzyl\w*`, `powital\w*`, `przywital\w*`, `przedstawi(?:l|la|li|ono)\b`, `omowi(?:l|la|li|ono|enie)\b`, `omawia\w+`, `zaprezentowa\w+`, `podziekowa\w+`, `dziekuj\w+`,
		`zakonczy(?:l|la|li)\b`, `zakonczono\b`, `zamkn\w+`, `przypomnia\w+`, `odczyta\w+`, `wyswietl(?:il|ila|ono)\b`, `rozda(?:no|l|la)\b`, `dzien dobry`, `dobry wieczor`, `witam\w*`,
		`zaczynamy`, `rozpoczynamy`, `nastepn\w+ (?:osob|glos|pytani)\w*`, `zaprotokolowa\w+`, `odnotowan\w+`, `ciag dalszy`, `do widzenia`, `oddal\w* glos`, `udzielil\w* glosu`,
		`poinformowa(?:l|la|li|no)\b`, `zapozna(?:l|la|no)\b`, `przeprowadz(?:il|ila|ono)\b`, `wypelni\w+ ankiet\w*`,
	)
	courseStart = regexp.MustCompile(`^(?:powitani\w*|przywitani\w*|otwarci\w*|omowi\w+|pokaz\w*|prezentacj\w*|prelekcj\w*|pogadank\w*|wyklad\w*|podsumowani\w*|zakonczeni\w*|dyskusj\w*|przedstawieni\w*|ankiet\w*|sprawy rozne|wolne wnioski|przerw\w*|wystapieni\w*|wystapil\w*|zapoznani\w*|informacj\w*|realizacja wnioskow|poczestunek|wreczeni\w*)\b`)
	// Courtesy that has verbs of asking.
	courtesyPattern = matchAny(`prosz\w+ panstwa`, `pros\w+ o (?:zabieranie|zabranie|udzielenie) glosu`, `pros\w+ o (?:cisze|pytania|uwage|wypelnienie|glos\b|zadawanie)`, `prosz\w+ bardzo`, `zada(?:ja|my) pytani\w+`)

	// Verbs of telling: what comes after them was said by somebody.
	tellPattern = matchAny(
		`mowi(?:l|la|li|ly|ono|a|my)?\b`, `zglas(?:zal\w*|zano|za|zaja|zamy)\b`, `zglosi(?:l|la|li|ly)\b`, `zgloszono\b`, `podnosz\w+`, `podnosi(?:l|la|li|ly)\b`, `podniesiono\b`, `skarz\w+`, `pytal?[aoi]?\w*\b`,
		`zwraca\w* uwag\w+`, `zwroci\w+ uwag\w+`, `zwrocono uwag\w+`, `wskaza\w+`, `wskazuj\w+`, `wskazywa\w+`, `narzek\w+`, `sygnaliz(?:owa|uj)\w+`, `niepoko\w+`, `obaw\w+`, `poruszo\w+`, `poruszy\w+`, `poruszano\b`, `uskarz\w+`, `zauwaz\w+`,
	)
	// Somebody answers.
	replyPattern = matchAny(`odpowiedz(?:ial|iala|ieli|iano|i udziel\w+)\b`, `odpowiada\w*`, `wyjasni(?:l|la|li|ono)\b`, `zapewni(?:l|la|li|ono)\b`, `zadeklarowa(?:l|la|li|no)\b`, `zobowiaza(?:l|la|li|no)\b`, `odnios(?:l|la) sie\b`, `obieca(?:l|la|li|no)\b`)
)

// asks tells whether a statement asks somebody for something.
func asks(text string, f folded) bool {
	bare := isBare(text)
	s := courtesyPattern.ReplaceAllString(f.s, "")
	if s = askedAlready(s); askPattern.MatchString(s) || morePattern.MatchString(s) || toDoPattern.MatchString(s) || wishPattern.MatchString(s) {
		return true
	}
	for _, m := range boundPattern.FindAllStringSubmatchIndex(f.s, -1) {
		if m[2] >= 0 {
			continue // "nie ma gdzie zaparkować"
		}
		for _, w := range words(original(text, f, m[4], m[5])) {
			if contains(questionWords, strings.ToLower(w)) {
				break
			}
			if infinitive(w, bare) {
				return true
			}
		}
	}
	return bareInfinitive(text, bare)
}

// askedAlready takes the words out that tell of a motion that was made and
// answered: "wniosek przyjęty" asks for nothing.
func askedAlready(s string) string { return settledPattern.ReplaceAllString(s, "") }

var settledPattern = matchAny(`wniosek (?:zostal )?(?:przyjet\w*|odrzucon\w*|zrealizowan\w*|przekazan\w*|w toku|w realizacji)`, `wniosek z \d{4}`, `nie (?:trzeba|nalezy|potrzeb\w+)\b`)

func original(text string, f folded, from, to int) string {
	s := f.span(from, to)
	return text[s.Start:s.End]
}

func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
}

// isBare tells whether a text was typed without Polish letters.
func isBare(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) && r > unicode.MaxASCII })
}

// infinitive tells whether a word is the infinitive of a verb by its ending. bare
// says that the text has no Polish letters, so that ć is c.
func infinitive(w string, bare bool) bool {
	low := strings.ToLower(w)
	if len([]rune(low)) < 3 || strings.HasSuffix(low, "ość") || strings.HasSuffix(low, "eść") && low != "nieść" && low != "znieść" && low != "przenieść" && low != "wnieść" {
		return false
	}
	switch low {
	case "pięć", "sześć", "dziewięć", "dziesięć", "część", "sieć", "pamięć", "chęć", "liść", "śmierć", "płeć", "nić", "noc", "moc", "pomoc", "północ", "owoc", "koc", "plac", "kac", "hac", "piec", "wiec", "więc", "widac", "przemoc", "spać", "choć", "gość", "maść", "kość", "złość", "miłość":
		return false
	}
	for _, e := range []string{"ać", "eć", "ić", "yć", "uć", "ąć", "ść", "źć", "óc", "iec"} {
		if strings.HasSuffix(low, e) {
			return true
		}
	}
	if !bare || contains(bareNouns, low) {
		return false
	}
	for _, e := range []string{"ac", "ec", "ic", "yc", "uc", "sc", "zc"} {
		if strings.HasSuffix(low, e) && !strings.HasSuffix(low, "osc") && !strings.HasSuffix(low, "iec") {
			return true
		}
	}
	return false
}

var (
	clauseBreak   = regexp.MustCompile(`[,;:–—]\s+|\s-\s|\)\s+`)
	sentenceBreak = regexp.MustCompile(`[.!?]\s+`)
	questionWords = []string{"gdzie", "jak", "czym", "co", "kto", "kogo", "kim", "kiedy", "że", "którzy", "która", "który", "problem", "problemy", "trudności", "odwagę", "odwagi"}
	notWords      = []string{"nie", "też", "także", "oraz", "i", "a", "lub", "pilnie", "niezwłocznie", "natychmiast", "szybko", "jak", "najszybciej", "ponownie", "znowu"}
)

// bareInfinitive tells whether a clause begins with an infinitive, as tasks are
// written down: "naprawić ławki", "wnyki, sprawdzić przed sezonem".
func bareInfinitive(text string, bare bool) bool {
	for _, sentence := range sentenceBreak.Split(text, -1) {
		possible := false // what is (not) possible was spoken of
		for _, clause := range clauseBreak.Split(sentence, -1) {
			ws := words(clause)
			for len(ws) > 1 && contains(notWords, strings.ToLower(ws[0])) {
				ws = ws[1:]
			}
			if len(ws) > 0 && infinitive(ws[0], bare) && !possible {
				return true
			}
			possible = possible || modalPattern.MatchString(fold(clause).s)
		}
	}
	return false
}

// bareNouns end like infinitives that were typed without ć.
var bareNouns = []string{
	"ulic", "granic", "tablic", "dzielnic", "okolic", "stolic", "swietlic", "piwnic", "roznic", "mieszkanic", "noc", "moc", "pomoc", "plac", "pac", "prac", "nic", "siec", "miesiac",
	"tysiac", "zajac", "palac", "czesc", "tresc", "owoc", "koc", "przemoc", "donic", "szklanic", "kamienic", "ciec", "lic",
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
