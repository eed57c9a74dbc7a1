package session

import (
	"io"

	"pinezka/data"
)

// Institutions returns the institutions that answer for threats.
func (s *Session) Institutions() []data.Institution { return s.institutions }

// WriteWhole writes a file as a whole or not at all.
func WriteWhole(path string, write func(io.Writer) error) error {
	_, err := writeWhole(path, func(w io.Writer) (struct{}, error) { return struct{}{}, write(w) })
	return err
}
