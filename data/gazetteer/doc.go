// Package gazetteer finds out which places a Polish sentence means: streets,
// squares, shops and schools in whatever case, abbreviated, misspelt, called by a
// part of their name or by a nickname, joined to crossings, addresses and
// stretches. It proposes; where several things answer to the words, a place is
// none of ours, a house is unknown or the sentence is about a person in distress,
// it says what must be asked.
//
// # Stages
//
//  1. New spells each name out into words with a role (text.go, names.go): what
//     must be there, what may, what suffices alone. Titles are left out. The words
//     are indexed by spelling, lemma, stem and sound (terms.go).
//  2. Find cuts a text into words, looks each up in the dictionary (package morph)
//     and among the words of names (terms.go: as written, inflected, by the rules
//     of stem.go, with a slip by spell.go), and joins words that stand together to
//     mentions of a name (match.go).
//  3. What stands about a mention tells whether it is meant (context.go): "Pan
//     Kwiatkowski", "Święto Niepodległości", "sucha trawa" and "Armii Ludowej" are
//     not. Of those that overlap the longer and the whole ones stay (choose.go).
//  4. House numbers are read (house.go), names that are none of ours and words for
//     places that nobody can tell are found (unknown.go).
//  5. Streets become crossings and stretches where the text says so and the table
//     of crossings has them, of several branches the one at the street that is
//     named stays (cross.go, arrange.go), and the question is settled (ask.go). Words of distress
//     overrule all (sensitive.go).
//
// # Why so
//
// Words equal by lemma, and by rules of suffixes only where the dictionary lacks
// one of the two: a stemmer breaks on surnames and short words, which is what
// streets are made of. A slip is looked for only in words that the dictionary does
// not know: "Dąbrowskiego" is a word and never becomes "Dobrzańskiego". The
// genitive of an adjectival surname is the street, its nominative the person.
// Most of the work is not morphology but saying no: with all forms right, a
// program without context still answers two phrases of five wrongly.
//
// Lists of words (lists.go, sensitive.go) hold general Polish. The phrases of oracle
// 14 measure the method and are never written into it; data/testdata/places-inny
// holds others over an invented town.
//
// # Units and limits
//
// Points are degrees WGS 84, distances metres. A text is a sentence or a short note;
// "there" in a second sentence is not carried over from the first. Things called by
// a word that their name does not have ("u salezjanów") are not found.
//
// The package imports data/osm, because a base map's names, house numbers and
// crossings are its facts (facts.go); the rest needs plain values only.
package gazetteer
