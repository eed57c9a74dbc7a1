package cli

import (
	"path/filepath"
	"strconv"

	"pinezka/app/session"
	"pinezka/data"
)

// erase removes a report's description and note for good.
func (c *call) erase() (object, error) {
	word, err := c.word(1, "ID")
	if err != nil {
		return nil, err
	}
	id, err := strconv.ParseInt(word, 10, 64)
	if err != nil {
		return nil, usage("erase %q: want an id of `pinezka list reports`", word)
	}
	return c.with(false, func(s *session.Session) (object, error) {
		if _, ok := s.Report(data.ReportID(id)); !ok {
			return nil, usage("erase %d: there is no such report", id)
		}
		copies, err := s.EraseText(c.ctx, data.ReportID(id))
		for i, p := range copies {
			copies[i] = filepath.Base(p)
		}
		return object{"erased": id, "copies": orEmpty(copies)}, err
	})
}
