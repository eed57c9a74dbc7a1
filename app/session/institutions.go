package session

import (
	"errors"
	"fmt"

	"pinezka/data"
)

// ErrSameName means that an institution of that name is in the table already.
var ErrSameName = errors.New("an institution of that name is there already")

// InstitutionByID returns an institution of the table.
func (s *Session) InstitutionByID(id data.InstitutionID) (data.Institution, bool) {
	for _, in := range s.institutions {
		if in.ID == id {
			return in, true
		}
	}
	return data.Institution{}, false
}

// StoreInstitution stores a new institution (id 0) or a changed one, and returns its
// id. What motions, reports and reactions say of an institution are words that were
// true at their time: they stay. It refuses with ErrSameName.
func (s *Session) StoreInstitution(in data.Institution) (data.InstitutionID, error) {
	for _, other := range s.institutions {
		if other.ID != in.ID && data.Fold(other.Name) == data.Fold(in.Name) {
			return 0, fmt.Errorf("%q: %w", in.Name, ErrSameName)
		}
	}
	e := data.Add(data.LabelAddInstitution, &in)
	if in.ID != 0 {
		old, ok := s.InstitutionByID(in.ID)
		if !ok {
			return 0, fmt.Errorf("institution %d: %w", in.ID, data.ErrConflict)
		}
		e = data.Replace(data.LabelChangeInstitution, &old, &in)
	}
	done, err := s.apply(e)
	if err != nil {
		return 0, err
	}
	return done.After[0].(*data.Institution).ID, nil
}

// DeleteInstitution takes an institution out of the table.
func (s *Session) DeleteInstitution(id data.InstitutionID) error {
	old, ok := s.InstitutionByID(id)
	if !ok {
		return fmt.Errorf("institution %d: %w", id, data.ErrConflict)
	}
	_, err := s.apply(data.Delete(data.LabelDeleteInstitution, &old))
	return err
}

// reloadInstitutions reads the table from the project.
func (s *Session) reloadInstitutions() (err error) {
	s.institutions, err = s.project.Institutions(s.ctx)
	return err
}
