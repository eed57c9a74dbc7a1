// Package assets embeds what the program brings along: fonts, symbols, the base
// map's style and icons, catalogues, translations, the Polish dictionary and the
// extract of the sample project. It imports nothing of the program; LICENSES.md
// names each thing's licence and the sentence it asks for.
package assets

import (
	"bytes"
	"embed"
	"io"
)

// FS holds the embedded files under their names in this folder.
//
//go:embed fonts symbols basemap icons catalogue sample wording morphology teryt-gminy-polska.csv LICENSES.md
var FS embed.FS

// Read returns an embedded file. It panics when there is none of this name,
// which is a fault of the program.
func Read(name string) []byte {
	b, err := FS.ReadFile(name)
	if err != nil {
		panic(err)
	}
	return b
}

// Catalogue returns the three files of KMZB's catalogue.
func Catalogue() (categories, groups, statuses io.Reader) {
	open := func(name string) io.Reader { return bytes.NewReader(Read("catalogue/kmzb-" + name + ".csv")) }
	return open("categories"), open("groups"), open("statuses")
}
