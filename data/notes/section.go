package notes

import (
	"regexp"
	"slices"
	"strings"
)

// section is what a part of the notes is about, by its heading.
type section int

const (
	sectionOpen section = iota // the course of the meeting: notes and motions
	sectionMotions
	sectionNotes
	sectionAnswers
	sectionAttendance
	sectionAgenda
	sectionClosing
	sectionReport // what offices present: no voice of the meeting
)

// sectionHeads are how headings begin, folded.
var sectionHeads = []struct {
	is    section
	heads []string
}{
	{sectionAttendance, []string{
		"lista obecnosci", "lista obecnych", "lista uczestnikow", "obecni", "uczestnicy", "uczestniczyli", "udzial wzieli", "w debacie udzial wzieli",
		"w debacie uczestniczyli", "w spotkaniu uczestniczyli", "w spotkaniu udzial wzieli", "zaproszeni", "goscie", "sklad",
	}},
	{sectionAgenda, []string{"porzadek", "program", "agenda", "plan spotkania", "plan debaty", "tematy spotkania", "tematyka"}},
	{sectionReport, []string{"stan bezpieczenstwa", "omowienie stanu", "informacja o stanie", "ocena stanu", "statystyka", "statystyki", "dane statystyczne", "otwarcie", "powitanie", "wystapienia", "prezentacja", "informacje biezace"}},
	{sectionMotions, []string{
		"wnioski", "wniosek", "wykaz wnioskow", "lista wnioskow", "zestawienie wnioskow", "zgloszone wnioski", "tresc wnioskow", "postulaty",
		"zgloszone postulaty", "sprawozdanie z realizacji wnioskow", "realizacja wnioskow", "informacja o realizacji wnioskow", "stan realizacji wnioskow",
		"prosby", "oczekiwania mieszkancow", "zadania do wykonania",
	}},
	{sectionNotes, []string{"zagrozenia", "zgloszone zagrozenia", "wskazane zagrozenia", "problemy", "zgloszone problemy", "miejsca zagrozone", "miejsca niebezpieczne"}},
	{sectionAnswers, []string{"odpowiedzi", "odpowiedz", "stanowisko"}},
	{sectionClosing, []string{"podpisy", "zalaczniki", "zakonczenie", "na tym zakonczono", "ankieta", "wyniki ankiety", "do wiadomosci"}},
	{sectionOpen, []string{"glosy", "przebieg", "dyskusja", "ustalenia", "inne", "sprawy rozne", "wolne wnioski", "pytania", "wypowiedzi", "zgloszenia", "uwagi"}},
}

// sectionOf tells which section a heading begins; ok is false for one that tells
// nothing, such as "Ruch", which is a subject.
func sectionOf(words string) (s section, ok bool) {
	words = headNumber.ReplaceAllString(words, "")
	for _, h := range sectionHeads {
		for _, head := range h.heads {
			if rest, ok := strings.CutPrefix(words, head); ok && (rest == "" || rest[0] == ' ') {
				if h.is == sectionMotions && strings.Contains(words, "glosy") {
					return sectionOpen, true
				}
				return h.is, true
			}
		}
	}
	return sectionOpen, false
}

// headNumber is a number before a heading: "2. Stan bezpieczeństwa".
var headNumber = regexp.MustCompile(`^(?:\d{1,2}|[ivx]{1,4}|[a-h]) (?:\d{1,2} )?`)

// label tells what stands before a colon.
type label int

const (
	labelNone label = iota
	labelOther
	labelMeta     // of the meeting: date, place, who was there
	labelMotion   // "Wniosek:"
	labelNote     // "Głos:"
	labelAnswer   // "Odpowiedź:"
	labelSpeaker  // who spoke in a record
	labelChair    // who led the meeting
	labelOfficial // an office's person who speaks in a record
	labelGroup    // "Rowerzyści:"
	labelAddressee
)

var labelWords = []struct {
	is    label
	words []string
}{
	{labelMeta, []string{
		"data", "data *", "miejsce", "miejsce *", "obecni", "obecnych", "liczba uczestnikow", "liczba obecnych", "uczestnicy", "uczestnikow", "prowadzi", "prowadzil", "prowadzila",
		"protokolowal", "protokolowala", "protokolant", "protokolantka", "sporzadzil", "sporzadzila", "godzina", "godz", "czas", "temat", "organizator", "organizatorzy",
		"podpis", "podpisy", "rozpoczecie", "zakonczenie", "poczatek", "koniec", "gmina i data", "termin spotkania", "termin debaty", "adres", "gosc", "goscie",
		"zalaczniki", "zalacznik", "znak sprawy", "od", "do", "dw", "do wiadomosci", "razem", "ogolem", "lacznie", "suma", "porzadek", "porzadek obrad", "program",
	}},
	{labelMotion, []string{"wniosek", "postulat", "prosba", "wniosek nr *", "postulat nr *"}},
	{labelNote, []string{"glos", "zagrozenie", "problem", "zgloszenie", "sygnal", "opinia", "spostrzezenie", "skarga", "uwaga mieszkanca", "uwaga mieszkancow"}},
	{labelAnswer, []string{"odpowiedz", "odp", "odpowiada *", "realizacja", "sposob realizacji", "stan realizacji", "stanowisko", "wyjasnienie", "odpowiedzi udzielil *", "odpowiedzi udzielila *"}},
	{labelSpeaker, []string{
		"glos z sali", "glos mieszkanca", "glos mieszkanki", "mieszkaniec", "mieszkanka", "uczestnik", "uczestniczka", "pytanie z sali", "osoba z sali", "pan", "pani",
		"pan *", "pani *", "radny", "radna", "radny *", "radna *", "soltys", "soltyska", "soltys *", "glos *", "senior", "seniorka", "uczen", "uczennica", "mieszkaniec *", "mieszkanka *",
	}},
	{labelChair, []string{"prowadzacy", "prowadzaca", "przewodniczacy", "przewodniczaca", "moderator", "moderatorka", "prowadzacy *", "prowadzaca *", "przewodniczacy *", "przewodniczaca *", "moderator *"}},
	{labelOfficial, []string{
		"komendant", "komendant *", "zastepca *", "naczelnik", "naczelnik *", "dzielnicowy", "dzielnicowy *", "kierownik", "kierownik *", "kierowniczka *", "dyrektor", "dyrektor *",
		"burmistrz", "burmistrz *", "wojt", "wojt *", "prezydent", "prezydent *", "starosta", "starosta *", "przedstawiciel *", "przedstawicielka *", "inspektor *", "aspirant *", "sekretarz *",
	}},
	{labelGroup, groupWords},
}

// givenNames are the usual ones, in the nominative: streets that bear a name have
// it in the genitive.
var givenNames = strings.Fields(`
adam adrian agata agnieszka aleksander aleksandra alicja andrzej aneta anna antoni arkadiusz artur barbara bartosz beata bogdan bogumila boguslaw bozena
cezary czeslaw damian danuta daniel dariusz dawid dominik dorota edward elzbieta emilia ewa ewelina filip franciszek genowefa grazyna grzegorz halina
helena henryk hubert ilona irena iwona izabela jacek jadwiga jakub jan janina janusz jaroslaw jerzy joanna jolanta jozef julia justyna kamil karol
karolina katarzyna kazimierz kinga konrad krystian krystyna krzysztof lech leszek lucyna lukasz maciej magdalena malgorzata marcin marek maria mariusz
marta marzena mateusz michal mieczyslaw miroslaw monika natalia norbert patrycja patryk pawel piotr przemyslaw radoslaw rafal regina renata robert roman
rozalia ryszard sebastian slawomir stanislaw stanislawa stefan stefania sylwia szymon tadeusz teresa tomasz urszula waldemar wanda wieslaw wieslawa
witold wladyslaw wojciech zbigniew zdzislaw zenon zofia zygmunt zuzanna`)

// groupWords are those who speak at debates together. A motion is raised by a
// group, never by a person.
var groupWords = []string{
	"mieszkancy", "mieszkancy *", "rodzice", "seniorzy", "mlodziez", "mlodziez *", "uczniowie", "rowerzysci", "kierowcy", "piesi", "dzialkowcy", "wedkarze", "handlowcy",
	"przedsiebiorcy", "nauczyciele", "soltysi", "radni", "zebrani", "uczestnicy debaty", "rada osiedla", "rada solecka", "studenci", "kupcy", "rolnicy",
}

// knownLabel tells what folded words before a colon are.
func knownLabel(words string) label {
	if words == "" {
		return labelNone
	}
	for _, l := range labelWords {
		for _, w := range l.words {
			if stem, ok := strings.CutSuffix(w, " *"); ok && strings.HasPrefix(words, stem+" ") || words == w {
				return l.is
			}
		}
	}
	if ws := strings.Fields(words); len(ws) > 1 && len(ws) <= 5 && slices.Contains(givenNames, ws[0]) {
		return labelSpeaker // "Anna W.:": the name stays out of what she said
	}
	if len(strings.Fields(words)) <= 4 {
		if as := addressees(fold(words)); len(as) > 0 && as[0].from == 0 {
			return labelAddressee
		}
	}
	return labelOther
}

var (
	heldPattern = matchAny(`odby(?:la|lo|ly|wala|walo) sie\b`, `przeprowadzono\b`, `zorganizowano\b`, `spotkali sie\b`, `mial[ao]? miejsce\b`)
	dayLabel    = matchAny(`data(?: \w+){0,2}\s*:`)
	heldStart   = regexp.MustCompile(`^(?:w dniu|dnia|\d)`)
	// How the words about a meeting begin.
	meetingPattern = matchAny(`debat\w+`, `spotkani\w+`, `konsultacj\w+`, `zebrani\w+`, `notatk\w+`, `protokol\w*`, `zapis\b`, `sprawozdani\w+`, `ustaleni\w+`)
	metaPattern    = regexp.MustCompile(`^(?:obecn(?:i|ych)\b|uczestni(?:cy|czyl\w*|kow)\b|w (?:debacie|spotkaniu|zebraniu) (?:udzial|uczestnicz)\w*|udzial wzi\w+|poczatek\b|rozpocz\w+ (?:o )?(?:godz\w*|\d)|godz(?:ina)?\b\.? ?\d|protokol\w*(?:al|ala|ant\w*)\b|sporzadz\w+|prowadz(?:i|il|ila|acy|aca)\b|debata (?:odbyla|z dnia|w dniu)|spotkanie odbylo|(?:razem|ogolem|lacznie)\s*:?\s*\d|(?:wczesniej|pozniej) takze\b|podpis\w*\b|zalacznik\w*\b)`)
	venuePattern   = matchAny(`sal[ai]\b`, `szkol\w+`, `swietlic\w+`, `remiz\w+`, `dom\w* (?:kultury|ludow\w+|studenta)`, `osrod\w+`, `urz(?:ad|ed)\w*`, `osp\b`, `bibliotek\w+`, `hal[ai]\b`, `gok\b`, `mok\b`, `mdk\b`, `ratusz\w*`, `klub\w*`, `aul[ai]\b`, `komend\w+`, `przedszkol\w+`, `parafi\w+`, `kosciol\w*`, `straznic\w*`, `liceum`)
)

// heading tells whether a block is a heading: by its format, by a colon at its
// end, or because its few words are such as head a section.
func (x *block) heading() bool {
	switch {
	case x.kind == LineHeading:
		return true
	case x.kind != LinePlain || x.quote:
		return false
	}
	words := x.fold.words()
	if strings.HasSuffix(x.text, ":") {
		return len(words) <= 8
	}
	if len(words) == 0 || len(words) > 6 || strings.ContainsAny(x.text[len(x.text)-1:], ".!?;,") {
		return false
	}
	_, ok := sectionOf(strings.Join(foldWords(x.text), " "))
	return ok && x.label == ""
}

// meta tells whether a block says something of the meeting itself.
func (x *block) meta() bool {
	if x.kind == LineRow {
		return false
	}
	return knownLabel(x.label) == labelMeta || metaPattern.MatchString(x.fold.s)
}

// dated tells whether a block can name the day of a debate, and returns it; where
// it stands with the year missing, year is false. strong says that it begins a new
// debate even if the one before has its day.
func (x *block) dated() (w when, ok, strong bool) {
	if x.kind == LineRow || x.kind == LineItem && knownLabel(x.label) != labelMeta || x.quote {
		return when{}, false, false
	}
	found := dates(x.fold, false)
	if len(found) == 0 {
		return when{}, false, false
	}
	w = found[0]
	if i := slices.IndexFunc(found, func(w when) bool { return w.year }); i >= 0 {
		w = found[i]
	}
	n := len(x.fold.words())
	begins := meetingPattern.FindStringIndex(x.fold.s)
	starts := begins != nil && begins[0] == 0 || w.from == 0
	venue := venuePattern.MatchString(x.fold.s)
	switch {
	case x.kind == LineHeading:
		return w, true, true
	case x.label == "data" || strings.HasPrefix(x.label, "termin"):
		return w, true, true
	case knownLabel(x.label) == labelMeta || x.meta():
		// "Miejsce: …   Data: …" on one line.
		return w, true, w.year && dayLabel.MatchString(x.fold.s)
	case begins != nil && heldPattern.MatchString(x.fold.s):
		// "W dniu … odbyła się debata": prose tells it too.
		return w, true, w.year && heldStart.MatchString(x.fold.s)
	case begins != nil && n <= 25:
		return w, true, starts && n <= 16 && w.year
	case n <= 9 || venue && starts && n <= 20:
		return w, true, venue && starts && w.year
	}
	return when{}, false, false
}
