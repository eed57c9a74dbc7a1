// Package compare sets what was said at a debate beside what was reported, and
// one period beside another, with the uncertainty that small counts have.
//
// Stages of Compare:
//
//  1. the period: it ends on the day of the debate or on the as-of date of the
//     data, whichever is earlier, and goes back whole months;
//  2. the reports of the period that have a place of their own; repeats of one
//     nuisance are merged (Merge) before anything is tested;
//  3. for each motion with a place the reports of its category within the
//     distance, and the share of them that the baseline puts there: the part of
//     the addresses, of the built-up streets or of the area that lies within it;
//  4. two exact tests: against the baseline (binomial) and against the other
//     categories at the same place (Fisher), both corrected for the number of
//     motions looked at (Holm);
//  5. a verdict by one table, and what helps a reader to weigh it: the year
//     before, the rank among places, the nearest reports beyond, warnings.
//
// Two counts are compared by the exact conditional test. Its two-sided p is twice
// the smaller tail and its interval is Clopper and Pearson's, so that the two
// never contradict each other. Tails come from the incomplete beta function and
// never from one minus a distribution function, which loses small values.
//
// Coordinates come in as degrees. Geometry is computed in the plane of EPSG:2180
// (the UTM zone outside Poland); a radius is metres on the ground and is
// multiplied by the plane's scale factor at its place. Repeats are merged by
// plain metres of the plane.
//
// Nothing here is a sentence: verdicts and warnings are codes that the wording
// turns into words. A verdict without reports never speaks against a motion,
// since reports are not events.
package compare
