package overlay

import (
	"math"

	"github.com/paulmach/orb"

	"pinezka/data"
	"pinezka/mapview/style"
)

// Fact is what a legend counts a report by, in codes of the catalogue.
type Fact struct {
	Category, Group, Letters string
	Status, Origin           string
	// Places in the catalogue, by which a legend orders; what the catalogue lacks comes last.
	CategoryOrder, StatusOrder int
	// Sensitive reports are left out where places are told one by one.
	Sensitive bool
	// Where is the place in degrees; meaningful only when Placed.
	Where  orb.Point
	Placed bool
}

// Look is how a layer draws its symbols, so that a legend draws the same.
type Look struct {
	Symbols *style.Symbols
	Letters bool
}

// Look returns how the symbols are drawn.
func (t Threats) Look() Look { return Look{t.symbols(), t.Letters} }

// Look returns how the symbols are drawn.
func (o Points) Look() Look { return Look{Threats{Symbols: o.Symbols}.symbols(), o.Letters} }

// Facts returns what is known of each report by its id.
func (t Threats) Facts() map[int64]Fact { return facts(t.Reports, t.Catalogue) }

// Facts returns what is known of each report by its id.
func (o Points) Facts() map[int64]Fact { return facts(o.Reports, o.Catalogue) }

func facts(reports []data.Report, c *data.Catalogue) map[int64]Fact {
	out := make(map[int64]Fact, len(reports))
	for i := range reports {
		r := &reports[i]
		f := Fact{
			Category: string(r.Category), Status: string(r.Status), Origin: string(r.Origin),
			CategoryOrder: math.MaxInt, StatusOrder: math.MaxInt,
			Where: r.Where.Point, Placed: r.Where.Known(),
		}
		if c != nil {
			if k, ok := c.Category(r.Category); ok {
				f.Group, f.Letters, f.Sensitive = string(k.Group), k.Letters, k.Sensitive
				if k.Number > 0 {
					f.CategoryOrder = k.Number
				}
			}
			if s, ok := c.Status(r.Status); ok {
				f.StatusOrder = s.Order
			}
		}
		out[int64(r.ID)] = f
	}
	return out
}
