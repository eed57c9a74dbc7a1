// Package pdf writes scenes as a vector PDF: paths stay curves, words stay words.
//
// Stages: each page's scene is walked once and becomes content streams, which are
// packed in the background while the walk goes on; fonts, patterns, layers and the
// structure tree gather what the pages used and are written at the end. A page's scene
// can be forgotten once it is written, so a pack of forty sheets needs the memory of one.
//
// What a sheet of paper asks for:
//
//   - Words can be found and copied whole, each once. Level runs are shown as one
//     string with its kerning; a name along a curve is set letter by letter and says what it
//     is as ActualText. Halos are drawn as shapes, once per glyph and used by reference: the
//     other way, text drawn in outline, shows every word twice to whoever searches.
//   - Fonts are subset and embedded, glyph ids as in package typeface.
//   - A reader can switch layers off (optional content), follow links, and be
//     read aloud: groups with a Tag become the document's structure, and on such a page
//     everything outside of them is marked as decoration.
//   - PrintScaling is None: a scale of 1 : 5 000 must come out of the printer as one.
//   - A symbol that stands on the map a thousand times is stored once.
//   - The same input gives the same bytes: no clock, no chance, no map order.
//
// Units: the scene's millimetres, y down, are kept inside the content streams, to
// 0.01 mm; one matrix a page turns them into points. Colours are device RGB or grey.
// Groups that scale unevenly keep the shape of paths; line widths and letters grow
// by the mean.
//
// Written against ISO 32000-1 (PDF 1.7) and, for the georeference, Adobe's
// supplement to it, extension level 3.
package pdf
