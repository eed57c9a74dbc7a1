package notes

import (
	"regexp"
	"strconv"
	"strings"

	"pinezka/data"
)

// stateWords tell from an answer how far a motion has come. The first that is
// found decides: who passes a matter on says so beside a refusal.
var stateWords = []struct {
	is data.MotionState
	p  *regexp.Regexp
}{
	{data.MotionPassed, matchAny(`przekazan\w+`, `przekazal\w*`, `przekaz(?:e|emy|ujemy)\b`, `skierowano do`, `wedlug wlasciwosci`)},
	{data.MotionRefused, matchAny(`odmow\w+`, `odmaw\w+`, `odrzuc\w+`, `brak srodkow`, `nie ma (?:srodkow|mozliwosci)`, `nieuwzgledn\w+`, `nie uwzgledn\w+`, `nie (?:bedzie|zostanie) \w*realizowan\w*`, `niezasadn\w+`, `negatywn\w+`)},
	{data.MotionAccepted, matchAny(`wniosek (?:zostal )?przyjet\w*`, `przyjeto\b`, `przyjet[aey]\b`, `zaakceptowan\w+`, `pozytywn\w+`)},
	{data.MotionInProgress, matchAny(`w toku\b`, `w trakcie\b`, `rozpoczet\w+`, `trwaj\w+`, `trwa\b`, `w realizacji\b`, `realizowan\w+`, `realizacja na biezaco`)},
	{data.MotionPlanned, matchAny(`zaplanowan\w+`, `zaplanuj\w+`, `planowan[aey]\b`, `planuj\w+`, `w planie\b`, `ujet[aeyo]\b`, `zostan(?:ie|a)\b`, `bedzie\b`, `beda\b`)},
	{data.MotionDone, matchAny(`wykonan\w+`, `zrealizowan\w+`, `uwzgledni\w+`, `ustawion\w+`, `naprawion\w+`, `usuniet\w+`, `zamontowan\w+`, `zrobion\w+`, `wymienion\w+`, `posprzatan\w+`, `wybudowan\w+`, `przeprowadzon\w+`, `zakonczon\w+`, `odnowion\w+`, `oznakowan[oa]\b`, `przyciet\w+`, `wyczyszczon\w+`)},
}

// stateOf tells from an answer how far a motion has come, "" when it does not say.
func stateOf(f folded) data.MotionState {
	for _, s := range stateWords {
		if s.p.MatchString(f.s) {
			return s.is
		}
	}
	return ""
}

var supportPattern = regexp.MustCompile(`\b(?:popar(?:l[oaiy]|cie)|za wnioskiem|glosow za|za)\s*:?\s*(\d{1,4})\b(?:\s*(?:os\w+|glos\w*))?|\b(\d{1,4})\s*(?:glos(?:ow|y)? za\b|glos(?:ow|y)? poparcia|osob\w* (?:popar\w+|za\b)|podpis(?:ow|y)\b)`)

// supportOf returns how many hands were raised, 0 when it is not told.
func supportOf(f folded) int {
	m := supportPattern.FindStringSubmatch(f.s)
	if m == nil {
		return 0
	}
	if !strings.Contains(m[0], "pop") && !strings.Contains(m[0], "glos") && !strings.Contains(m[0], "os") && !strings.Contains(m[0], "podpis") && !strings.Contains(m[0], ":") {
		return 0 // "za 40" may be anything
	}
	n, err := strconv.Atoi(m[1] + m[2])
	if err != nil {
		return 0
	}
	return n
}
