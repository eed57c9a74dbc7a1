// Package app wires project, session and window: the only place where parts are
// chosen. It has three ways in: Main decides between them. Without arguments the
// window opens; with a command the work is done without one (package cli);
// "demo" shows the sample's second debate in the window or, where there is no
// display, draws the same views into files.
package app
