package gazetteer

import "strings"

// The words ask first: a person in distress, violence at home, intoxicants, an
// accusation against a household must not become a pin, however exact the
// address (DESIGN.md, section 6).

// distress are words, by lemma, of which one is enough.
var distress = set(`bic pobic katowac zncac znecac przemoc molestowac gwalt gwalcic zgwalcic bezdomny bezdomna bezdomnosc narkotyk narkotykowy narkoman
	narkomanka narkomania dopalacz strzykawka cpac cpun diler dealer amfetamina marihuana heroina mefedron haszysz samobojstwo samobojca samobojczy
	powiesic okaleczac alkoholik alkoholiczka pedofil pedofilia prostytucja prostytutka melina odurzac odurzony odurzajacy maltretowac
	zaniedbywac demencja schizofrenia naćpany nacpany trzezwy oblozny eksmisja ofiara zastraszac przesladowac stalking sutener handlarz
	glodzic porzucony niepelnosprawny`)

// pairs are words, by lemma, that only mean it near each other.
var pairs = []struct{ a, b map[string]bool }{
	{set(`mieszkac zyc siedziec`), set(`sam samotny samotnie`)},
	{set(`krzyczec wrzeszczec drzec wyzywac szarpac`), set(`dziecko zona matka corka syn maz babcia`)},
	{set(`zabic zabijac`), set(`sie siebie`)},
	{set(`awantura klotnia`), set(`domowy rodzinny malzenski`)},
	{set(`chory chorowac leczyc`), set(`psychicznie psychiczny umyslowo`)},
	{set(`dziecko niemowle maluch`), set(`glodny zaniedbany brudny pozostawiony`)},
	{set(`sprzedawac handlowac rozprowadzac palic brac`), set(`narkotyk dopalacz trawka ziolo prochy marihuana`)},
	{set(`targnac`), set(`zycie`)},
	{set(`sasiad sasiadka`), set(`pijak zlodziej krasc pic`)},
	{set(`pies kot zwierze`), set(`lancuch zaglodzony skatowany`)},
}

// near is within how many words the two of a pair stand.
const near = 6

// sensitive returns the words that make a text one that is not put on the map.
func sensitive(t *text) []span {
	var out []span
	for i := range t.tokens {
		k := &t.tokens[i]
		if k.is(distress) && !t.brawl(i) && (!k.capital || k.first || t.upper) {
			out = append(out, span{i, i})
		}
		// Not by the folded lemma: "zebrać", to gather, would be the same.
		if strings.HasPrefix(strings.ToLower(k.text), "żebr") && t.near(i, children) >= 0 {
			out = append(out, span{i, i})
		}
		for _, p := range pairs {
			if !k.is(p.a) {
				continue
			}
			if j := t.near(i, p.b); j >= 0 {
				out = append(out, span{min(i, j), max(i, j)})
			}
		}
	}
	return out
}

// children are words, by lemma, that make begging a matter for the welfare office.
var children = set(`dziecko niemowle nieletni maloletni`)

// near returns the token nearest to i that is one of the words; -1: none.
func (t *text) near(i int, words map[string]bool) int {
	for d := 1; d <= near; d++ {
		for _, j := range [...]int{i - d, i + d} {
			if j >= 0 && j < len(t.tokens) && t.tokens[j].is(words) {
				return j
			}
		}
	}
	return -1
}

// brawl tells "biją się" and "bije dzwon", which happen to nobody at home.
func (t *text) brawl(i int) bool {
	if !t.tokens[i].is(map[string]bool{"bic": true}) {
		return false
	}
	if !t.tokens[i].has("verb") {
		return true
	}
	for j := max(0, i-2); j < min(len(t.tokens), i+3); j++ {
		if t.tokens[j].fold == "sie" || t.tokens[j].fold == "dzwon" || t.tokens[j].fold == "dzwony" {
			return true
		}
	}
	return false
}
