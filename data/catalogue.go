package data

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// CategoryID is a category's code in the catalogue, such as "parking".
type CategoryID string

// GroupID is a group's code, such as "traffic".
type GroupID string

// StatusID is a status's code, such as "confirmed".
type StatusID string

// Category (kategoria) is an entry of the catalogue.
type Category struct {
	ID               CategoryID
	Number           int    // order in the official list; 0 for a project's own
	Letters          string // two letters that stand for it on photocopies
	Group            GroupID
	NamePL, NameEN   string
	ShortPL, ShortEN string // at most 26 letters, for panels
	Aliases          []string
	Sensitive        bool    // on public sheets only as counts
	Radius           float64 // metres; proposed distance for comparing a motion with reports
}

// Group (grupa) is a group of categories; its shape is its symbol's outline.
type Group struct {
	ID             GroupID
	NamePL, NameEN string
	Order          int
}

// Status is a state of a report, KMZB's built in.
type Status struct {
	ID             StatusID
	NamePL, NameEN string
	Aliases        []string
	Family         string // open, confirmed or closed
	Order          int
}

// Catalogue is the versioned list of categories, groups and statuses.
type Catalogue struct {
	Categories []Category // in official order
	Groups     []Group
	Statuses   []Status

	category map[CategoryID]int
	status   map[StatusID]int
	group    map[GroupID]int
	words    map[string]CategoryID // folded name or alias
	states   map[string]StatusID
}

// NewCatalogue indexes the lists. It refuses a code that occurs twice, a
// category of an unknown group and an alias of two meanings.
func NewCatalogue(categories []Category, groups []Group, statuses []Status) (*Catalogue, error) {
	c := &Catalogue{
		Categories: categories, Groups: groups, Statuses: statuses,
		category: map[CategoryID]int{}, status: map[StatusID]int{}, group: map[GroupID]int{},
		words: map[string]CategoryID{}, states: map[string]StatusID{},
	}
	for i, g := range groups {
		if _, dup := c.group[g.ID]; dup {
			return nil, fmt.Errorf("group %q occurs twice", g.ID)
		}
		c.group[g.ID] = i
	}
	for i, k := range categories {
		if _, dup := c.category[k.ID]; dup {
			return nil, fmt.Errorf("category %q occurs twice", k.ID)
		}
		if _, ok := c.group[k.Group]; !ok {
			return nil, fmt.Errorf("category %q: group %q is unknown", k.ID, k.Group)
		}
		c.category[k.ID] = i
		for _, w := range append([]string{string(k.ID), k.NamePL, k.NameEN}, k.Aliases...) {
			f := Fold(w)
			if f == "" {
				continue
			}
			if other, dup := c.words[f]; dup && other != k.ID {
				return nil, fmt.Errorf("alias %q means both %q and %q", w, other, k.ID)
			}
			c.words[f] = k.ID
		}
	}
	for i, s := range statuses {
		if _, dup := c.status[s.ID]; dup {
			return nil, fmt.Errorf("status %q occurs twice", s.ID)
		}
		c.status[s.ID] = i
		for _, w := range append([]string{string(s.ID), s.NamePL, s.NameEN}, s.Aliases...) {
			f := Fold(w)
			if other, dup := c.states[f]; dup && other != s.ID {
				return nil, fmt.Errorf("status alias %q means both %q and %q", w, other, s.ID)
			}
			c.states[f] = s.ID
		}
	}
	return c, nil
}

// Category returns the entry of a code.
func (c *Catalogue) Category(id CategoryID) (Category, bool) {
	i, ok := c.category[id]
	if !ok {
		return Category{}, false
	}
	return c.Categories[i], true
}

// Group returns the entry of a code.
func (c *Catalogue) Group(id GroupID) (Group, bool) {
	i, ok := c.group[id]
	if !ok {
		return Group{}, false
	}
	return c.Groups[i], true
}

// Status returns the entry of a code.
func (c *Catalogue) Status(id StatusID) (Status, bool) {
	i, ok := c.status[id]
	if !ok {
		return Status{}, false
	}
	return c.Statuses[i], true
}

// FindCategory returns the category that a word names, by code, name or alias,
// after folding.
func (c *Catalogue) FindCategory(word string) (CategoryID, bool) {
	id, ok := c.words[Fold(word)]
	return id, ok
}

// FindStatus returns the status that a word names.
func (c *Catalogue) FindStatus(word string) (StatusID, bool) {
	id, ok := c.states[Fold(word)]
	return id, ok
}

// Fold makes spellings comparable: lower case, without Polish and other
// diacritics, without punctuation, single spaces.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		switch {
		case r == 'ł':
			r = 'l'
		case unicode.Is(unicode.Mn, r):
			continue
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			space = b.Len() > 0
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// ReadCatalogue reads the three CSV files of a catalogue: UTF-8, comma
// separated, with a header row, "|" between aliases.
func ReadCatalogue(categories, groups, statuses io.Reader) (*Catalogue, error) {
	var ks []Category
	if err := readTable("categories", categories, func(f func(string) string) {
		number, _ := strconv.Atoi(f("number"))
		radius, _ := strconv.ParseFloat(f("default_radius_m"), 64)
		if radius <= 0 {
			radius = DefaultRadius
		}
		ks = append(ks, Category{
			ID: CategoryID(f("code")), Number: number, Letters: f("letters"), Group: GroupID(f("group")),
			NamePL: f("name_pl"), NameEN: f("name_en"), ShortPL: cmp.Or(f("short_pl"), f("name_pl")), ShortEN: cmp.Or(f("short_en"), f("name_en")),
			Aliases: list(f("aliases_pl")), Sensitive: f("sensitive") == "yes", Radius: radius,
		})
	}); err != nil {
		return nil, err
	}
	var gs []Group
	if err := readTable("groups", groups, func(f func(string) string) {
		order, _ := strconv.Atoi(f("order"))
		gs = append(gs, Group{ID: GroupID(f("code")), NamePL: f("name_pl"), NameEN: f("name_en"), Order: order})
	}); err != nil {
		return nil, err
	}
	var ss []Status
	if err := readTable("statuses", statuses, func(f func(string) string) {
		order, _ := strconv.Atoi(f("order"))
		ss = append(ss, Status{
			ID: StatusID(f("code")), NamePL: f("name_pl"), NameEN: f("name_en"), Aliases: list(f("aliases_pl")),
			Family: f("family"), Order: order,
		})
	}); err != nil {
		return nil, err
	}
	return NewCatalogue(ks, gs, ss)
}

// DefaultRadius is the distance in metres for comparing a motion with reports
// when neither its category nor the user gives one.
const DefaultRadius = 100

func readTable(what string, r io.Reader, row func(field func(string) string)) error {
	cr := csv.NewReader(r)
	rows, err := cr.ReadAll()
	if err != nil {
		return fmt.Errorf("catalogue of %s: %w", what, err)
	}
	if len(rows) < 2 {
		return fmt.Errorf("catalogue of %s is empty", what)
	}
	at := map[string]int{}
	for i, h := range rows[0] {
		at[h] = i
	}
	for _, rec := range rows[1:] {
		row(func(name string) string {
			i, ok := at[name]
			if !ok {
				return ""
			}
			return strings.TrimSpace(rec[i])
		})
	}
	return nil
}

func list(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "|")
}
