// Package exchange reads the lists that offices send and writes lists that they
// can open: CSV and TSV in the usual encodings, XLSX workbooks and GeoJSON. It also
// reads shapefiles, KML and KMZ, GeoPackages of other programs, GPX and GML.
//
// Bringing a file in has two stages, since much must be guessed and some of it
// can only be asked:
//
//  1. Inspect looks through the whole file once and returns a Proposal: format,
//     encoding, separator, which row names the columns, what each column is,
//     order of dates, coordinate system, a few rows to look at, and Questions
//     about what the program cannot know.
//  2. Read goes through the file again and yields a Row for every record: either
//     a data.Report with Findings, or a Reject. It refuses to begin while a
//     question is open, so that nothing is stored on a guess.
//
// Nothing is dropped or altered unseen. A record is a report on the map, a report
// without place, or a Reject; blank lines, a title above and totals below the
// table are no records, and the Proposal names them. Both stages stream: memory
// does not grow with the file, but for eight bytes a record while the numbers of
// records are checked for repetition.
//
// There are two kinds of files. Tables have rows of cells; what gives a place are
// columns of numbers. The others have features, which bring their shape along: a
// reader of each such format yields features and what the file says of itself, and
// from there on all of them are alike, for reports as well as for areas. A report
// needs a point: the first of several, the middle of a line or an area. What names
// no coordinate system, such as a shapefile without its .prj, is never guessed in
// silence: the guess is a question.
//
// Formats are told by content, never by the file's name. Foreign files are
// hostile until proven otherwise: sizes are limited, nothing is fetched, archives
// are read where they are and never unpacked, XML that defines entities is refused,
// and databases are opened so that no byte of them can change.
//
// Rows are counted twice over: Row is the number of the record, 1 for the first
// below the column names; Line is the line of the text file, the row of the sheet
// or the position of the feature, for looking it up.
package exchange
