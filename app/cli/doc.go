// Package cli does the window's work without a window: pinezka new, sample,
// import, export, basemap, view, print, list, compare, stats, check and erase. Each command
// drives the same session as the window does.
//
// With --json a command writes exactly one object to standard output and words
// for people to standard error; without it, words go to standard output. Exit
// codes: 0 done, 1 not done and nothing was changed, 2 wrong use.
package cli
