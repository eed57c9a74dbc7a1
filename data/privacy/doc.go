// Package privacy decides what of a project may be made public.
//
// A public sheet or export takes nothing but a Release, which Protect makes, and
// prints no string that is not a Text, which only this package makes. What a
// Release does not hold cannot leak: descriptions, notes, numbers at the source,
// names of institutions' files and times of single reports are not in its types.
//
// Three rules decide about places:
//
//   - reports of sensitive categories, and of categories that the catalogue does
//     not know, are never points: they are counted, and a count is given only when
//     neither it nor what is left over by subtraction is smaller than K;
//   - a report at a single house (placed by a house number, or within 25 m of an
//     address that is alone within 50 m) moves to the middle of a street section
//     with at least 8 addresses, or is withheld and counted;
//   - everything else keeps its place.
//
// Free text that must appear, such as the title of a motion, is masked: phone
// numbers, e-mail addresses, PESEL and other long numbers, car plates. Masking
// would rather hide too much. Names of people it does not know; a person has to
// read what is printed, and the Checklist says what there is to look at.
//
// Distances are metres on the ground, places degrees.
package privacy
