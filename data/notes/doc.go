// Package notes reads the notes of a public debate and proposes what was said:
// debates, notes (głosy) and motions (wnioski). It reads text, Markdown, DOCX and
// ODT; lists of motions in CSV and XLSX are read by data/exchange and brought into
// the same form.
//
// Everything is a proposal: a person looks at it before anything is stored. So a
// field that the words do not tell stays empty rather than guessed, and no word of
// the document is lost: what is no item is kept as a Passage of its kind.
//
// The stages, a file or two each:
//
//  1. ReadText gets the text out: paragraphs, list items and table rows a line,
//     tracked changes as if accepted, with what the format says of each line
//     (text, read, docx, odt, flow).
//  2. Lines become blocks: bullets, numbers, labels and broken lines are
//     understood, which a text file only shows; rows of tables and filled-in forms
//     are read by their headings and labels (block, table, form).
//  3. Blocks fall into debates, since a heading with a date begins a new one, and
//     into sections: attendance, agenda, motions, answers (section, head).
//  4. Blocks become items: a list item or a table row is one, prose is cut at
//     sentences; what asks somebody for something is a motion (item, asks,
//     sentence). Answers go to the item above them.
//  5. Each item gets its fields: category, addressee, deadline, state, support,
//     and whether it may be put on the map at all (category, addressee, deadline,
//     state, sensitive). Places come from a Locator, when there is one.
//  6. What no item took is gathered into passages (passage).
//
// The rules are those measured in notes/places.md, section 5; the lists of words
// hold general Polish of public debates. Words are compared without case and
// diacritics (data.Fold), since notes are often typed without them.
//
// Spans count bytes of the Body. Names of people are never kept with a motion: who
// raised it is a group or nobody.
package notes
