package gpkg

import (
	"context"
	"fmt"
	"strings"
	"time"

	"pinezka/data"
)

// Numbers in the file's header: the four letters GPKG, and GeoPackage 1.3.0. The
// version of our own tables stands in settings.
const (
	applicationID = 0x47504B47
	userVersion   = 10300
)

// timeLayout is GeoPackage's DATETIME.
const timeLayout = "2006-01-02T15:04:05.000Z"

// table is one of the project's tables.
type table struct {
	name     string
	geometry string // GeoPackage's name of its type; "" for attributes
	about    string // description in gpkg_contents
	columns  string // SQL after the id
}

const geometryColumn = "geom"

// tables of a project, referred ones before those that refer to them.
var tables = []table{
	{"settings", "", "Name, boundary and base map of the project", `
		key TEXT NOT NULL UNIQUE,
		value TEXT`},
	{"groups", "", "Groups of categories", `
		code TEXT NOT NULL UNIQUE,
		name_pl TEXT,
		name_en TEXT,
		position INTEGER`},
	{"categories", "", "Categories of threats", `
		code TEXT NOT NULL UNIQUE,
		number INTEGER,
		letters TEXT,
		group_code TEXT NOT NULL REFERENCES groups(code),
		name_pl TEXT,
		name_en TEXT,
		short_pl TEXT,
		short_en TEXT,
		aliases TEXT,
		sensitive BOOLEAN,
		radius DOUBLE`},
	{"statuses", "", "States of reports", `
		code TEXT NOT NULL UNIQUE,
		name_pl TEXT,
		name_en TEXT,
		aliases TEXT,
		family TEXT,
		position INTEGER`},
	{"institutions", "", "Who is responsible for which categories", `
		name TEXT,
		categories TEXT`},
	{"imports", "", "Files brought in, with their as-of dates", `
		file TEXT,
		hash TEXT,
		source TEXT,
		as_of DATE,
		at DATETIME,
		mapping TEXT,
		read INTEGER,
		on_map INTEGER,
		without_place INTEGER,
		refused INTEGER,
		already_present INTEGER,
		updated INTEGER,
		vanished INTEGER`},
	{"reports", "POINT", "Reported threats", `
		geom POINT,
		category TEXT,
		category_written TEXT,
		status TEXT,
		status_written TEXT,
		precision TEXT,
		place_words TEXT,
		time_kind TEXT,
		time_wall TEXT,
		time_original TEXT,
		weekdays TEXT,
		band_from INTEGER,
		band_to INTEGER,
		day_first INTEGER,
		day_last INTEGER,
		origin TEXT,
		nature TEXT,
		institution TEXT,
		source_number TEXT,
		text TEXT,
		note TEXT,
		import INTEGER REFERENCES imports(id) DEFERRABLE INITIALLY DEFERRED,
		vanished BOOLEAN,
		identity INTEGER,
		fingerprint INTEGER,
		edited INTEGER`},
	{"areas", "MULTIPOLYGON", "The municipality and its parts", `
		geom MULTIPOLYGON,
		kind TEXT,
		name TEXT,
		code TEXT`},
	{"debates", "", "Public meetings about safety", `
		title TEXT,
		kind TEXT,
		day DATE,
		start TEXT,
		venue TEXT,
		organisers TEXT,
		present INTEGER,
		radius DOUBLE,
		months INTEGER,
		baseline TEXT`},
	{"notes", "", "What was said at debates", `
		debate INTEGER REFERENCES debates(id),
		text TEXT`},
	{"motions", "GEOMETRY", "What debates asked for", `
		geom GEOMETRY,
		debate INTEGER REFERENCES debates(id),
		number INTEGER,
		title TEXT,
		text TEXT,
		category TEXT,
		place_kind TEXT,
		place_words TEXT,
		raised_by TEXT,
		addressee TEXT,
		deadline DATE,
		state TEXT,
		answer TEXT,
		support INTEGER`},
	{data.TableReactions, "", "Who did what about a report or a motion", `
		report INTEGER REFERENCES reports(id),
		motion INTEGER REFERENCES motions(id),
		who TEXT,
		day DATE,
		what TEXT,
		result TEXT`},
	{data.TableStatistics, "", "Numbers for areas and periods", `
		area INTEGER REFERENCES areas(id),
		indicator TEXT,
		day_first DATE,
		day_last DATE,
		value DOUBLE`},
	{data.TableFacilities, "POINT", "Police stations and posts, existing or candidate", `
		geom POINT,
		kind TEXT,
		name TEXT,
		place_words TEXT`},
	// No foreign keys below: history outlives what it tells of, so that an undone
	// deletion finds its record's history again.
	{"status_history", "", "How the states of reports changed", `
		report INTEGER NOT NULL,
		from_status TEXT,
		from_written TEXT,
		to_status TEXT,
		to_written TEXT,
		as_of DATE,
		at DATETIME,
		import INTEGER,
		change INTEGER NOT NULL`},
	{"changes", "", "Every step of work: who, when, before, after", `
		at DATETIME NOT NULL,
		who TEXT,
		label TEXT NOT NULL,
		import INTEGER,
		state INTEGER NOT NULL,
		before TEXT,
		after TEXT`},
	{"import_altered", "", "Records that an import altered, before and after", `
		import INTEGER NOT NULL,
		before TEXT NOT NULL,
		after TEXT NOT NULL`},
}

// identityIndex finds a report by what its source calls it. A large import drops
// it and builds it anew.
const identityIndex = `CREATE UNIQUE INDEX reports_identity ON reports(identity) WHERE identity IS NOT NULL`

var indexes = []string{
	identityIndex,
	`CREATE INDEX reports_import ON reports(import) WHERE import IS NOT NULL`,
	`CREATE INDEX notes_debate ON notes(debate)`,
	`CREATE INDEX motions_debate ON motions(debate)`,
	`CREATE INDEX reactions_report ON reactions(report)`,
	`CREATE INDEX reactions_motion ON reactions(motion)`,
	`CREATE INDEX statistics_area ON statistics(area)`,
	`CREATE INDEX status_history_report ON status_history(report)`,
	`CREATE INDEX status_history_change ON status_history(change)`,
	`CREATE INDEX changes_state ON changes(state)`,
	`CREATE INDEX import_altered_import ON import_altered(import)`,
}

// systemTables are those of the GeoPackage standard, annex C. A GeoPackage of
// somebody else has them already.
const systemTables = `
CREATE TABLE IF NOT EXISTS gpkg_spatial_ref_sys (
	srs_name TEXT NOT NULL,
	srs_id INTEGER NOT NULL PRIMARY KEY,
	organization TEXT NOT NULL,
	organization_coordsys_id INTEGER NOT NULL,
	definition TEXT NOT NULL,
	description TEXT);
CREATE TABLE IF NOT EXISTS gpkg_contents (
	table_name TEXT NOT NULL PRIMARY KEY,
	data_type TEXT NOT NULL,
	identifier TEXT UNIQUE,
	description TEXT DEFAULT '',
	last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
	min_x DOUBLE,
	min_y DOUBLE,
	max_x DOUBLE,
	max_y DOUBLE,
	srs_id INTEGER,
	CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE IF NOT EXISTS gpkg_geometry_columns (
	table_name TEXT NOT NULL,
	column_name TEXT NOT NULL,
	geometry_type_name TEXT NOT NULL,
	srs_id INTEGER NOT NULL,
	z TINYINT NOT NULL,
	m TINYINT NOT NULL,
	CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
	CONSTRAINT uk_gc_table_name UNIQUE (table_name),
	CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
	CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE IF NOT EXISTS gpkg_extensions (
	table_name TEXT,
	column_name TEXT,
	extension_name TEXT NOT NULL,
	definition TEXT NOT NULL,
	scope TEXT NOT NULL,
	CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
`

// wgs84 is the definition of EPSG:4326 as annex D of the standard asks for it.
const wgs84 = `GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],` +
	`AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],` +
	`UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]`

// markGeoPackage says in an empty file's header that it is a GeoPackage.
func (c *conn) markGeoPackage(ctx context.Context) error {
	for _, pragma := range []string{
		fmt.Sprintf("PRAGMA application_id = %d", applicationID),
		fmt.Sprintf("PRAGMA user_version = %d", userVersion),
	} {
		if _, _, err := c.exec(ctx, pragma); err != nil {
			return err
		}
	}
	return nil
}

// createSystemTables makes the tables of the standard where they are missing, and
// registers the reference systems.
func (c *conn) createSystemTables(ctx context.Context) error {
	if _, _, err := c.exec(ctx, systemTables); err != nil {
		return fmt.Errorf("create GeoPackage tables: %w", err)
	}
	for _, srs := range []struct {
		name string
		id   int64
		org  string
		code int64
		def  string
		what string
	}{
		{"WGS 84 geodetic", srsWGS84, "EPSG", srsWGS84, wgs84, "longitude and latitude in degrees"},
		{"Undefined Cartesian SRS", -1, "NONE", -1, "undefined", "undefined Cartesian coordinate reference system"},
		{"Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinate reference system"},
	} {
		if _, _, err := c.exec(ctx, `INSERT OR IGNORE INTO gpkg_spatial_ref_sys
			(srs_name, srs_id, organization, organization_coordsys_id, definition, description) VALUES (?,?,?,?,?,?)`,
			srs.name, srs.id, srs.org, srs.code, srs.def, srs.what); err != nil {
			return fmt.Errorf("register %s: %w", srs.name, err)
		}
	}
	return nil
}

// createSchema makes the project's tables in an empty file or in a GeoPackage of
// somebody else.
func (c *conn) createSchema(ctx context.Context, now time.Time) error {
	if err := c.createSystemTables(ctx); err != nil {
		return err
	}
	for _, t := range tables {
		if err := c.createTable(ctx, t, now); err != nil {
			return fmt.Errorf("create table %s: %w", t.name, err)
		}
	}
	for _, sql := range indexes {
		if _, _, err := c.exec(ctx, sql); err != nil {
			return fmt.Errorf("create index: %w", err)
		}
	}
	return nil
}

func (c *conn) createTable(ctx context.Context, t table, now time.Time) error {
	sql := fmt.Sprintf("CREATE TABLE %s (\n\t\tid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,%s)", t.name, t.columns)
	if _, _, err := c.exec(ctx, sql); err != nil {
		return err
	}
	kind, srs := "attributes", any(nil)
	if t.geometry != "" {
		kind, srs = "features", int64(srsWGS84)
	}
	if _, _, err := c.exec(ctx, `INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id)
		VALUES (?,?,?,?,?,?)`, t.name, kind, t.name, t.about, now.UTC().Format(timeLayout), srs); err != nil {
		return err
	}
	if t.geometry == "" {
		return nil
	}
	if _, _, err := c.exec(ctx, `INSERT INTO gpkg_geometry_columns VALUES (?,?,?,?,0,0)`,
		t.name, geometryColumn, t.geometry, int64(srsWGS84)); err != nil {
		return err
	}
	if _, _, err := c.exec(ctx, `INSERT INTO gpkg_extensions VALUES (?,?,'gpkg_rtree_index',
		'http://www.geopackage.org/spec130/#extension_rtree','write-only')`, t.name, geometryColumn); err != nil {
		return err
	}
	if _, _, err := c.exec(ctx, fmt.Sprintf("CREATE VIRTUAL TABLE %s USING rtree(id, minx, maxx, miny, maxy)", rtreeOf(t.name))); err != nil {
		return err
	}
	return c.createTriggers(ctx, t.name)
}

func rtreeOf(table string) string { return "rtree_" + table + "_" + geometryColumn }

// triggers of the extension gpkg_rtree_index (GeoPackage 1.3, annex F.3), by the
// end of their names. T stands for the table, R for its R-tree.
var triggers = []struct{ suffix, body string }{
	{"insert", `AFTER INSERT ON T
		WHEN (NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom))
		BEGIN
			INSERT OR REPLACE INTO R VALUES (NEW.id, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom));
		END`},
	{"update1", `AFTER UPDATE OF geom ON T
		WHEN OLD.id = NEW.id AND (NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom))
		BEGIN
			INSERT OR REPLACE INTO R VALUES (NEW.id, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom));
		END`},
	{"update2", `AFTER UPDATE OF geom ON T
		WHEN OLD.id = NEW.id AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
		BEGIN
			DELETE FROM R WHERE id = OLD.id;
		END`},
	{"update3", `AFTER UPDATE ON T
		WHEN OLD.id != NEW.id AND (NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom))
		BEGIN
			DELETE FROM R WHERE id = OLD.id;
			INSERT OR REPLACE INTO R VALUES (NEW.id, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom));
		END`},
	{"update4", `AFTER UPDATE ON T
		WHEN OLD.id != NEW.id AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
		BEGIN
			DELETE FROM R WHERE id IN (OLD.id, NEW.id);
		END`},
	{"delete", `AFTER DELETE ON T
		WHEN OLD.geom NOT NULL
		BEGIN
			DELETE FROM R WHERE id = OLD.id;
		END`},
}

func (c *conn) createTriggers(ctx context.Context, table string) error {
	names := strings.NewReplacer(" ON T", " ON "+table, " INTO R ", " INTO "+rtreeOf(table)+" ", " FROM R ", " FROM "+rtreeOf(table)+" ")
	for _, t := range triggers {
		sql := fmt.Sprintf("CREATE TRIGGER %s_%s %s", rtreeOf(table), t.suffix, names.Replace(t.body))
		if _, _, err := c.exec(ctx, sql); err != nil {
			return fmt.Errorf("create trigger %s_%s: %w", rtreeOf(table), t.suffix, err)
		}
	}
	return nil
}

func (c *conn) dropTriggers(ctx context.Context, table string) error {
	for _, t := range triggers {
		if _, _, err := c.exec(ctx, fmt.Sprintf("DROP TRIGGER IF EXISTS %s_%s", rtreeOf(table), t.suffix)); err != nil {
			return err
		}
	}
	return nil
}

// touch notes in gpkg_contents that tables changed, and widens their extents by
// the boxes given. Extents are hints to other programs and never shrink.
func (c *conn) touch(ctx context.Context, now time.Time, changed map[string]geometryBounds) error {
	for name, b := range changed {
		if _, _, err := c.exec(ctx, `UPDATE gpkg_contents SET last_change = ? WHERE table_name = ?`,
			now.UTC().Format(timeLayout), name); err != nil {
			return err
		}
		if b.empty {
			continue
		}
		if _, _, err := c.exec(ctx, `UPDATE gpkg_contents SET
			min_x = min(coalesce(min_x, ?1), ?1), max_x = max(coalesce(max_x, ?2), ?2),
			min_y = min(coalesce(min_y, ?3), ?3), max_y = max(coalesce(max_y, ?4), ?4) WHERE table_name = ?5`,
			b.minX, b.maxX, b.minY, b.maxY, name); err != nil {
			return err
		}
	}
	return nil
}

// union returns the box of both.
func (b geometryBounds) union(o geometryBounds) geometryBounds {
	switch {
	case b.empty:
		return o
	case o.empty:
		return b
	}
	return geometryBounds{
		minX: min(b.minX, o.minX), maxX: max(b.maxX, o.maxX),
		minY: min(b.minY, o.minY), maxY: max(b.maxY, o.maxY),
	}
}
