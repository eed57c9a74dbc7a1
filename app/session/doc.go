// Package session is all that the window shows and does, without a window: the
// open project, the filter, what is selected, debates and their comparison, the
// sheet, the history. The window and the command line drive the same methods, so
// what a button does, a command and a test do, too.
//
// One goroutine owns a Session: the interface's, in a window; the main one, in a
// command. Long work (import, comparison, sheets) runs on a worker that is given
// values and gives values back through the session's post function, which is
// fyne.Do in the window and a direct call in a test.
//
// The life of a change: a method changes the state, stores an Edit where records
// are concerned, and announces a Topic; whoever listens asks the session for
// what it needs. Nobody but the session keeps state.
package session
