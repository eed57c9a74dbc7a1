// Package wording speaks to people, in Polish and in English: messages, plural
// forms, dates, numbers. Every string that reaches the window, a sheet or the
// terminal's human side goes through it; lower packages speak plain English to
// developers.
//
// The messages lie in assets/wording/pl.json and en.json under the same keys. A
// message is a string, or an object of plural forms (one, few, many in Polish;
// one, many in English). {name} stands for a value. A test holds the two files
// to the same keys and the same values.
//
// The language is a value: whoever needs words is handed a *Words, and a switch
// of language hands out another one without a restart.
package wording
