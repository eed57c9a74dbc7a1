// Package cli does the window's work without a window: pinezka new, sample,
// import, export, basemap, view, print, list, compare, stats, check, erase, places and
// notes. Each command drives the same session as the window does.
//
// With --json a command writes exactly one object to standard output (places one for
// each phrase, notes one for each file) and words for people to standard error; without
// it, words go to standard output. Exit codes: 0 done, 1 not done and nothing was
// changed, 2 wrong use.
package cli
