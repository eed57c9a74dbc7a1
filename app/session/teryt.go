package session

import (
	"bytes"
	"encoding/csv"
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/paulmach/orb"

	"pinezka/assets"
	"pinezka/data"
)

// ErrTERYT means that no municipality has the code.
var ErrTERYT = errors.New("no municipality has this TERYT code")

// Gmina is a municipality of Poland from the list that the program brings along.
type Gmina struct {
	Code, Name, Kind, Powiat, Voivodeship string
	Bound                                 orb.Bound // degrees; its border is finer
}

var gminas = sync.OnceValue(func() []Gmina {
	r := csv.NewReader(bytes.NewReader(assets.Read("teryt-gminy-polska.csv")))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil {
		panic("embedded list of municipalities: " + err.Error())
	}
	var out []Gmina
	for _, row := range rows[1:] {
		g := Gmina{Code: row[0], Name: row[1], Kind: row[2], Powiat: row[3], Voivodeship: row[4]}
		for i, v := range []*float64{&g.Bound.Min[0], &g.Bound.Min[1], &g.Bound.Max[0], &g.Bound.Max[1]} {
			if *v, err = strconv.ParseFloat(row[5+i], 64); err != nil {
				panic("embedded list of municipalities: " + err.Error())
			}
		}
		out = append(out, g)
	}
	return out
})

// FindGmina returns the municipality of a code of seven digits.
func FindGmina(code string) (Gmina, bool) {
	for _, g := range gminas() {
		if g.Code == code {
			return g, true
		}
	}
	return Gmina{}, false
}

// SearchGmina lists the municipalities whose name begins with the words, then
// those that hold them, at most limit.
func SearchGmina(q string, limit int) []Gmina {
	folded := data.Fold(q)
	if folded == "" {
		return nil
	}
	var first, rest []Gmina
	for _, g := range gminas() {
		name := data.Fold(g.Name)
		switch {
		case strings.HasPrefix(name, folded), strings.HasPrefix(g.Code, q):
			first = append(first, g)
		case strings.Contains(name, folded):
			rest = append(rest, g)
		}
	}
	slices.SortStableFunc(first, func(a, b Gmina) int { return len(a.Name) - len(b.Name) })
	all := append(first, rest...)
	return all[:min(limit, len(all))]
}

// Extract is where the extract of OpenStreetMap for a voivodeship is found.
type Extract struct {
	File string // "podkarpackie-latest.osm.pbf"
	Page string // address of the page that offers it
}

// ExtractFor returns the extract that a municipality lies in. The server has one
// for each voivodeship, made anew every day; the program itself downloads nothing.
func ExtractFor(g Gmina) Extract {
	name := strings.ReplaceAll(data.Fold(g.Voivodeship), " ", "-")
	return Extract{File: name + "-latest.osm.pbf", Page: "https://download.geofabrik.de/europe/poland/" + name + ".html"}
}
