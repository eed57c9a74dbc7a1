package notes

import "strings"

// sensitivePattern finds matters that must not become a point on a map of
// themselves: violence, people in need, drugs, suicide, children who beg, and
// what accuses the people of a household.
var sensitivePattern = matchAny(
	// violence at home and against people
	`(?:po)?bij(?:e|a|ac\w*)\b`, `bicie\b`, `przemoc\w*`, `zneca\w+`, `maltret\w+`, `molest\w+`, `gwalc\w+`, `gwalt\b`, `pedofil\w*`, `nagabuj\w+`, `nagabywa\w+`, `obnaz\w+`, `ekshibicjon\w+`, `awantur\w+ domow\w+`, `domow\w+ awantur\w+`, `placz\w* dzieck\w+`, `krzyk\w* dzieck\w+`, `zaniedban\w+ dziec\w+`, `niebiesk\w+ kart\w+`,
	// people in need
	`bezdomn(?:y|i|a|ego|emu|ym|ych|ymi|osc\w*)\b`, `koczu\w+`, `koczowisk\w*`, `zebrak\w*`, `mieszka(?:ja)? sam[aoi]?\b`, `samotn\w+ (?:osob\w*|starsz\w+|senior\w*|kobiet\w*|mezczyzn\w*)`, `niepelnosprawn\w+ (?:sasiad\w*|osob\w+ z)`, `chor\w+ psychicz\w+`, `psychicznie chor\w+`,
	// drugs
	`narkot\w+`, `dopalacz\w*`, `strzykawk\w*`, `cpa(?:ja|c|l\w*|nie\w*)?\b`, `cpun\w*`, `diler\w*`, `dealer\w*`, `odurz\w+`, `marihuan\w+`, `amfetamin\w+`, `mefedron\w*`, `haszysz\w*`,
	// suicide
	`samoboj\w+`, `zabic sie\b`, `(?:sie|siebie) zabi(?:c|l\w*|je)\b`, `zabi(?:l\w*|je) sie\b`, `targn\w+ sie`, `odebra\w+ sobie zycie`, `powiesi\w+ sie`, `skocz\w+ z (?:okna|dachu|bloku)`,
	// people of a household
	`w (?:jednym z )?mieszka(?:n|niu|niach)\b`, `z mieszkan(?:ia)?\b`, `sasiad(?:a|em|owi|ka|ki|ow|om)?\b`, `sasiedzi\b`, `lokator\w*`, `(?:pod|spod) (?:numer\w*|nr|(?:jedyn|dwoj|troj|czwor|piat|szost|siodem|osem|dziewiat|dziesiat)k\w+)\b`, `w klatce\b`, `melin\w*`, `rodzina? (?:z|spod|pod)\b`, `wlasciciel\w* posesj\w+`, `dom\w* publiczn\w+`, `agencj\w+ towarzysk\w+`,
)

// notPeople are words of the list above that mean animals or things beside these.
var notPeople = matchAny(`bezdomn\w* (?:ps\w+|pies\w*|kot\w*|zwierz\w+)`, `bije (?:dzwon|zrodlo|zegar)\w*`)

// sensitive tells whether a statement is of a matter that is proposed off the map.
func sensitive(f folded) bool {
	if strings.Contains(strings.ToLower(f.src), "żebr") { // without its dot it may be a meeting (zebranie)
		return true
	}
	return sensitivePattern.MatchString(notPeople.ReplaceAllString(f.s, ""))
}
