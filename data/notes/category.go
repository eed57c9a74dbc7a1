package notes

import (
	"cmp"
	"slices"

	"pinezka/data"
)

// colloquial are the words in which people speak of what the categories of KMZB
// name officially: beginnings of folded words, in their order, with a few others
// between. Weight 3 is sure, 2 usual, 1 decides only where nothing else is said.
// The catalogue's own names and aliases come in addition.
var colloquial = []struct {
	id      data.CategoryID
	weight  int
	phrases []string
}{
	{"parking", 3, []string{"aut* chodnik*", "samochod* chodnik*", "aut* trawnik*", "samochod* trawnik*", "drog* pozarow*", "blok* wjazd*", "blok* wyjazd*", "blok* przejazd*", "zastawi* chodnik*", "miejsc* parking*", "drug* rzed*", "staw* na pas*"}},
	{"parking", 2, []string{"parkuj*", "parkow*", "zaparkow*", "zastawi*", "zastawian*"}},
	{"parking", 1, []string{"parking*", "wrak*"}},
	{"speeding", 3, []string{"prog* zwaln*", "prog* spowaln*", "pomiar* predkosc*", "za szybko", "jezdz* szybko", "jad* szybko", "jad* szybciej", "po sto", "na godzin*", "wyswietlacz* predkosc*", "radar*", "ogranicz* predkosc*", "ogranicz* km", "szykan*"}},
	{"speeding", 2, []string{"predkosc*", "szybciej", "pedz*", "fotoradar*", "gazuj*", "piraci drogow*", "spowolni*", "uspokoj* ruch*", "km h"}},
	{"road-infrastructure", 3, []string{"sciezk* rower*", "drog* rower*", "oznakow* poziom*", "galez* jezdni*", "galez* drog*", "drzew* jezdni*", "krzew* jezdni*", "przejsc* pieszych", "ubytk*", "malow* pas*", "niszcz* poboc*", "stoi wod*", "bez chodnik*", "zatok* autobus*"}},
	{"road-infrastructure", 2, []string{
		"lamp*", "latarn*", "oswietl*", "doswietl*", "ciemno", "nawierzchn*", "dziur*", "wyboj*", "kolein*", "barier*", "odwodn*", "odwadn*", "zalewa*", "zalan*", "zarow*", "kaluz*", "studzienk*",
		"schod*", "porecz*", "krawezni*", "poboc*", "kladk*", "asfalt*", "szczelin*", "utwardz*", "galez*", "azyl*", "garb*", "oblodz*", "odsniez*", "slisk*",
	}},
	{"road-infrastructure", 1, []string{"chodnik*", "przejsc*", "jezdni*", "przystan*", "drog* gminn*", "mostk*", "pasow dla pieszych"}},
	{"traffic-organisation", 3, []string{"zielon* pieszych", "zielon* swiatl*", "sygnalizac* swietl*", "organizacj* ruchu", "ruch* jednokierunk*", "pierwszenst* przejazd*", "strefa 30", "stref* zamieszk*", "zakaz* postoj*"}},
	{"traffic-organisation", 2, []string{"swiatl*", "sygnalizac*", "znak*", "lustr* drogow*", "lustr*", "objazd*", "zakaz* wjazd*"}},
	{"traffic-organisation", 1, []string{"tiry", "tirow", "tranzyt*", "skrac* drog*", "skrzyzowan*", "pierwszenst*", "kork*"}},
	{"car-races", 3, []string{"wyscig* samochod*", "wyscig* motocykl*", "palen* gum*", "pal* gum*"}},
	{"car-races", 2, []string{"wyscig*", "drift*", "sciga*", "rajd*"}},
	{"level-crossing", 3, []string{"przejazd* kolej*", "rogat*", "szlaban*"}},
	{"track-crossing", 3, []string{"przez tory", "po torach", "przejsc* tor*"}},
	{"forest-animals", 3, []string{"dzik", "dzikow", "dzikami", "sarn*", "jeleni*", "losie", "lisy"}},
	{"dumps", 2, []string{"smiec*", "zasmiec*", "wysypisk*", "gruz*", "odpad*", "opon*", "podrzuc*"}},
	{"dumps", 1, []string{"kosz", "kosze", "koszy", "kosza"}},
	{"greenery-damage", 3, []string{"rozjezdz* traw*", "niszcz* traw*", "niszcz* zielen*", "lam* drzew*", "deptan* traw*"}},
	{"greenery-damage", 2, []string{"klomb*", "kwietnik*", "trawnik*"}},
	{"tree-felling", 3, []string{"wycina* drzew*", "wycie* drzew*", "wycia* drzew*", "scina* drzew*", "scie* drzew*"}},
	{"tree-felling", 2, []string{"wycink*"}},
	{"grass-burning", 3, []string{"pal* traw*", "wypal* traw*", "podpal* traw*", "pal* lak*"}},
	{"quads", 2, []string{"quad*", "kwad", "kwady", "kwadow", "kwadami", "cross", "crossow*", "crossy", "motocross*"}},
	{"dangerous-waters", 3, []string{"skacz* wod*", "skak* wod*", "skok* wod*", "cienk* lod*", "slizg* lod*", "wchodz* lod*"}},
	{"water-areas", 2, []string{"pomost*", "nabrzez*", "skarp* nad"}},
	{"bathing", 2, []string{"kapi*", "kapiel*", "plaz*"}},
	{"drownings", 2, []string{"uton*", "utop*", "topi*"}},
	{"vandalism", 3, []string{"wybi* szyb*", "napraw* lawk*", "niszcz* lawk*", "zniszcz* lawk*", "zniszcz* wiat*", "zniszcz* plac*", "polaman* lawk*", "podpal* kosz*", "podpal* smiet*", "popis* sciana*", "zniszcz* kosz*"}},
	{"vandalism", 2, []string{"wandal*", "dewast*", "pomaza*", "bazgr*", "graffiti*", "zniszcz*", "niszcz*", "zdemolow*", "demol*", "wybit*"}},
	{"minors", 3, []string{"zaczepia* mlodsz*", "zbier* mlodziez*", "grup* mlodziez*"}},
	{"minors", 2, []string{"maloletn*", "nieletn*", "wyrost*", "zaczepia*"}},
	{"minors", 1, []string{"mlodziez*", "mlodzi", "nastolat*", "gimnazjalis*"}},
	{"entertainment", 3, []string{"halas* klub*", "bojk* klub*", "halas* lokal*", "halas* dyskotek*", "bojk* dyskotek*", "glosn* klub*", "glosn* lokal*"}},
	{"entertainment", 2, []string{"dyskotek*", "klub", "klubu", "klubem", "klubie", "pub", "pubu", "pubem"}},
	{"alcohol", 3, []string{"pij* alkohol*", "spozyw* alkohol*", "pic* alkohol*", "pij* lawk*", "pij* piw*"}},
	{"alcohol", 2, []string{"pija", "pije", "pijac*", "pijan*", "popija*", "alkohol*", "libac*", "piwo", "piwa", "piwem", "wodk*", "malpk*", "nietrzezw*"}},
	{"alcohol", 1, []string{"butelk*"}},
	{"intoxicants", 3, []string{"narkot*", "dopalacz*", "marihuan*", "odurz*", "strzykawk*", "diler*", "dealer*", "cpaj*", "cpun*"}},
	{"begging", 3, []string{"żebra*", "żebrz*", "zebrak*"}},
	{"homeless", 3, []string{"osob* bezdomn*", "bezdomny", "bezdomni", "bezdomnego", "bezdomnych", "bezdomnemu", "koczow*", "koczuj*"}},
	{"stray-dogs", 3, []string{"bezpansk*", "bezdomn* ps*", "ps* luzem", "pies luzem", "ps* bez", "pies bez", "wataha*"}},
	{"stray-dogs", 2, []string{"psy", "psow", "psami", "pies", "psa"}},
	{"animal-cruelty", 3, []string{"pies lancuch*", "psa lancuch*", "psy lancuch*", "pies mrozie", "znec* zwierz*", "znec* ps*", "bij* psa", "glodz* ps*", "glodz* zwierz*"}},
	{"poaching", 3, []string{"wnyk*", "sidla*", "klusow*"}},
}

// maxWords is how many words of one item are looked at.
const maxWords = 2000

// gap is how many other words may stand between two of a phrase.
const gap = 4

// classifier proposes categories by the words of a catalogue and of people.
type classifier struct {
	catalogue *data.Catalogue
	entries   []entry
}

type entry struct {
	id     data.CategoryID
	weight int
	p      phrase
}

// newClassifier makes the phrases of a catalogue: of an alias of several words all
// must be there, of each word the ending is free.
func newClassifier(c *data.Catalogue) *classifier {
	k := &classifier{catalogue: c}
	if c == nil {
		return k
	}
	for _, cat := range c.Categories {
		for _, alias := range append([]string{cat.NamePL}, cat.Aliases...) {
			var p phrase
			for _, w := range fold(alias).words() {
				n := len(w.s)
				switch keep := max(n-2, 4); {
				case n <= 2:
				case n > 4 && twofold[w.s[:4]]:
					p = append(p, string([]rune(w.raw)[:keep])+"*")
				case n > 4:
					p = append(p, w.s[:keep]+"*")
				default:
					p = append(p, w.s)
				}
			}
			if len(p) > 0 && len(p) <= 6 {
				k.entries = append(k.entries, entry{cat.ID, min(len(p), 2) + 1, p})
			}
		}
	}
	for _, e := range colloquial {
		if _, ok := c.Category(e.id); !ok {
			continue
		}
		for _, p := range e.phrases {
			k.entries = append(k.entries, entry{e.id, e.weight, phraseOf(p)})
		}
	}
	return k
}

// twofold are beginnings of words that another word shares once the diacritics
// are off: żebranie is begging, zebranie a meeting.
var twofold = map[string]bool{"zebr": true}

// category returns the category that the words speak of most: the one with the
// surest phrase, among equals that with more of them, then the one named first.
// It is "" when nothing in the words names any.
func (k *classifier) category(f folded) data.CategoryID {
	type score struct {
		id            data.CategoryID
		best, n, from int
	}
	var found []score
	ws := f.words()
	ws = ws[:min(len(ws), maxWords)]
	for _, e := range k.entries {
		from, to := e.p.in(ws, gap)
		if from < 0 {
			continue
		}
		i := slices.IndexFunc(found, func(s score) bool { return s.id == e.id })
		if i < 0 {
			i = len(found)
			found = append(found, score{id: e.id, from: ws[to-1].start})
		}
		found[i].best = max(found[i].best, e.weight)
		found[i].from = min(found[i].from, ws[from].start)
		found[i].n++
	}
	if len(found) == 0 {
		return ""
	}
	return slices.MinFunc(found, func(a, b score) int {
		return cmp.Or(b.best-a.best, b.n-a.n, a.from-b.from)
	}).id
}
