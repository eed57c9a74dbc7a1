// Package window holds the views of Pinezka: the main window with its
// workspaces, the import wizard, the forms, the start card. Views show what the
// session has and forward what the user does; they keep no state of their own
// but sizes and scroll positions.
//
// The skeleton is one for all workspaces (mockups 01, 04, 06, 09): left what is
// meant, middle where, right what about it, bottom when. The map is the same
// object everywhere; only the left and right panels change.
//
// No view imports Fyne's app package: views are built for any fyne.Window, so
// that tests and the picture without a display draw them in memory.
package window
