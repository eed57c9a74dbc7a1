package sample

import "pinezka/data"

// Names of the sample's institutions.
const (
	police    = "Policja"
	guard     = "Straż Miejska"
	roads     = "Miejski Zarząd Dróg"
	communal  = "Zakład Gospodarki Komunalnej"
	greens    = "Zarząd Zieleni Miejskiej"
	welfare   = "Miejski Ośrodek Pomocy Społecznej"
	town      = "Urząd Miasta"
	waters    = "Państwowe Gospodarstwo Wodne Wody Polskie"
	transport = "Zarząd Transportu Miejskiego"
	shelter   = "Schronisko dla zwierząt"
)

// Institutions returns who answers for which categories in a town: the table that
// a new project begins with, to be edited.
func Institutions() []data.Institution {
	of := func(name string, categories ...data.CategoryID) data.Institution {
		return data.Institution{Name: name, Categories: categories}
	}
	return []data.Institution{
		of(police, "speeding", "car-races", "vandalism", "minors", "entertainment", "alcohol", "intoxicants", "begging",
			"animal-cruelty", "poaching", "drownings", "quads", "level-crossing", "track-crossing", "forest-animals"),
		of(guard, "parking", "alcohol", "begging", "stray-dogs", "dumps", "grass-burning", "greenery-damage"),
		of(roads, "road-infrastructure", "traffic-organisation", "parking", "forest-animals"),
		of(communal, "dumps"),
		of(greens, "greenery-damage", "tree-felling"),
		of(welfare, "homeless", "begging", "minors"),
		of(town, "tree-felling", "entertainment", "bathing", "grass-burning"),
		of(waters, "dangerous-waters", "water-areas", "bathing"),
		of(transport, "vandalism"),
		of(shelter, "stray-dogs", "animal-cruelty"),
	}
}
