package session

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"syscall"

	"pinezka/app/wording"
	"pinezka/data"
	"pinezka/data/exchange"
	"pinezka/data/gpkg"
	"pinezka/data/osm"
	"pinezka/mapview/basemap"
	"pinezka/mapview/tile"
)

// Errors of the session itself.
var (
	// ErrNoDebate means that the project has no debate to compare.
	ErrNoDebate = errors.New("the project has no debate")
	// ErrNoBaseMap means that the project has no base map, or that its file is gone.
	ErrNoBaseMap = errors.New("no base map")
	// ErrOpenQuestion means that nothing was stored, since the program asks something.
	ErrOpenQuestion = errors.New("a question is open")
	// ErrWorking means that long work goes on, and the wish has to wait for its end.
	ErrWorking = errors.New("other work goes on")
	// ErrTileSweep means that a sheet would fetch tiles in bulk from a public server.
	ErrTileSweep = errors.New("a sheet must not be drawn from a public tile server")
)

// ErrorWords turns an error into words for people: what happened, and what to
// do. The developer's text follows where no message knows the case.
func (s *Session) ErrorWords(err error) string {
	w := s.words
	var locked *gpkg.LockedError
	var path *fs.PathError
	var archive *tile.ArchiveError
	switch {
	case err == nil:
		return ""
	case errors.Is(err, context.Canceled):
		return w.T("error.cancelled")
	case errors.As(err, &locked):
		return w.T("error.locked", "user", locked.User, "host", locked.Host, "time", locked.Since.Local().Format("15:04"))
	case errors.Is(err, data.ErrReadOnly):
		return w.T("error.read-only")
	case errors.Is(err, data.ErrConflict):
		return w.T("error.conflict")
	case errors.Is(err, data.ErrNothing):
		return w.T("error.nothing")
	case errors.Is(err, gpkg.ErrExists):
		return w.T("error.exists")
	case errors.Is(err, gpkg.ErrNewer):
		return w.T("error.newer")
	case errors.Is(err, gpkg.ErrNotProject):
		return w.T("error.not-project")
	case errors.Is(err, gpkg.ErrDamaged):
		return w.T("error.damaged")
	case errors.Is(err, gpkg.ErrBusy):
		return w.T("error.busy")
	case errors.Is(err, gpkg.ErrNoRoom), errors.Is(err, syscall.ENOSPC):
		return w.T("error.no-room")
	case errors.Is(err, osm.ErrNotExtract):
		return w.T("error.not-extract")
	case errors.Is(err, osm.ErrTruncated):
		return w.T("error.truncated")
	case errors.Is(err, ErrNoDebate):
		return w.T("error.no-debate")
	case errors.Is(err, ErrNoBaseMap):
		return w.T("error.no-basemap")
	case errors.Is(err, ErrWorking):
		return w.T("busy.wait", "what", s.busy.What)
	case errors.Is(err, ErrTileSweep):
		return w.T("error.tile-sweep")
	case errors.Is(err, ErrExportFormat):
		return w.T("error.export-format", "formats", ExportFormats())
	case errors.Is(err, ErrOpenQuestion):
		return w.T("error.question")
	case errors.Is(err, ErrSameName):
		return w.T("error.same-name")
	case errors.Is(err, ErrTERYT):
		return w.T("error.teryt")
	case errors.Is(err, basemap.ErrOutside):
		return w.T("error.outside")
	case errors.Is(err, exchange.ErrTooLarge):
		return w.T("error.too-large")
	case errors.Is(err, exchange.ErrNoMotions):
		return w.T("error.no-motions")
	case errors.Is(err, exchange.ErrColumns):
		return w.T("error.list-columns")
	case errors.Is(err, exchange.ErrNoAreas):
		return w.T("error.no-areas")
	case errors.As(err, &archive):
		return w.T(archiveKey(archive), "file", filepath.Base(archive.File))
	case errors.Is(err, fs.ErrNotExist):
		if errors.As(err, &path) {
			return w.T("error.missing", "file", path.Path)
		}
		return w.T("error.missing.any")
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		if errors.As(err, &path) {
			return w.T("error.permission", "file", path.Path)
		}
		return w.T("error.permission.any")
	}
	var unreadable *exchange.FormatError
	if errors.As(err, &unreadable) {
		return formatWords(w, unreadable)
	}
	return w.T("error.other", "text", err.Error())
}

// archiveKey names the sentence about a tile archive that cannot be used.
func archiveKey(err *tile.ArchiveError) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "error.missing"
	case errors.Is(err, tile.ErrNotArchive):
		return "error.archive.not"
	case errors.Is(err, tile.ErrTruncated):
		return "error.archive.cut"
	case errors.Is(err, tile.ErrVersion):
		return "error.archive.version"
	case errors.Is(err, tile.ErrFormat):
		return "error.archive.format"
	case errors.Is(err, tile.ErrEmpty):
		return "error.archive.empty"
	}
	return "error.archive.unreadable"
}

// formatWords says what a file is that cannot be read, and what to do with it.
func formatWords(w *wording.Words, f *exchange.FormatError) string {
	kind := f.Is
	if strings.Contains(kind, "damaged") {
		kind = "damaged"
	}
	if w.Has("error.format." + kind) {
		return w.T("error.format."+kind, "file", f.File)
	}
	return w.T("error.format", "file", f.File)
}
