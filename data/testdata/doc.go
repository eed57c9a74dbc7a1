// Package testdata holds inputs and right values for tests, copied so that the
// project tests itself alone; README.md gives the credits.
package testdata
