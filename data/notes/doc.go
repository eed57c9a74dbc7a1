// Package notes gets the text out of the notes of a public debate, whatever they
// were written with: plain text in any of the usual encodings, Markdown, DOCX, ODT.
//
// ReadText gives paragraphs, list items and table rows a line, with what the format
// says of each: heading, level of a list, its number, the cells of a row. Tracked
// changes are read as if they were accepted, comments are left out, and automatic
// numbers and bullets are known but not in the text. No word of the text is lost.
// Foreign files are hostile until proven otherwise: sizes are limited, macros are not
// run, entities are refused, nothing is fetched.
//
// A person chooses which of the lines are motions; what their words say about place
// and category is proposed by data/gazetteer and the catalogue.
//
// Spans count bytes of the Body.
package notes
