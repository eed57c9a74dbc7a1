package exchange

import (
	"strings"

	"pinezka/data"
)

// Role says what a column means.
type Role string

// The roles of columns. Place and text may be given to several columns, whose
// words are then joined; every other role has one column.
const (
	RoleNone            Role = ""
	RoleID              Role = "id"      // the institution's own number
	RoleOrdinal         Role = "ordinal" // the row's position in the list: kept as number, but no identity
	RoleCategory        Role = "category"
	RoleCategoryWritten Role = "category-written" // as an earlier source wrote it
	RoleStatus          Role = "status"
	RoleStatusWritten   Role = "status-written"
	RoleDate            Role = "date" // with or without an hour
	RoleTime            Role = "time" // of day
	RoleTimeSource      Role = "time-source"
	RoleWeekdays        Role = "weekdays"
	RoleHours           Role = "hours"
	RoleLat             Role = "lat"
	RoleLon             Role = "lon"
	RoleX               Role = "x"
	RoleY               Role = "y"
	RolePlace           Role = "place"
	RolePrecision       Role = "precision"
	RoleText            Role = "text"
	RoleInstitution     Role = "institution"
	RoleOrigin          Role = "origin"
	RoleNature          Role = "nature"

	// Of lists of motions.
	RoleMotion       Role = "motion"
	RoleNumber       Role = "number"
	RoleDebate       Role = "debate"
	RoleMunicipality Role = "municipality"
	RoleTheme        Role = "theme"
	RoleAddressee    Role = "addressee"
	RoleAnswer       Role = "answer"
	RoleSource       Role = "source"
)

// Roles lists the roles that a column of reports can be given by hand.
var Roles = []Role{
	RoleNone, RoleID, RoleOrdinal, RoleCategory, RoleStatus, RoleDate, RoleTime, RoleWeekdays, RoleHours, RoleLat, RoleLon, RoleX, RoleY,
	RolePlace, RolePrecision, RoleText, RoleInstitution, RoleOrigin, RoleNature,
}

// Column is a column of a file and what it means.
type Column struct {
	Name string `json:"name"`
	Role Role   `json:"role"`
}

// many are the roles that several columns may share.
func (r Role) many() bool { return r == RoleNone || r == RolePlace || r == RoleText }

// claim is how well a name fits a role; the lowest rank wins.
type claim struct {
	role Role
	rank int
}

// names are folded column names, in Polish and English; a name's place in its
// list is its rank.
var names = index(map[Role][]string{
	RoleID: {
		"id", "nr w zrodle", "number at source", "source id", "nr sprawy", "numer sprawy", "nr zgloszenia", "numer zgloszenia", "id zgloszenia",
		"numer interwencji", "nr interwencji", "sygnatura", "znak sprawy", "crime id", "case number", "case id", "report id", "service request id",
		"identyfikator", "numer", "nr", "number", "no",
	},
	RoleOrdinal: {"lp", "l p", "poz", "pozycja", "nr wiersza", "row"},
	RoleCategory: {
		"kategoria", "category", "kategoria zagrozenia", "crime type", "rodzaj zagrozenia", "rodzaj zgloszenia", "typ zgloszenia", "typ zagrozenia",
		"zagrozenie", "rodzaj interwencji", "rodzaj", "typ", "type", "service name", "kategoria zgloszenia",
	},
	RoleCategoryWritten: {"kategoria w zrodle", "category at source", "category as written"},
	RoleStatus:          {"status", "status zgloszenia", "stan", "last outcome category", "outcome", "stan sprawy"},
	RoleStatusWritten:   {"status w zrodle", "status at source", "status as written"},
	RoleDate: {
		"data i godzina", "data godzina", "date and time", "datetime", "data zdarzenia", "data zgloszenia", "data interwencji", "data", "date", "time",
		"czas", "data i czas", "data czas", "czas zdarzenia", "czas zgloszenia", "month", "miesiac", "dzien", "day", "timestamp", "requested datetime",
	},
	RoleTime:       {"godzina", "godz", "godzina zdarzenia", "godzina zgloszenia", "hour", "time of day"},
	RoleTimeSource: {"czas w zrodle", "time at source", "time source"},
	RoleWeekdays:   {"dni tygodnia", "weekdays"},
	RoleHours:      {"godziny", "hours", "przedzial godzin"},
	RoleLat: {
		"lat", "latitude", "szerokosc geograficzna", "szerokosc geogr", "szerokosc", "szer geogr", "szer", "wgs84 lat", "gps lat", "lat wgs84", "fi",
	},
	RoleLon: {
		"lon", "lng", "long", "longitude", "dlugosc geograficzna", "dlugosc geogr", "dlugosc", "dl geogr", "dlug geogr", "dlug", "dl", "wgs84 lon", "gps lon", "lon wgs84",
	},
	RoleX: {"x", "wspolrzedna x", "wsp x", "coord x", "point x", "x coord"},
	RoleY: {"y", "wspolrzedna y", "wsp y", "coord y", "point y", "y coord"},
	RolePlace: {
		"miejsce", "place", "adres", "address", "ulica", "street", "location", "lokalizacja", "miejscowosc", "miejsce zdarzenia", "adres zdarzenia",
		"nr domu", "numer domu", "nr budynku", "skrzyzowanie", "miejsce zgloszenia", "street address",
	},
	RolePrecision:   {"dokladnosc miejsca", "precision of place", "precision"},
	RoleText:        {"opis", "text", "tresc", "description", "opis zdarzenia", "opis zgloszenia", "szczegoly", "details", "uwagi", "komentarz", "comment"},
	RoleInstitution: {"podmiot", "institution", "instytucja", "jednostka", "reported by"},
	RoleOrigin:      {"pochodzenie", "origin"},
	RoleNature:      {"charakter", "nature"},
})

// motionNames are the names in lists of motions.
var motionNames = index(map[Role][]string{
	RoleNumber:       {"nr", "numer", "lp", "l p", "number", "no", "id"},
	RoleDebate:       {"debata", "debate", "nazwa debaty"},
	RoleDate:         {"data debaty", "data", "date", "debate date"},
	RoleMotion:       {"wniosek", "tresc wniosku", "tresc", "motion", "postulat", "glos", "text"},
	RoleCategory:     {"kategoria", "category"},
	RoleTheme:        {"temat", "theme", "topic"},
	RolePlace:        {"miejsce", "place", "lokalizacja", "adres", "ulica"},
	RoleMunicipality: {"gmina", "municipality"},
	RoleAddressee:    {"adresat", "addressee", "podmiot", "do kogo"},
	RoleAnswer:       {"odpowiedz", "answer", "reakcja"},
	RoleSource:       {"zrodlo", "source"},
	RoleLat:          {"lat", "latitude", "szerokosc", "szerokosc geograficzna"},
	RoleLon:          {"lon", "lng", "longitude", "dlugosc", "dlugosc geograficzna"},
	RoleX:            {"x", "wspolrzedna x"},
	RoleY:            {"y", "wspolrzedna y"},
})

func index(m map[Role][]string) map[string]claim {
	out := map[string]claim{}
	for role, list := range m {
		for rank, n := range list {
			out[n] = claim{role, rank}
		}
	}
	return out
}

// claimOf tells which role a column's name claims.
func claimOf(name string, known map[string]claim) claim {
	f := data.Fold(name)
	if c, ok := known[f]; ok {
		return c
	}
	first, rest, _ := strings.Cut(f, " ")
	motions := known["wniosek"].role == RoleMotion
	switch {
	case motions && first == "wniosek":
		return claim{RoleMotion, 90}
	case motions:
		return claim{}
	}
	if strings.Count(f, " ") > 3 {
		return claim{} // a sentence, not a name
	}
	// The letter of an axis with words around it: "X (1992)", "Współrzędna Y (2000/7)".
	for _, w := range strings.Fields(f) {
		if (w == "x" || w == "y") && planeWords(f) {
			if w == "x" {
				return claim{RoleX, 80}
			}
			return claim{RoleY, 80}
		}
	}
	switch first {
	case "szerokosc", "latitude", "lat":
		return claim{RoleLat, 85}
	case "dlugosc", "longitude", "lon":
		return claim{RoleLon, 85}
	case "kategoria":
		return claim{RoleCategory, 85}
	case "data", "date":
		for _, other := range []string{"zakonczenia", "zamkniecia", "wplywu", "aktualizacji", "modyfikacji", "weryfikacji", "wydania", "zmiany", "closed", "updated"} {
			if strings.HasPrefix(rest, other) {
				return claim{}
			}
		}
		return claim{RoleDate, 85}
	case "opis", "description":
		return claim{RoleText, 85}
	case "adres", "miejsce", "ulica":
		return claim{RolePlace, 85}
	}
	return claim{}
}

// planeWords tells whether a folded name speaks of coordinates and of nothing
// else.
func planeWords(f string) bool {
	for _, w := range strings.Fields(f) {
		switch w {
		case "x", "y", "wsp", "wspolrzedna", "wspolrzedne", "coord", "coordinate", "gps", "wgs84", "wgs", "84", "puwg", "pl", "uklad", "ukl",
			"1992", "92", "2000", "5", "6", "7", "8", "m", "n", "e", "epsg", "2180", "2176", "2177", "2178", "2179", "utm", "geodezyjna", "geograficzna":
		default:
			return false
		}
	}
	return true
}

// assign gives roles to columns by their names: of two that claim the same role
// the better one has it.
func assign(header []string, known map[string]claim) []Column {
	out := make([]Column, len(header))
	best := map[Role]int{}
	rank := map[Role]int{}
	for i, h := range header {
		out[i].Name = strings.TrimSpace(h)
		c := claimOf(h, known)
		if c.role.many() {
			out[i].Role = c.role
			continue
		}
		if j, taken := best[c.role]; taken {
			if c.rank >= rank[c.role] {
				continue
			}
			out[j].Role = RoleNone
		}
		best[c.role], rank[c.role] = i, c.rank
		out[i].Role = c.role
	}
	return out
}

// recognised counts the cells of a row that are names of columns.
func recognised(cells []string) int {
	n := 0
	for _, c := range cells {
		if len(c) < 60 && c != "" && (claimOf(c, names).role != RoleNone || claimOf(c, motionNames).role != RoleNone) {
			n++
		}
	}
	return n
}

// find returns the first column of a role, or -1.
func find(columns []Column, r Role) int {
	for i := range columns {
		if columns[i].Role == r {
			return i
		}
	}
	return -1
}
