// Package command is the program without its window: the same session, driven
// by arguments. Scripts and tests do what a user does, and get the same figures.
//
// A command goes through four stages: the arguments are parsed and a wrong use
// ends here; the project is opened, for reading alone where nothing is changed,
// so that a window may hold it; the session does the work; the outcome is
// written.
//
// With --json exactly one object goes to standard output and words for people go
// to standard error; without it a few lines for people go to standard output.
// The exit code is 0 when the work was done, 1 when it was not and nothing was
// changed, 2 when the command was used wrongly.
//
// Units: coordinates are degrees of WGS 84, longitude first; distances metres on
// the ground; scales denominators; days YYYY-MM-DD, the last day of a span
// included. Codes of categories, statuses and verdicts are the stable ones of
// package data, never words of a language.
package command
