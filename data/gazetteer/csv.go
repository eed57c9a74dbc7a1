package gazetteer

import (
	"encoding/csv"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// ReadFolder reads a gazetteer from three tables as oracle 14 has them:
// gazetteer.csv (id, name, kind, osm_kind, lon, lat, same_as, other_names),
// crossings.csv (a, b, lon, lat) and addresses.csv (street, number, lon, lat).
// Degrees are WGS 84. Errors name the table and the line.
func ReadFolder(folder fs.FS) (Input, error) {
	var in Input
	shape := map[string][]orb.Point{}
	err := table(folder, "gazetteer.csv", func(f func(string) string) error {
		p, err := point(f)
		if err != nil {
			return err
		}
		_, sub, _ := strings.Cut(f("osm_kind"), "=")
		t := Thing{ID: f("id"), Kind: Kind(f("kind")), Sub: sub, Name: f("name"), SameAs: f("same_as"), Point: p}
		if o := f("other_names"); o != "" {
			t.Other = strings.Split(o, ";")
		}
		in.Things = append(in.Things, t)
		return nil
	})
	if err != nil {
		return Input{}, err
	}
	meet := map[[2]string]orb.Point{}
	err = table(folder, "crossings.csv", func(f func(string) string) error {
		p, err := point(f)
		if err != nil {
			return err
		}
		a, b := f("a"), f("b")
		meet[[2]string{a, b}], meet[[2]string{b, a}] = p, p
		shape[a], shape[b] = append(shape[a], p), append(shape[b], p)
		return nil
	})
	if err != nil {
		return Input{}, err
	}
	err = table(folder, "addresses.csv", func(f func(string) string) error {
		p, err := point(f)
		if err != nil {
			return err
		}
		s := f("street")
		in.Houses = append(in.Houses, House{s, f("number"), p})
		shape[s] = append(shape[s], p)
		return nil
	})
	for i := range in.Things {
		t := &in.Things[i]
		if t.Kind == Street || t.Kind == Roundabout {
			t.Shape = append(shape[t.ID], t.Point)
		}
	}
	in.Meet = func(a, b string) (orb.Point, bool) { p, ok := meet[[2]string{a, b}]; return p, ok }
	return in, err
}

func point(f func(string) string) (orb.Point, error) {
	var p orb.Point
	for i, name := range [...]string{"lon", "lat"} {
		v, err := strconv.ParseFloat(f(name), 64)
		if err != nil {
			return p, fmt.Errorf("%s: %w", name, err)
		}
		p[i] = v
	}
	return p, nil
}

// table shows each row of a CSV file with a head; f gives a column, "" where
// there is none.
func table(folder fs.FS, name string, row func(f func(string) string) error) error {
	file, err := folder.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	r := csv.NewReader(file)
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if len(rows) == 0 {
		return fmt.Errorf("%s: no head", name)
	}
	column := map[string]int{}
	for i, c := range rows[0] {
		column[strings.TrimPrefix(c, "\ufeff")] = i
	}
	for i, cells := range rows[1:] {
		f := func(c string) string {
			if k, ok := column[c]; ok && k < len(cells) {
				return cells[k]
			}
			return ""
		}
		if err := row(f); err != nil {
			return fmt.Errorf("%s: row %d: %w", name, i+2, err)
		}
	}
	return nil
}
