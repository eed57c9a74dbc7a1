package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"pinezka/app/session"
	"pinezka/data"
	"pinezka/data/exchange"
	"pinezka/data/gpkg"
	"pinezka/data/osm"
	"pinezka/mapview/basemap"
	"pinezka/mapview/tile"
)

// usageError says that a command was used wrongly, as a message of the wording.
type usageError struct {
	key   string
	pairs []any
}

func (e *usageError) Error() string { return fmt.Sprint(append([]any{e.key, " "}, e.pairs...)...) }

func wrong(key string, pairs ...any) error { return &usageError{key: key, pairs: pairs} }

// heldError means that the project cannot be changed, since it is open elsewhere
// or its folder is not to be written to.
type heldError struct{ notice string }

func (e *heldError) Error() string { return "the project cannot be changed: " + e.notice }

// Unwrap makes it one of the read-only errors.
func (e *heldError) Unwrap() error { return data.ErrReadOnly }

// verdict returns the exit code and what people are told.
func (e *env) verdict(err error) (code int, text string) {
	var usage *usageError
	var held *heldError
	switch {
	case err == nil:
		return exitDone, ""
	case errors.As(err, &usage):
		return exitUsage, e.w.T(usage.key, usage.pairs...)
	case errors.As(err, &held) && held.notice != "":
		return exitNotDone, held.notice
	case e.s != nil:
		return exitNotDone, e.s.ErrorWords(err)
	}
	return exitNotDone, err.Error()
}

// codes are the stable names of errors, the more special first.
var codes = []struct {
	err  error
	code string
}{
	{context.Canceled, "cancelled"},
	{gpkg.ErrLocked, "locked"},
	{data.ErrReadOnly, "read-only"},
	{data.ErrConflict, "conflict"},
	{gpkg.ErrExists, "exists"},
	{gpkg.ErrNewer, "newer"},
	{gpkg.ErrNotProject, "not-project"},
	{gpkg.ErrDamaged, "damaged"},
	{gpkg.ErrBusy, "busy"},
	{gpkg.ErrNoRoom, "no-room"},
	{syscall.ENOSPC, "no-room"},
	{osm.ErrNotExtract, "not-extract"},
	{osm.ErrTruncated, "truncated"},
	{basemap.ErrOutside, "outside"},
	{session.ErrNoDebate, "no-debate"},
	{session.ErrNoBaseMap, "no-basemap"},
	{session.ErrTileSweep, "tile-sweep"},
	{session.ErrOpenQuestion, "question"},
	{session.ErrTERYT, "teryt"},
	{session.ErrExportFormat, "export-format"},
	{exchange.ErrTooLarge, "too-large"},
	{exchange.ErrNoMotions, "no-motions"},
	{exchange.ErrNoAreas, "no-areas"},
	{tile.ErrVector, "vector-archive"},
	{fs.ErrNotExist, "missing"},
	{fs.ErrPermission, "permission"},
}

// codeOf names an error for programs.
func codeOf(err error) string {
	var usage *usageError
	var format *exchange.FormatError
	switch {
	case errors.As(err, &usage):
		return "usage"
	case errors.As(err, &format):
		return "format"
	}
	for _, c := range codes {
		if errors.Is(err, c.err) {
			return c.code
		}
	}
	return "other"
}
