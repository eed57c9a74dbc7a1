// Package gpkg keeps a project: one file NAME.gpkg, a valid GeoPackage 1.3 that
// QGIS and ogrinfo open as it is. Everything but what comes from OpenStreetMap
// lies in it. A Project is one open file; package data has the words for what is
// inside.
//
// # Stages of a change
//
// Every Edit is one transaction. It
//
//  1. compares each record's Before with what is stored, and refuses with
//     data.ErrConflict where somebody else (QGIS, a colleague) was quicker,
//  2. writes the After,
//  3. adds one row to table changes: who, when, and the stored rows before and
//     after as JSON.
//
// Undo and Redo read that row again, so they work after a restart too, and
// refuse when a row is no longer what the change left. An import is one row that
// names the import; the rows it brought are found by their import, and only
// those it altered keep an image, in table import_altered.
//
// # Why it is so
//
// The journal is SQLite's rollback journal and never a write-ahead log, since
// projects live on office shares. Synchronous is FULL: what was committed
// survives a kill at any instant. One connection does all the work, guarded by
// Project; a reader takes its rows in pages and never holds the file between
// them, so that the caller of Reports may write while it ranges.
//
// The spatial index follows the GeoPackage extension gpkg_rtree_index, with its
// seven triggers. They call ST_IsEmpty, ST_MinX and so on, which the connection
// registers. An import drops the triggers, writes its rows, packs the R-tree
// bottom-up along a Hilbert curve (Kamel and Faloutsos, On Packing R-trees,
// 1993), and puts the triggers back, all in the import's transaction.
//
// Ids are never used twice (AUTOINCREMENT): an undo must be able to bring a
// record back under its old id.
//
// # Units
//
// Geometries are GeoPackage binary, little endian, EPSG:4326, longitude first.
// Wall clocks are stored as written, without an offset; days as YYYY-MM-DD;
// day_first and day_last count days from 1970-01-01 and are derived, for
// queries. Instants of our own (when something was imported or changed) are UTC.
package gpkg
