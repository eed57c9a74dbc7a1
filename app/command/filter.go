package command

import (
	"slices"
	"strings"

	"pinezka/data"
)

// filterFlags are the options of the filter, named as data.Filter.Set has them.
var filterFlags = []string{"category", "group", "status", "origin", "nature", "institution", "from", "to", "weekday", "hours", "area", "text", "undated"}

// laterFlags are options of the filter that need what this version cannot do.
var laterFlags = []string{"near", "within", "without-reaction"}

// setFilter gives the session the filter of the arguments. Unknown names are a
// wrong use: a filter that quietly lets nothing through would look like an
// answer.
func (e *env) setFilter() error {
	var f data.Filter
	for _, name := range filterFlags {
		for _, given := range e.args.values[name] {
			if err := e.setPart(&f, name, given); err != nil {
				return err
			}
		}
	}
	if err := f.Period.Validate(); err != nil {
		return badValue("to", f.Period.To.String(), "≥ "+f.Period.From.String())
	}
	e.s.Filter.Set(f)
	return nil
}

func (e *env) setPart(f *data.Filter, name, given string) error {
	switch name {
	case "from", "hours", "undated", "weekday":
		if err := f.Set(name, given); err != nil {
			return badValue(name, given, map[string]string{
				"from": "2026-10-31", "hours": "22:00-06:00", "undated": "include, exclude", "weekday": "mon, tue, wed, thu, fri, sat, sun",
			}[name])
		}
		return nil
	case "to":
		// The same word names the file of export, view and print.
		if _, err := data.ParseDay(given); err != nil {
			if e.args.fileFlag {
				return nil
			}
			return badValue(name, given, "2026-10-31")
		}
		return f.Set(name, given)
	case "text":
		return f.Set(name, given)
	}
	codes, choices := e.codes(name, given)
	if codes == nil {
		return badValue(name, given, join(choices))
	}
	for _, c := range codes {
		if err := f.Set(name, c); err != nil {
			return badValue(name, given, join(choices))
		}
	}
	return nil
}

// codes turns one value or several parted by commas into the codes of a part of
// the filter; nil when any is unknown. The whole is tried first, since names may
// hold a comma.
func (e *env) codes(name, given string) (codes, choices []string) {
	find, choices := e.finder(name)
	if c, ok := find(given); ok {
		return []string{c}, nil
	}
	for _, v := range strings.Split(given, ",") {
		c, ok := find(strings.TrimSpace(v))
		if !ok {
			return nil, choices
		}
		codes = append(codes, c)
	}
	return codes, nil
}

// finder returns what finds a code by any of its names, and the codes there are.
func (e *env) finder(name string) (find func(string) (string, bool), choices []string) {
	cat := e.s.Catalogue()
	switch name {
	case "category":
		for _, c := range cat.Categories {
			choices = append(choices, string(c.ID))
		}
		return func(v string) (string, bool) {
			if v == string(data.Uncategorised) {
				return v, true
			}
			for _, c := range cat.Categories {
				if string(c.ID) == v || strings.EqualFold(c.Letters, v) {
					return string(c.ID), true
				}
			}
			id, ok := cat.FindCategory(v)
			return string(id), ok
		}, append(choices, string(data.Uncategorised))
	case "status":
		for _, c := range cat.Statuses {
			choices = append(choices, string(c.ID))
		}
		return func(v string) (string, bool) {
			if v == string(data.StatusNone) {
				return v, true
			}
			if _, ok := cat.Status(data.StatusID(v)); ok {
				return v, true
			}
			id, ok := cat.FindStatus(v)
			return string(id), ok
		}, append(choices, string(data.StatusNone))
	case "group":
		for _, g := range cat.Groups {
			choices = append(choices, string(g.ID))
		}
		return func(v string) (string, bool) {
			for _, g := range cat.Groups {
				if string(g.ID) == v || data.Fold(g.NamePL) == data.Fold(v) || data.Fold(g.NameEN) == data.Fold(v) {
					return string(g.ID), true
				}
			}
			return "", false
		}, choices
	case "origin":
		choices = []string{string(data.OriginPolice), string(data.OriginContact), string(data.OriginInternet)}
	case "nature":
		choices = []string{string(data.NatureOffence), string(data.NatureNuisance), string(data.NatureFelt)}
	case "institution":
		for _, r := range e.s.Reports() {
			if v := r.Source.Institution; v != "" && !slices.Contains(choices, v) {
				choices = append(choices, v)
			}
		}
	case "area":
		for _, a := range e.s.Areas() {
			choices = append(choices, a.Name)
		}
	}
	return func(v string) (string, bool) {
		return v, slices.Contains(choices, v)
	}, choices
}
