package session

// latest keeps work that only the newest wish matters of: one worker at a time,
// and whoever asks while it runs is served once more at its end.
type latest struct {
	fresh   bool // the outcome, or the running worker's, is of the newest wish
	running bool
	again   bool // somebody asked while it ran
}

// begin tells whether the work has to start now; then end must follow.
func (l *latest) begin() bool {
	switch {
	case l.fresh:
		return false
	case l.running:
		l.again = true
		return false
	}
	l.running, l.fresh = true, true
	return true
}

// end tells whether the work has to start again.
func (l *latest) end() bool {
	again := l.again
	l.running, l.again = false, false
	if again {
		l.fresh = false
	}
	return again
}
