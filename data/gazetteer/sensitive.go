package gazetteer

import "strings"

// The words ask first: a person in distress, violence at home, intoxicants, an
// accusation against a household must not become a pin, however exact the
// address (DESIGN.md, section 6). What complaints are usually about must not be
// taken for it, or the question would be clicked away unread: stray dogs, places
// for the disabled, an abandoned car, a mirror to be hung, children who shout.

// distress are words, by lemma, of which one is enough.
var distress = set(`bic katowac zncac znecac przemoc molestowac gwalt gwalcic zgwalcic bezdomny bezdomna bezdomnosc narkotyk narkotykowy narkoman
	narkomanka narkomania dopalacz strzykawka cpac cpun diler amfetamina marihuana heroina mefedron haszysz samobojstwo samobojca samobojczy
	okaleczac alkoholik alkoholiczka pedofil pedofilia prostytucja prostytutka melina odurzac odurzony odurzajacy maltretowac
	demencja schizofrenia nacpany oblozny eksmisja zastraszac przesladowac stalking sutener glodzic`)

// pairs are words, by lemma, that only mean it within so many words of each
// other; prep must stand right before the second where it is given.
var pairs = []struct {
	a, b map[string]bool
	prep string
	near int
}{
	{set(`mieszkac`), set(`sam samotny samotnie`), "", 3},
	{set(`krzyczec wrzeszczec drzec`), set(`dziecko zona matka corka syn maz babcia`), "na", 6},
	{set(`wyzywac szarpac popychac`), set(`dziecko zona matka corka syn maz babcia`), "", 4},
	{set(`zabic zabijac powiesic`), set(`sie siebie`), "", 3},
	{set(`awantura klotnia`), set(`domowy rodzinny malzenski`), "", 2},
	{set(`chory chorowac leczyc`), set(`psychicznie psychiczny umyslowo`), "", 3},
	{set(`dziecko niemowle maluch`), set(`glodny zaniedbany porzucony pozostawiony`), "", 2},
	{set(`palic sprzedawac`), set(`trawka marihuana`), "", 4},
	{set(`targnac`), set(`zycie`), "", 4},
	{set(`sasiad sasiadka`), set(`pijak zlodziej krasc`), "", 6},
	{set(`pies kot zwierze`), set(`lancuch zaglodzony skatowany`), "", 8},
}

var (
	// children are words, by lemma, that make begging a matter for the welfare office.
	children = set(`dziecko niemowle nieletni maloletni`)
	animals  = set(`pies kot zwierze szczeniak piesek kotek`)
	beating  = set(`bic`)
	homeless = set(`bezdomny`)
	idiom    = set(`mozna latwo prawie omal malo`)
	these    = set(`ten taki`)
	alone    = set(`sam`)
)

// sensitive returns the words that make a text one that is not put on the map.
func sensitive(t *text) []span {
	var out []span
	for i := range t.tokens {
		k := &t.tokens[i]
		if k.is(distress) && !t.harmless(i) && (!k.capital || k.first || t.upper) {
			out = append(out, span{i, i})
		}
		// Not by the folded lemma: "zebrać", to gather, would be the same.
		if strings.HasPrefix(strings.ToLower(k.text), "żebr") && t.near(i, 6, children) >= 0 {
			out = append(out, span{i, i})
		}
		for _, p := range pairs {
			if !k.is(p.a) {
				continue
			}
			j := t.nearBehind(i, p.near, p.b, p.prep)
			switch {
			case j < 0:
			case t.tokens[j].is(alone) && j > 0 && t.tokens[j-1].is(these): // in the same house
			case t.near(i, 3, idiom) >= 0: // "można się zabić"
			default:
				out = append(out, span{min(i, j), max(i, j)})
			}
		}
	}
	return out
}

// near returns the token nearest to i, at most so many words away, that is one of
// the words; -1: none.
func (t *text) near(i, most int, words map[string]bool) int {
	return t.nearBehind(i, most, words, "")
}

// nearBehind is near for a word right behind a preposition; "": behind any word.
func (t *text) nearBehind(i, most int, words map[string]bool, prep string) int {
	for d := 1; d <= most; d++ {
		for _, j := range [...]int{i - d, i + d} {
			if j >= 0 && j < len(t.tokens) && t.tokens[j].is(words) && (prep == "" || j > 0 && t.tokens[j-1].fold == prep) {
				return j
			}
		}
	}
	return -1
}

// bells are what "bije" means nothing bad with: they fight, the bell tolls.
var bells = set(`sie dzwon zegar rekord`)

// harmless tells words of distress that are none here: "biją się" happens in the
// street, and "bezdomne psy" are animals.
func (t *text) harmless(i int) bool {
	k := &t.tokens[i]
	switch {
	case k.is(beating):
		return !k.has("verb") || t.near(i, 2, bells) >= 0
	case k.is(homeless):
		return t.near(i, 2, animals) >= 0
	}
	return false
}
