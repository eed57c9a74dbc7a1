package notes

// Locator finds the places that words mean. data/gazetteer has the knowledge for
// it; this package only asks, so that notes can be read with no base map at hand.
type Locator interface {
	// Locate returns the place that a statement is about. area are words about
	// where the debate was held, by which several places of one name are told
	// apart or at least put in order.
	Locate(text, area string) Place
}

// Place is what a Locator proposes.
type Place struct {
	// IDs name what was found, in the form "street:A", "crossing:A+B",
	// "stretch:A(B..C)", "address:A#14-20", "poi:A|poi:B" where one of several must
	// be chosen, "A ; B" for several places, "whole" for the whole municipality;
	// "" for none.
	IDs string
	// Question is what a person must be asked: "where", "which", "number",
	// "sensitive"; "" or "-" when nothing is open.
	Question string
	Pin      bool   // it may become a mark on the map without being asked
	Words    string // those it rests on
}

// Sensitive is the Question of a matter that must not become a mark of itself.
const Sensitive = "sensitive"

// settled puts the rule for sensitive matters over whatever a Locator said.
func (p Place) settled(delicate bool) Place {
	if p.Question == "" {
		p.Question = "-"
	}
	if delicate {
		p.Pin, p.Question = false, Sensitive
	}
	if p.IDs == "" {
		p.Pin = false
	}
	return p
}

// unknown tells whether nothing was found and nothing is to be asked: the words
// name no place at all.
func (p Place) unknown() bool { return p.IDs == "" && (p.Question == "" || p.Question == "-") }
