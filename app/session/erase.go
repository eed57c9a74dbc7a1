package session

import (
	"context"
	"fmt"
	"path/filepath"

	"pinezka/data"
)

// CopiesWords names the files that an erasure goes through beside the project, for
// the question before it.
func (s *Session) CopiesWords() ([]string, error) {
	if s.project == nil {
		return nil, nil
	}
	copies, err := s.project.Copies()
	for i, c := range copies {
		copies[i] = filepath.Base(c)
	}
	return copies, err
}

// EraseText removes a report's description and note for good: from the record, the
// history and the dated copies beside the project. It returns those copies. Undo
// does not bring the texts back.
func (s *Session) EraseText(ctx context.Context, id data.ReportID) ([]string, error) {
	if s.ReadOnly() {
		return nil, data.ErrReadOnly
	}
	if _, ok := s.Report(id); !ok {
		return nil, fmt.Errorf("report %d: %w", id, data.ErrConflict)
	}
	copies, err := s.project.Erase(ctx, id)
	if err != nil {
		return copies, err
	}
	return copies, s.erasedText()
}

// EraseTextLater does the same on a worker, since a large file is written anew.
func (s *Session) EraseTextLater(id data.ReportID) {
	if s.ReadOnly() {
		s.Fail(data.ErrReadOnly)
		return
	}
	project := s.project
	s.run(s.words.T("busy.erase"), func(ctx context.Context, _ func(done, total int64)) error {
		_, err := project.Erase(ctx, id)
		return err
	}, func(err error) {
		if err == nil {
			err = s.erasedText()
		}
		if err != nil {
			s.Fail(err)
		}
	})
}

func (s *Session) erasedText() error {
	if err := s.reload(); err != nil {
		return err
	}
	s.say(s.words.T("erase.done"))
	return nil
}
