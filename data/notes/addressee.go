package notes

import (
	"regexp"
	"slices"
	"strings"
)

// AddresseeCode groups those whom motions ask.
type AddresseeCode string

// The groups of addressees.
const (
	AddresseePolice       AddresseeCode = "police"
	AddresseeGuard        AddresseeCode = "guard"        // municipal guard
	AddresseeRoads        AddresseeCode = "roads"        // road managers of any rank
	AddresseeMunicipality AddresseeCode = "municipality" // the office, mayor and council
	AddresseeSocial       AddresseeCode = "social"       // social welfare
	AddresseeOther        AddresseeCode = "other"
)

// addresseeWords are those who are asked at debates, with the name that is shown:
// the first that fits at a place wins, so longer ones stand above.
var addresseeWords = []struct {
	code    AddresseeCode
	name    string
	phrases []string
}{
	{AddresseeOther, "straż pożarna", []string{"straz* pozarn*", "ochotnicz* straz*", "osp", "psp"}},
	{AddresseeOther, "straż leśna", []string{"straz* lesn*"}},
	{AddresseeOther, "straż rybacka", []string{"straz* ryback*"}},
	{AddresseeGuard, "straż gminna", []string{"straz* gminn*"}},
	{AddresseeGuard, "straż miejska", []string{"straz* miejsk*", "straz", "strazy", "straza", "straznicy", "straznikow", "straznikom", "municypalni", "municypalnych"}},
	{AddresseePolice, "dzielnicowy", []string{"dzielnicow*"}},
	{AddresseePolice, "policja", []string{"policj*", "komend* powiatow*", "komend* miejsk*", "komendant*", "komisariat*", "posterun*", "kpp", "kmp", "drogowk*"}},
	{AddresseeRoads, "zarządca drogi", []string{"zarzadc* drog*", "zarzadc* drogow*", "zarzadzajac* drog*", "zarzad* drog*", "zarzad* drogow*", "zdm", "mzd", "zdmik*", "mzdim", "gddkia", "pzd", "zdp", "zdw", "zdiz", "drogowcy", "drogowcow"}},
	{AddresseeSocial, "pomoc społeczna", []string{"pomoc* spoleczn*", "opiek* spoleczn*", "pracownik* socjaln*", "mops*", "gops*", "mgops*", "ops", "opsu", "pcpr"}},
	{AddresseeMunicipality, "miasto", []string{"urzad* miast*", "urzed* miast*", "urzad* miejsk*", "urzed* miejsk*", "wladz* miast*", "rad* miast*", "rad* miejsk*", "ratusz*", "magistrat*", "miasto", "miastu", "do miasta", "od miasta"}},
	{AddresseeMunicipality, "gmina", []string{"urzad* gmin*", "urzed* gmin*", "wladz* gmin*", "rad* gmin*", "gmina", "gmine", "do gminy", "od gminy", "samorzad*"}},
	{AddresseeMunicipality, "prezydent", []string{"prezydent*"}},
	{AddresseeMunicipality, "burmistrz", []string{"burmistrz*"}},
	{AddresseeMunicipality, "wójt", []string{"wojt*"}},
	{AddresseeOther, "spółdzielnia", []string{"spoldzielni*", "sp mieszkaniow*"}},
	{AddresseeOther, "wspólnota", []string{"wspolnot*"}},
	{AddresseeOther, "Lasy Państwowe", []string{"lasy panstwow*", "lasow panstwow*", "nadlesnict*", "lesnict*", "lesniczy", "lesniczego"}},
	{AddresseeOther, "Wody Polskie", []string{"wody polskie", "wod polskich"}},
	{AddresseeOther, "kolej", []string{"pkp", "plk", "zarzadc* torow*", "zarzadc* linii"}},
	{AddresseeOther, "powiat", []string{"starost*", "powiat", "powiatu", "powiatowi"}},
	{AddresseeOther, "sołtys", []string{"soltys", "soltysa", "soltysowi"}},
	{AddresseeOther, "zarządca zieleni", []string{"zarzadc* zieleni", "zarzad* zieleni", "zieleni miejskiej"}},
	{AddresseeOther, "zarządca", []string{"zarzadc*", "administracj* osiedl*", "administrator*", "zaklad* komunaln*", "mpgk", "mosir*", "mpk", "sanepid*", "kuratori*", "schronisk*", "dyrekcj* szkol*", "dyrektor* szkol*", "wlasciciel* teren*", "wlasciciel* lokal*"}},
}

// addressee is one who may be meant, at a place in folded text.
type addressee struct {
	from, to int
	code     AddresseeCode
	name     string
	rank     int
}

var addresseePhrases = func() (out []struct {
	code AddresseeCode
	name string
	p    phrase
},
) {
	for _, a := range addresseeWords {
		for _, p := range a.phrases {
			out = append(out, struct {
				code AddresseeCode
				name string
				p    phrase
			}{a.code, a.name, phraseOf(p)})
		}
	}
	return out
}()

// Before these words a name is a place or belongs to one: "przy komendzie", "Nowe
// Miasto", "ul. Prezydenta Mościckiego".
var placeBefore = strings.Fields("przy kolo obok pod przed za naprzeciw naprzeciwko ul ulica ulicy ulice al aleja alei aleje pl placu nowe stare cale srodmiescie osiedle osiedlu przez okolicy okolice okolicach terenie teren rejonie budynku budynkiem parkingu siedziby siedziba")

// addressees lists those who are named, in their order.
func addressees(f folded) []addressee {
	ws := f.words()
	var out []addressee
	for i := 0; i < len(ws); i++ {
		for _, p := range addresseePhrases {
			to := p.p.at(ws, i, 0)
			if to < 0 {
				continue
			}
			if i == 0 || !slices.Contains(placeBefore, ws[i-1].s) {
				out = append(out, addressee{from: ws[i].start, to: ws[to-1].end, code: p.code, name: p.name})
			}
			i = to - 1
			break
		}
	}
	return out
}

var (
	// What says that the next words are the addressee.
	beforeAddressee = regexp.MustCompile(`(?:^|adresat\w*:?(?: jest)?\s|do kogo:?\s|[(;]\s*(?:do |dla )?|- ?(?:do |dla )?|wniosek (?:do |dla )|, |(?:^|[(;-] ?)do |odpowiedzialn\w+:?(?: jest)?\s|wykonawca:?\s)$`)
	// What may follow an addressee that stands apart.
	behindAddressee = regexp.MustCompile(`^\s*(?:$|[:;,).-])`)
	askerPattern    = regexp.MustCompile(`^\s+(?:\w+\s+)?(?:(?:za)?wnioskowa\w+|(?:po)?pros(?:il\w*|i|imy)\b|(?:za)?proponowa\w+|zglosi\w+|mowi\w+|pyta\w+|wnosi\w*|wniosl\w*|apelowa\w+|zwroci\w+ uwage|wskaza\w+)`)
	patrolPattern   = matchAny(`patrol\w*`, `radiowoz\w*`)
)

// addresseeOf returns who is asked: one who stands apart from the sentence before
// one who is part of it. Patrols are the police's unless somebody else is named.
func addresseeOf(f folded) (addressee, bool) {
	as := addressees(f)
	// Who asks is not asked: "pani sołtys wnioskowała o …".
	as = slices.DeleteFunc(as, func(a addressee) bool { return askerPattern.MatchString(f.s[a.to:]) })
	for i, a := range as {
		apart := beforeAddressee.MatchString(lastOf(f.s, a.from)) && behindAddressee.MatchString(f.s[a.to:])
		if apart {
			as[i].rank = 1
		}
	}
	slices.SortStableFunc(as, func(a, b addressee) int { return b.rank - a.rank })
	if len(as) > 0 {
		return as[0], true
	}
	if patrolPattern.MatchString(f.s) {
		return addressee{code: AddresseePolice, name: "policja", rank: -1}, true
	}
	return addressee{}, false
}

// apart tells whether an addressee stands apart from the sentence, which only a
// motion has.
func (a addressee) apart() bool { return a.rank > 0 }
