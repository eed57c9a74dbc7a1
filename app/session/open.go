package session

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"pinezka/assets"
	"pinezka/data"
	"pinezka/data/compare"
	"pinezka/data/gazetteer"
	"pinezka/data/gpkg"
	"pinezka/data/osm"
	"pinezka/data/sample"
	"pinezka/mapview/basemap"
	"pinezka/mapview/camera"
	"pinezka/mapview/portrayal"
	"pinezka/mapview/source"
	"pinezka/mapview/style"
	"pinezka/mapview/tile"
)

// baseMap is what lies under the threats.
type baseMap struct {
	archive *basemap.Archive     // built from an extract
	vector  []source.Source      // what is drawn of vectors: the archive, or foreign tiles
	bound   orb.Bound            // of vector, degrees
	facts   *osm.Facts           // its streets and names
	places  *placeFinder         // of lists; nil until one is read
	names   *gazetteer.Gazetteer // of facts; see Session.Gazetteer
	ground  compare.Ground
	raster  []portrayal.Raster // archives of pictures, or the online service
	online  bool
	credit  string
	damaged func() int // tiles found damaged so far; nil for a map without tiles
	told    []error    // what the user was told about missing tiles
	err     error      // why there is none
	close   []func() error
}

// OpenStreetMapTiles is the online base map that serves while no local one is
// there. The address is kept in the project and can be changed there.
const OpenStreetMapTiles = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"

// DefaultCatalogue returns the catalogue that the program brings along.
func DefaultCatalogue() (*data.Catalogue, error) {
	return data.ReadCatalogue(assets.Catalogue())
}

// Open opens a project in place of the one that is open. When another window
// edits it, or its folder cannot be written to, it is opened for reading and the
// user is told. It refuses with ErrWorking while long work goes on in the one
// that is open.
func (s *Session) Open(path string) error {
	if s.busy.What != "" {
		return ErrWorking
	}
	if s.project != nil {
		defer func() {
			if s.project == nil {
				s.announce(TopicProject)
			}
		}()
	}
	if s.project != nil && sameFile(path, s.project.Path()) {
		// Our own lock must not keep us out.
		if err := s.closeProject(); err != nil {
			return err
		}
	}
	p, err := gpkg.Open(s.ctx, path, gpkg.Options{ReadOnly: s.opt.ReadOnly, User: s.opt.User})
	var notice error
	if errors.Is(err, gpkg.ErrLocked) || errors.Is(err, data.ErrReadOnly) {
		notice = err
		p, err = gpkg.Open(s.ctx, path, gpkg.Options{ReadOnly: true, User: s.opt.User})
	}
	if err != nil {
		return err
	}
	if err := s.closeProject(); err != nil {
		return errors.Join(err, p.Close())
	}
	if err := s.take(p); err != nil {
		return err
	}
	if notice != nil {
		s.say(s.ErrorWords(notice))
	}
	return nil
}

func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// take makes a project the open one.
func (s *Session) take(p *gpkg.Project) error {
	s.project = p
	s.message = Message{}
	s.workspace = WorkspaceMap
	s.base = s.openBase(s.Info().BaseMap)
	if err := s.load(); err != nil {
		return errors.Join(err, s.closeProject())
	}
	s.Sheet.reset()
	s.camera = camera.Fit(s.bound, max(s.camera.W, 200), max(s.camera.H, 150), 4)
	s.announce(TopicProject)
	s.announce(TopicCamera)
	if s.base.err != nil {
		s.Fail(s.base.err)
	}
	return nil
}

func (s *Session) closeProject() error {
	errs := []error{s.base.shut()}
	s.base = baseMap{}
	if s.project != nil {
		errs = append(errs, s.project.Close())
		s.project = nil
	}
	s.reports, s.areasOf, s.areas, s.areaBounds, s.gmina, s.imports, s.institutions = nil, nil, nil, nil, nil, nil, nil
	s.reactions, s.places = reactions{}, places{}
	s.Selection, s.Debates = Selection{s: s}, Debates{s: s}
	s.Compare.drop()
	s.Filter.value = data.Filter{}
	s.Filter.refresh()
	return errors.Join(errs...)
}

// load reads everything of the project that is held in memory.
func (s *Session) load() error {
	var err error
	if s.catalogue, err = s.project.Catalogue(s.ctx); err != nil {
		return err
	}
	s.reports = nil
	for r, err := range s.project.Reports(s.ctx) {
		if err != nil {
			return err
		}
		s.reports = append(s.reports, r)
	}
	if s.areas, err = s.project.Areas(s.ctx); err != nil {
		return err
	}
	if s.imports, err = s.project.Imports(s.ctx); err != nil {
		return err
	}
	if s.institutions, err = s.project.Institutions(s.ctx); err != nil {
		return err
	}
	if err = s.reloadReactions(); err != nil {
		return err
	}
	if err = s.reloadPlaces(); err != nil {
		return err
	}
	s.gmina, s.areaBounds, s.base.places = nil, nil, nil // another border, other twins
	for _, a := range s.areas {
		s.areaBounds = append(s.areaBounds, a.Geometry.Bound())
		if a.Kind == data.AreaGmina {
			s.gmina = a.Geometry
		}
	}
	s.indexReports()
	s.setBound()
	s.Filter.refresh()
	return s.Debates.reload()
}

// reload reads the project again, after an undo or an import.
func (s *Session) reload() error {
	if err := s.load(); err != nil {
		return err
	}
	s.outdated(TopicReports | TopicFilter | TopicHistory | TopicSelection | TopicDebates)
	return nil
}

// indexReports finds the areas that each report lies in.
func (s *Session) indexReports() {
	s.areasOf = make([][]int, len(s.reports))
	for i := range s.reports {
		s.areasOf[i] = s.areasAt(s.reports[i].Where)
	}
	for id := range s.Selection.reports {
		if _, ok := s.indexOf(id); !ok {
			delete(s.Selection.reports, id)
		}
	}
}

// areasAt returns the indices of the areas around a place, without the
// municipality itself.
func (s *Session) areasAt(w data.Place) (in []int) {
	if !w.Known() {
		return nil
	}
	for k, a := range s.areas {
		if a.Kind != data.AreaGmina && s.areaBounds[k].Contains(w.Point) && planar.MultiPolygonContains(a.Geometry, w.Point) {
			in = append(in, k)
		}
	}
	return in
}

// setBound takes the municipality's box, else that of the reports without the
// few that lie absurdly far away, else the base map's.
func (s *Session) setBound() {
	switch {
	case len(s.gmina) > 0:
		s.bound = s.gmina.Bound()
		return
	case len(s.base.vector) > 0 && !s.base.bound.IsZero():
		s.bound = s.base.bound
		return
	}
	var xs, ys []float64
	for i := range s.reports {
		if w := s.reports[i].Where; w.Known() {
			xs, ys = append(xs, w.Point[0]), append(ys, w.Point[1])
		}
	}
	if len(xs) == 0 {
		s.bound = orb.Bound{Min: orb.Point{14.1, 49.0}, Max: orb.Point{24.2, 54.9}} // Poland
		return
	}
	x0, x1 := middleRange(xs)
	y0, y1 := middleRange(ys)
	s.bound = orb.Bound{Min: orb.Point{x0, y0}, Max: orb.Point{x1, y1}}.Pad(0.002)
}

// middleRange returns the span of the values without outliers: those further
// from the median than ten times the middle half's width.
func middleRange(v []float64) (lo, hi float64) {
	sorted := append([]float64(nil), v...)
	slices.Sort(sorted)
	n := len(sorted)
	median, width := sorted[n/2], sorted[3*n/4]-sorted[n/4]
	width = max(width, 0.01)
	lo, hi = median, median
	for _, x := range sorted {
		if x > median-10*width && x < median+10*width {
			lo, hi = min(lo, x), max(hi, x)
		}
	}
	return lo, hi
}

// openBase opens a base map by the name that the project has for it. One that is
// gone does not keep the project shut: the user is told what is missing.
func (s *Session) openBase(name string) baseMap {
	switch {
	case name == "":
		return baseMap{}
	case strings.Contains(name, "://"):
		return s.openOnline(name)
	}
	path := filepath.FromSlash(name)
	if !filepath.IsAbs(path) {
		path = filepath.Join(filepath.Dir(s.project.Path()), path)
	}
	archive, err := basemap.Open(path, style.Default().VisibleFrom())
	switch {
	case err == nil:
		return baseMap{archive: archive, vector: []source.Source{archive}, bound: archive.Bound(), facts: archive.Facts(), ground: compare.GroundOf(archive.Facts()), credit: archive.Credit()}
	case !errors.Is(err, basemap.ErrNoFeatures):
		return baseMap{err: err}
	}
	pictures, err := tile.Open(path)
	switch {
	case errors.Is(err, tile.ErrVector):
		return vectorBase(path)
	case err != nil:
		return baseMap{err: err}
	}
	return s.pictureBase(filepath.Base(path), pictures, pictures.Close)
}

// vectorBase is a base map of somebody else's vector tiles. It knows no streets by
// name and no addresses, which an extract would.
func vectorBase(path string) baseMap {
	rules, err := basemap.ParseRules(assets.Read("basemap/style.json"))
	if err != nil {
		return baseMap{err: err}
	}
	schemas, err := basemap.ParseSchemas(assets.Read("basemap/schemas.json"))
	if err != nil {
		return baseMap{err: err}
	}
	t, err := basemap.OpenTiles(path, basemap.TilesOptions{Rules: rules, Schemas: schemas, Visible: style.Default().VisibleFrom()})
	if err != nil {
		return baseMap{err: err}
	}
	return baseMap{vector: []source.Source{t}, bound: t.Bound(), credit: creditOf(t.Info().Credit), damaged: t.Damaged, close: []func() error{t.Close}}
}

// pictureBase is a base map of picture tiles.
func (s *Session) pictureBase(name string, from tile.Source, shut func() error) baseMap {
	chain := tile.NewChain(tile.ChainConfig{Arrived: s.tileArrived}, from)
	return baseMap{
		raster: []portrayal.Raster{portrayal.RasterTiles{Name: name, Tiles: chain}},
		credit: creditOf(from.Info().Credit), damaged: chain.Damaged, close: []func() error{chain.Close, shut},
	}
}

// shut ends the base map's workers and closes its files.
func (b *baseMap) shut() error {
	var errs []error
	for _, f := range b.close {
		errs = append(errs, f())
	}
	return errors.Join(errs...)
}

// OnTile calls f, from any goroutine, when a tile of the base map has arrived
// that a drawing lacked.
func (s *Session) OnTile(f func()) { s.arrived.Store(&f) }

func (s *Session) tileArrived(tile.ID) {
	if f := s.arrived.Load(); f != nil {
		(*f)()
	}
}

func (s *Session) openOnline(template string) baseMap {
	agent := "Pinezka/" + s.opt.Version
	if s.opt.Contact != "" {
		agent += " (+" + s.opt.Contact + ")"
	}
	dir := ""
	if s.opt.CacheDir != "" {
		dir = filepath.Join(s.opt.CacheDir, "tiles")
	}
	net, err := tile.NewNetwork(tile.NetworkConfig{
		Template: template, Name: template, UserAgent: agent, Dir: dir,
		Credit: tile.Credit{Text: "© autorzy OpenStreetMap (ODbL)", Address: "openstreetmap.org/copyright"},
	})
	if err != nil {
		return baseMap{err: err}
	}
	b := s.pictureBase(template, net, net.Close)
	b.online = true
	return b
}

// creditOf writes a credit; OpenStreetMap's gets its address when the package
// forgot it, since the licence asks for it on paper.
func creditOf(c tile.Credit) string {
	if c.Text == "" {
		return ""
	}
	if c.Address == "" && strings.Contains(c.Text, "OpenStreetMap") {
		c.Address = "openstreetmap.org/copyright"
	}
	return c.String()
}

// Credit returns the sentence that stands by every map; "" without a base map.
func (s *Session) Credit() string {
	if s.base.credit == "" {
		return ""
	}
	return s.words.T("credit", "credit", s.base.credit)
}

// CreditShort is the credit for the status bar and the corner of the map.
func (s *Session) CreditShort() string {
	short, _, _ := strings.Cut(s.base.credit, " – ")
	if short == "" {
		return s.words.T("basemap.none")
	}
	return short
}

// NewProject describes a project to be made.
type NewProject struct {
	Name     string
	TERYT    string // 7 digits; "" for none
	Boundary orb.MultiPolygon
	Extract  string // path of an .osm.pbf or .osm; "" for none
}

// Create makes a project file and, from an extract, its base map beside it, and
// opens it. Nothing is left behind when it fails.
func (s *Session) Create(ctx context.Context, path string, n NewProject, progress func(done, total int64)) error {
	cat, err := DefaultCatalogue()
	if err != nil {
		return err
	}
	if _, err := os.Stat(path); err == nil {
		return fmt.Errorf("create %q: %w", path, gpkg.ErrExists)
	}
	info := gpkg.Info{Name: n.Name, TERYT: n.TERYT}
	boundary, exact := n.Boundary, len(n.Boundary) > 0
	if !exact && n.TERYT != "" {
		g, ok := FindGmina(n.TERYT)
		if !ok {
			return fmt.Errorf("create %q: %w: %s", path, ErrTERYT, n.TERYT)
		}
		boundary = orb.MultiPolygon{g.Bound.ToPolygon()}
		if info.Name == "" {
			info.Name = g.Name
		}
	}
	base := ""
	if n.Extract != "" {
		base = basePath(path)
		rep, err := s.buildBase(ctx, n.Extract, base, boundary, time.Time{}, progress)
		if err != nil {
			return err
		}
		setBuilt(&info, base, rep)
		if b, ok := boundaryOf(rep, n.TERYT); ok && !exact {
			boundary, exact = b.Geometry, true
		}
	}
	info.BoundaryExact = exact
	p, err := gpkg.Create(ctx, path, info, cat)
	if err != nil {
		if base != "" {
			err = errors.Join(err, os.Remove(base))
		}
		return err
	}
	var edits []data.Edit
	if len(boundary) > 0 {
		name := info.Name
		edits = append(edits, data.Add(data.LabelAddArea, &data.Area{Kind: data.AreaGmina, Name: name, Code: n.TERYT, Geometry: boundary}))
	}
	for _, in := range sample.Institutions() {
		in.ID = 0
		edits = append(edits, data.Add(data.LabelAddInstitution, &in))
	}
	for _, e := range edits {
		if _, err := p.Apply(ctx, e); err != nil {
			err = errors.Join(err, p.Close(), os.Remove(path))
			if base != "" {
				err = errors.Join(err, os.Remove(base))
			}
			return err
		}
	}
	if err := p.Close(); err != nil {
		return err
	}
	return s.Open(path)
}

// basePath returns where the base map of a project lies: NAME.osm.mbtiles.
func basePath(project string) string {
	return strings.TrimSuffix(project, filepath.Ext(project)) + ".osm.mbtiles"
}

func dateString(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// boundaryOf finds the municipality's border in an extract by its TERYT code;
// codes are compared by their first seven digits.
func boundaryOf(rep basemap.Report, code string) (basemap.Boundary, bool) {
	for have, b := range rep.Boundaries {
		if code != "" && (have == code || strings.HasPrefix(have, code) || strings.HasPrefix(code, have) && len(have) >= 7) {
			return b, true
		}
	}
	return basemap.Boundary{}, false
}

func (s *Session) buildBase(ctx context.Context, extract, out string, clip orb.MultiPolygon, date time.Time, progress func(done, total int64)) (basemap.Report, error) {
	rules, err := basemap.ParseRules(assets.Read("basemap/style.json"))
	if err != nil {
		return basemap.Report{}, err
	}
	return basemap.Build(ctx, extract, out, basemap.Options{
		Clip: clip, Rules: rules, Date: date,
		Progress: func(stage basemap.Stage, done, total int64) {
			if progress != nil && total > 0 {
				// Three stages of about one third each.
				third := map[basemap.Stage]int64{basemap.StageRead: 0, basemap.StageWrite: 1, basemap.StageTiles: 2}[stage]
				progress(third*100+100*done/total, 300)
			}
		},
	})
}

// SampleDate is the date of the sample's OpenStreetMap data, which its extract
// does not say.
var SampleDate = time.Date(2024, time.April, 6, 0, 0, 0, 0, time.UTC)

// SampleName is the file name of the sample project.
const SampleName = "przyklad-rzeszow.gpkg"

// CreateSample makes the sample project in a folder and returns its path. An
// existing one is left as it is.
func (s *Session) CreateSample(ctx context.Context, dir string, progress func(done, total int64)) (string, error) {
	path := filepath.Join(dir, SampleName)
	if _, err := os.Stat(path); err == nil {
		return path, nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("sample: %w", err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("sample: %w", err)
	}
	extract, err := os.CreateTemp("", "pinezka-*.osm.pbf")
	if err != nil {
		return "", fmt.Errorf("sample: %w", err)
	}
	defer os.Remove(extract.Name())
	_, err = extract.Write(assets.Read("sample/rzeszow-nowe-miasto-2024.osm.pbf"))
	if err = errors.Join(err, extract.Close()); err != nil {
		return "", fmt.Errorf("sample: %w", err)
	}
	base := basePath(path)
	rep, err := s.buildBase(ctx, extract.Name(), base, nil, SampleDate, progress)
	if err != nil {
		return "", fmt.Errorf("sample: %w", err)
	}
	facts, err := osm.OpenFacts(base)
	if err != nil {
		return "", fmt.Errorf("sample: %w", err)
	}
	smp, err := sample.Generate(sample.Seed, sample.FactsOf(facts))
	if err != nil {
		return "", fmt.Errorf("sample: %w", err)
	}
	cat, err := DefaultCatalogue()
	if err != nil {
		return "", err
	}
	info := gpkg.Info{Name: s.words.T("sample.name"), Sample: true, Seed: sample.Seed}
	setBuilt(&info, base, rep)
	if err := fillSample(ctx, path, info, cat, smp); err != nil {
		return "", errors.Join(fmt.Errorf("sample: %w", err), ignoreMissing(os.Remove(path)), os.Remove(base))
	}
	return path, nil
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// fillSample stores the sample as an office would have got it: areas and
// debates by hand, the reports as one import.
func fillSample(ctx context.Context, path string, info gpkg.Info, cat *data.Catalogue, smp sample.Sample) error {
	p, err := gpkg.Create(ctx, path, info, cat)
	if err != nil {
		return err
	}
	fill := func() error {
		e := data.Edit{Label: data.LabelAddArea}
		add := func(r data.Record) { e.Before, e.After = append(e.Before, nil), append(e.After, r) }
		for i := range smp.Areas {
			smp.Areas[i].ID = 0
			add(&smp.Areas[i])
		}
		for i := range smp.Institutions {
			smp.Institutions[i].ID = 0
			add(&smp.Institutions[i])
		}
		if _, err := p.Apply(ctx, e); err != nil {
			return err
		}
		rows := func(yield func(gpkg.Row, error) bool) {
			for _, r := range smp.Reports {
				key := fmt.Sprintf("id:%d", r.ID)
				if !yield(gpkg.Row{Report: r, Key: key}, nil) {
					return
				}
			}
		}
		if _, err := p.Import(ctx, data.Import{File: "dane-przykladowe.csv", Source: "przykład", AsOf: &smp.AsOf, At: smp.AsOf.Time()}, gpkg.ImportOptions{}, rows); err != nil {
			return err
		}
		ids := map[data.DebateID]data.DebateID{}
		for _, d := range smp.Debates {
			old := d.ID
			d.ID = 0
			done, err := p.Apply(ctx, data.Add(data.LabelAddDebate, &d))
			if err != nil {
				return err
			}
			ids[old] = done.After[0].(*data.Debate).ID
		}
		for _, m := range smp.Motions {
			m.ID, m.Debate = 0, ids[m.Debate]
			if _, err := p.Apply(ctx, data.Add(data.LabelAddMotion, &m)); err != nil {
				return err
			}
		}
		return nil
	}
	return errors.Join(fill(), p.Close())
}

// AddBaseMap makes a file the project's base map: an extract is built into one
// beside the project, an archive or address is referred to.
func (s *Session) AddBaseMap(ctx context.Context, what string, clip orb.MultiPolygon, progress func(done, total int64)) (basemap.Report, error) {
	if s.ReadOnly() {
		return basemap.Report{}, data.ErrReadOnly
	}
	info := s.project.Info()
	info.BaseMap, info.BaseMapHash, info.BaseMapDate = what, "", ""
	var rep basemap.Report
	switch {
	case strings.Contains(what, "://"):
	case IsExtract(what):
		if len(clip) == 0 {
			clip = s.gmina
		}
		out := basePath(s.project.Path())
		var err error
		if rep, err = s.buildBase(ctx, what, out, clip, time.Time{}, progress); err != nil {
			return rep, err
		}
		setBuilt(&info, out, rep)
	default:
		abs, err := filepath.Abs(what)
		if err != nil {
			return rep, fmt.Errorf("base map: %w", err)
		}
		info.BaseMap = abs // on another drive than the project
		if home, err := filepath.Abs(filepath.Dir(s.project.Path())); err == nil {
			if r, err := filepath.Rel(home, abs); err == nil {
				info.BaseMap = filepath.ToSlash(r)
			}
		}
	}
	return rep, s.setBase(ctx, info)
}

// ExtractEndings are the names that extracts of OpenStreetMap have.
var ExtractEndings = []string{".pbf", ".osm", ".osm.gz"}

// IsExtract tells an extract of OpenStreetMap by its name.
func IsExtract(path string) bool {
	return slices.ContainsFunc(ExtractEndings, func(e string) bool { return strings.HasSuffix(strings.ToLower(path), e) })
}

// setBuilt notes a base map that was built beside the project.
func setBuilt(info *gpkg.Info, path string, rep basemap.Report) {
	info.BaseMap, info.BaseMapHash, info.BaseMapDate = filepath.Base(path), rep.Hash, dateString(rep.Date)
}

// setBase stores and shows the base map that info names, unless it cannot be
// opened; then the one before stays.
func (s *Session) setBase(ctx context.Context, info gpkg.Info) error {
	next := s.openBase(info.BaseMap)
	err := next.err
	if err == nil {
		err = s.project.SetInfo(ctx, info)
	}
	if err != nil {
		return errors.Join(err, next.shut())
	}
	err = s.base.shut()
	s.base = next
	s.setBound()
	s.announce(TopicProject)
	return err
}

// AddBaseMapLater is AddBaseMap, with an extract built on a worker and its
// progress in Busy.
func (s *Session) AddBaseMapLater(what string, finish func(error)) {
	if s.ReadOnly() {
		finish(data.ErrReadOnly)
		return
	}
	if !IsExtract(what) {
		_, err := s.AddBaseMap(s.ctx, what, nil, nil)
		finish(err)
		return
	}
	out, clip := basePath(s.project.Path()), s.gmina
	var rep basemap.Report
	s.run(s.words.T("busy.basemap"), func(ctx context.Context, progress func(int64, int64)) (err error) {
		rep, err = s.buildBase(ctx, what, out, clip, time.Time{}, progress)
		return err
	}, func(err error) {
		if err == nil {
			info := s.project.Info()
			setBuilt(&info, out, rep)
			err = s.setBase(s.ctx, info)
		}
		finish(err)
	})
}

// CreateLater is Create on a worker: the base map is built there, the project is
// made and opened after it.
func (s *Session) CreateLater(path string, n NewProject, finish func(error)) {
	maker := New(Options{Lang: s.opt.Lang, User: s.opt.User, Version: s.opt.Version, Contact: s.opt.Contact, CacheDir: s.opt.CacheDir})
	s.run(s.words.T("busy.create"), func(ctx context.Context, progress func(int64, int64)) error {
		return errors.Join(maker.Create(ctx, path, n, progress), maker.Close())
	}, func(err error) {
		if err == nil {
			err = s.Open(path)
		}
		finish(err)
	})
}
