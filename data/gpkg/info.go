package gpkg

import (
	"context"
	"database/sql/driver"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"pinezka/data"
)

// Info is what a project says about itself.
type Info struct {
	Name          string // of the municipality
	TERYT         string // its code, such as 1863011
	BoundaryExact bool   // false while a bounding box serves: "granica przybliżona"
	Sample        bool   // invented data: "dane przykładowe"
	Venue         string // where debates are usually held; proposed for a new one
	Seed          int64  // of the sample's random numbers; 0 for real projects

	// BaseMap is the relative path of NAME.osm.mbtiles or of a raster archive, or
	// the URL template of a tile service; "" for none.
	BaseMap     string
	BaseMapHash string // SHA-256 of the file, hexadecimal
	BaseMapDate string // date of its OpenStreetMap data, YYYY-MM-DD

	Version int // of the project's tables; SetInfo leaves it as it is
}

const keyVersion = "version"

// settings lists the keys in table settings beside the version. Keys of others
// are left alone.
func (i *Info) settings() []setting {
	return []setting{
		{"name", stringSetting(&i.Name)},
		{"teryt", stringSetting(&i.TERYT)},
		{"boundary_exact", boolSetting(&i.BoundaryExact)},
		{"sample", boolSetting(&i.Sample)},
		{"venue", stringSetting(&i.Venue)},
		{"seed", intSetting(&i.Seed)},
		{"basemap", stringSetting(&i.BaseMap)},
		{"basemap_hash", stringSetting(&i.BaseMapHash)},
		{"basemap_date", stringSetting(&i.BaseMapDate)},
	}
}

type setting struct {
	key   string
	value settingValue
}

// settingValue writes a field as text and reads it back.
type settingValue struct {
	get func() string
	set func(string) error
}

func stringSetting(s *string) settingValue {
	return settingValue{func() string { return *s }, func(v string) error { *s = v; return nil }}
}

func boolSetting(b *bool) settingValue {
	return settingValue{func() string { return strconv.FormatBool(*b) }, func(v string) (err error) { *b, err = strconv.ParseBool(v); return err }}
}

func intSetting(n *int64) settingValue {
	return settingValue{func() string { return strconv.FormatInt(*n, 10) }, func(v string) (err error) { *n, err = strconv.ParseInt(v, 10, 64); return err }}
}

// Info returns what the project says about itself.
func (p *Project) Info() Info {
	p.infoMu.Lock()
	defer p.infoMu.Unlock()
	return p.info
}

// SetInfo stores other words about the project. It is no Edit: undo leaves it.
func (p *Project) SetInfo(ctx context.Context, info Info) error {
	info.Version = p.Info().Version
	err := p.write(ctx, func(c *conn) error { return c.storeInfo(ctx, info) })
	if err != nil {
		return fmt.Errorf("store settings of %q: %w", p.path, err)
	}
	p.infoMu.Lock()
	defer p.infoMu.Unlock()
	p.info = info
	return nil
}

func (c *conn) storeInfo(ctx context.Context, info Info) error {
	version := strconv.Itoa(info.Version)
	list := append(info.settings(), setting{keyVersion, stringSetting(&version)})
	for _, s := range list {
		v := s.value.get()
		if err := checkText(v); err != nil {
			return fmt.Errorf("setting %s: %w", s.key, err)
		}
		if _, _, err := c.exec(ctx, `INSERT INTO settings (key, value) VALUES (?, ?)
			ON CONFLICT (key) DO UPDATE SET value = excluded.value`, s.key, v); err != nil {
			return fmt.Errorf("setting %s: %w", s.key, err)
		}
	}
	return nil
}

func (c *conn) loadInfo(ctx context.Context) (Info, error) {
	var info Info
	stored := map[string]string{}
	err := c.each(ctx, `SELECT key, value FROM settings`, nil, func(row []driver.Value) error {
		stored[asString(row[0])] = asString(row[1])
		return nil
	})
	if err != nil {
		return info, fmt.Errorf("read settings: %w", err)
	}
	for _, s := range info.settings() {
		v, ok := stored[s.key]
		if !ok {
			continue
		}
		if err := s.value.set(v); err != nil {
			return info, fmt.Errorf("setting %s: %w", s.key, err)
		}
	}
	info.Version, err = strconv.Atoi(stored[keyVersion])
	return info, err
}

// Catalogue returns the project's categories, groups and statuses.
func (p *Project) Catalogue(ctx context.Context) (*data.Catalogue, error) {
	var categories []data.Category
	var groups []data.Group
	var statuses []data.Status
	err := p.read(ctx, func(c *conn) error {
		if err := c.each(ctx, `SELECT code, name_pl, name_en, position FROM groups ORDER BY id`, nil, func(v []driver.Value) error {
			groups = append(groups, data.Group{ID: data.GroupID(asString(v[0])), NamePL: asString(v[1]), NameEN: asString(v[2]), Order: int(asInt(v[3]))})
			return nil
		}); err != nil {
			return err
		}
		if err := c.each(ctx, `SELECT code, number, letters, group_code, name_pl, name_en, short_pl, short_en, aliases, +sensitive, radius
			FROM categories ORDER BY id`, nil, func(v []driver.Value) error {
			categories = append(categories, data.Category{
				ID: data.CategoryID(asString(v[0])), Number: int(asInt(v[1])), Letters: asString(v[2]), Group: data.GroupID(asString(v[3])),
				NamePL: asString(v[4]), NameEN: asString(v[5]), ShortPL: asString(v[6]), ShortEN: asString(v[7]),
				Aliases: splitList(asString(v[8])), Sensitive: asInt(v[9]) != 0, Radius: asFloat(v[10]),
			})
			return nil
		}); err != nil {
			return err
		}
		return c.each(ctx, `SELECT code, name_pl, name_en, aliases, family, position FROM statuses ORDER BY id`, nil, func(v []driver.Value) error {
			statuses = append(statuses, data.Status{
				ID: data.StatusID(asString(v[0])), NamePL: asString(v[1]), NameEN: asString(v[2]),
				Aliases: splitList(asString(v[3])), Family: asString(v[4]), Order: int(asInt(v[5])),
			})
			return nil
		})
	})
	if err != nil {
		return nil, fmt.Errorf("read catalogue of %q: %w", p.path, err)
	}
	cat, err := data.NewCatalogue(categories, groups, statuses)
	if err != nil {
		return nil, fmt.Errorf("catalogue of %q: %w", p.path, err)
	}
	return cat, nil
}

// learnAliases gives categories names by which lists call them. A name that
// another category had as an alias moves; one that is another category's own name
// or code stays that category's, and a category that is unknown learns nothing.
func (c *conn) learnAliases(ctx context.Context, aliases map[string]data.CategoryID) error {
	if len(aliases) == 0 {
		return nil
	}
	type entry struct {
		id      int64
		own     []string // folded
		aliases []string
		changed bool
	}
	entries := map[data.CategoryID]*entry{}
	if err := c.each(ctx, `SELECT id, code, name_pl, name_en, aliases FROM categories ORDER BY id`, nil, func(v []driver.Value) error {
		entries[data.CategoryID(asString(v[1]))] = &entry{
			id: asInt(v[0]), own: []string{data.Fold(asString(v[1])), data.Fold(asString(v[2])), data.Fold(asString(v[3]))}, aliases: splitList(asString(v[4])),
		}
		return nil
	}); err != nil {
		return fmt.Errorf("learn names of categories: %w", err)
	}
	for _, name := range slices.Sorted(maps.Keys(aliases)) {
		folded, to := data.Fold(name), entries[aliases[name]]
		taken := false
		for _, e := range entries {
			taken = taken || slices.Contains(e.own, folded)
		}
		if to == nil || folded == "" || taken {
			continue
		}
		is := func(a string) bool { return data.Fold(a) == folded }
		for _, e := range entries {
			if e != to && slices.ContainsFunc(e.aliases, is) {
				e.aliases, e.changed = slices.DeleteFunc(e.aliases, is), true
			}
		}
		if !slices.ContainsFunc(to.aliases, is) {
			// Folding makes a blank of the sign that parts the list.
			to.aliases, to.changed = append(to.aliases, strings.ReplaceAll(name, listSeparator, " ")), true
		}
	}
	for _, e := range entries {
		if !e.changed {
			continue
		}
		list := joinList(e.aliases)
		if err := checkText(asString(list)); err != nil {
			return fmt.Errorf("learn names of categories: %w", err)
		}
		if _, _, err := c.exec(ctx, `UPDATE categories SET aliases = ? WHERE id = ?`, list, e.id); err != nil {
			return fmt.Errorf("learn names of categories: %w", err)
		}
	}
	return nil
}

func (c *conn) storeCatalogue(ctx context.Context, cat *data.Catalogue) error {
	for _, g := range cat.Groups {
		if _, _, err := c.exec(ctx, `INSERT INTO groups (code, name_pl, name_en, position) VALUES (?,?,?,?)`,
			string(g.ID), g.NamePL, g.NameEN, int64(g.Order)); err != nil {
			return fmt.Errorf("group %q: %w", g.ID, err)
		}
	}
	for _, k := range cat.Categories {
		if _, _, err := c.exec(ctx, `INSERT INTO categories
			(code, number, letters, group_code, name_pl, name_en, short_pl, short_en, aliases, sensitive, radius) VALUES (?,?,?,?,?,?,?,?,?,?,?)`,
			string(k.ID), int64(k.Number), k.Letters, string(k.Group), k.NamePL, k.NameEN, k.ShortPL, k.ShortEN,
			joinList(k.Aliases), flag(k.Sensitive), k.Radius); err != nil {
			return fmt.Errorf("category %q: %w", k.ID, err)
		}
	}
	for _, s := range cat.Statuses {
		if _, _, err := c.exec(ctx, `INSERT INTO statuses (code, name_pl, name_en, aliases, family, position) VALUES (?,?,?,?,?,?)`,
			string(s.ID), s.NamePL, s.NameEN, joinList(s.Aliases), s.Family, int64(s.Order)); err != nil {
			return fmt.Errorf("status %q: %w", s.ID, err)
		}
	}
	return nil
}
