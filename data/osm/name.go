package osm

import (
	"slices"
	"strings"
)

// name is a street's name taken apart: people write "Rejtana", "T. Rejtana",
// "REJTANA TADEUSZA" and "al. Rejtana" for the Aleja Tadeusza Rejtana.
type name struct {
	key      string   // the words without which the name is another, sorted
	given    []string // given names, sorted
	initials []string // of given names
	kind     string   // "", "ulica", "aleja", "plac", "rondo", …
}

// streetKinds are the words that say what kind of street it is.
var streetKinds = map[string]string{
	"ul": "ulica", "ulica": "ulica", "ulicy": "ulica", "al": "aleja", "aleja": "aleja", "alei": "aleja", "aleje": "aleja", "pl": "plac", "plac": "plac", "placu": "plac",
	"os": "osiedle", "osiedle": "osiedle", "osiedlu": "osiedle", "rondo": "rondo", "ronda": "rondo", "rondzie": "rondo", "skwer": "skwer", "bulwar": "bulwar", "most": "most",
}

// titles stand in names on signs, and people leave them out.
var titles = map[string]bool{
	"generala": true, "gen": true, "ksiedza": true, "ks": true, "profesora": true, "prof": true, "doktora": true, "dr": true, "majora": true, "mjr": true,
	"pulkownika": true, "plk": true, "podpulkownika": true, "pplk": true, "biskupa": true, "bp": true, "bpa": true, "arcybiskupa": true, "abp": true, "marszalka": true,
	"marsz": true, "kapitana": true, "kpt": true, "porucznika": true, "por": true, "rotmistrza": true, "rtm": true, "inzyniera": true, "inz": true, "im": true, "imienia": true,
	"kardynala": true, "kard": true, "pralata": true, "hetmana": true, "harcmistrza": true, "hm": true, "ojca": true,
}

// nameOf takes folded words apart.
func nameOf(words []string) name {
	var n name
	var rest []string
	for i, w := range words {
		kind := streetKinds[w]
		switch {
		// A kind stands first; lists also have it last: "STASZICA STANISŁAWA PL.".
		case kind != "" && i == 0 && len(words) > 1, kind != "" && i > 0 && i == len(words)-1 && len(w) == 2 && n.kind == "":
			n.kind = kind
		case i > 0 && w == "go" && words[i-1][0] >= '0' && words[i-1][0] <= '9':
		case titles[w]:
		case w == "swietego" || w == "swietej" || w == "swietych":
			rest = append(rest, "sw")
		default:
			rest = append(rest, w)
		}
	}
	// Saints and kings are called by their given name: there it is the name itself.
	var key []string
	ruler := slices.ContainsFunc(rest, func(w string) bool { return rulers[w] }) || len(rest) > 1 && slices.ContainsFunc(rest[1:], isRoman)
	for _, w := range rest {
		switch {
		case ruler || len(rest) == 1:
			key = append(key, w)
		case len(w) == 1 && (w[0] < '0' || w[0] > '9'):
			n.initials = append(n.initials, w)
		case givenNames[w]:
			n.given = append(n.given, w)
		default:
			key = append(key, w)
		}
	}
	if len(key) == 0 {
		key, n.given = rest, nil // "Jana Kazimierza"
	}
	slices.Sort(key)
	slices.Sort(n.given)
	n.key = strings.Join(key, " ")
	return n
}

// fits tells whether a written name can mean a street's: the given names of one
// are among those of the other, and initials begin them.
func (n name) fits(street name) bool {
	within := func(a, b []string) bool {
		return !slices.ContainsFunc(a, func(w string) bool { return !slices.Contains(b, w) })
	}
	if !within(n.given, street.given) && !within(street.given, n.given) {
		return false
	}
	if len(street.given) == 0 {
		return true
	}
	return !slices.ContainsFunc(n.initials, func(i string) bool {
		return !slices.ContainsFunc(street.given, func(w string) bool { return strings.HasPrefix(w, i) })
	})
}

var rulers = map[string]bool{"sw": true, "krola": true, "krolowej": true, "ksiecia": true, "ksieznej": true, "papieza": true}

// isRoman tells a Roman number that follows a ruler's name.
func isRoman(w string) bool { return w != "" && strings.Trim(w, "ivx") == "" }

// givenNames are Polish given names in the genitive, folded, as they stand in the
// names of streets.
var givenNames = words(`adama adolfa agnieszki albina aleksandra aleksandry aleksego alfonsa alfreda alojzego andrzeja anieli anny antoniego antoniny
	apolinarego apolonii arkadego artura augusta augustyna barbary bartlomieja bartosza benedykta bernarda blazeja bogdana boguslawa bogumila boleslawa
	bonifacego bronislawa brunona celiny cezarego cypriana czeslawa damiana daniela dariusza dawida dominika edmunda edwarda eligiusza elizy elzbiety emila
	emilii eugeniusza ewy fabiana feliksa ferdynanda franciszka fryderyka gabriela gabrieli grazyny grzegorza gustawa haliny hanny heleny henryka hieronima hipolita
	honorata huberta hugona ignacego ireny iwana izabeli jacka jadwigi jakuba jana janiny janusza jaroslawa jedrzeja jerzego joachima joanny jozefa jozefy juliana juliusza
	kajetana kamila karola karoliny katarzyny kazimiery kazimierza klaudyny klemensa klementyny konrada konstantego kornela krystyny krzysztofa ksawerego leona leonarda leopolda
	leslawa leszka lucjana lucji ludwika ludwiki lukasza macieja maksymiliana malgorzaty marcelego marcina marii marka mariana mateusza maurycego melchiora michala mieczyslawa
	mikolaja narcyzy natalii norberta olgi oskara pawla piotra poli rafala romana romualda ryszarda samuela sebastiana seweryna stanislawa stanislawy stefana stefanii
	sylwestra szymona tadeusza teodora teofila teresy tomasza tymoteusza urszuli waclawa walentego walerego walerii wandy wawrzynca wiktora wilhelma wincentego wita witolda
	wladyslawa wlodzimierza wojciecha zbigniewa zdzislawa zofii zygmunta`)

func words(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}
