package command

import (
	"encoding/json"
	"fmt"
	"io"

	"pinezka/data/exchange"
)

// answer is the one object of --json.
type answer map[string]any

// fault is an entry of errors.
type fault struct {
	Code   string `json:"code"`
	Text   string `json:"text"`
	Row    int    `json:"row,omitempty"`
	Column string `json:"column,omitempty"`
	Value  string `json:"value,omitempty"`
}

// question is an entry of questions.
type question struct {
	Key      string   `json:"key"`
	Text     string   `json:"text"`
	Proposal string   `json:"proposal"`
	Choices  []string `json:"choices"`
	Rows     []int    `json:"rows"`
}

func (a answer) fail(code, text string) {
	faults, _ := a["errors"].([]fault)
	a["errors"] = append(faults, fault{Code: code, Text: text})
}

// inform adds a fact that is neither a warning nor an error.
func (a answer) inform(code, text string) {
	list, _ := a["infos"].([]exchange.Finding)
	a["infos"] = append(list, exchange.Finding{Code: exchange.Code(code), Text: text})
}

func (a answer) warn(code, text string) {
	list, _ := a["warnings"].([]exchange.Finding)
	a["warnings"] = append(list, exchange.Finding{Code: exchange.Code(code), Text: text})
}

// write writes the object with its keys in order, so that answers can be
// compared as text.
func (a answer) write(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(a); err != nil {
		return fmt.Errorf("write the answer: %w", err)
	}
	return nil
}

// list makes an empty list of nil, so that JSON has [] and not null.
func list[T any](v []T) []T {
	if v == nil {
		return []T{}
	}
	return v
}

// orNull makes null of an empty word.
func orNull[T ~string](v T) any {
	if v == "" {
		return nil
	}
	return v
}

// jsonLine writes a value on one line.
func jsonLine(v any) (string, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("write a line: %w", err)
	}
	return string(b), nil
}
