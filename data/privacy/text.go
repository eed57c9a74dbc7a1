package privacy

// Text is a string that may be printed in public. Only this package makes one
// that is not empty.
type Text struct{ s string }

// String returns the text.
func (t Text) String() string { return t.s }

// MarshalText writes the text as it is.
func (t Text) MarshalText() ([]byte, error) { return []byte(t.s), nil }

// Masked is what stands in place of what was found.
const Masked = "[…]"

// Mask returns the text with everything that Find finds replaced.
func Mask(s string) Text {
	hits := Find(s)
	if len(hits) == 0 {
		return Text{s}
	}
	var out []byte
	at := 0
	for _, h := range hits {
		out = append(out, s[at:h.Start]...)
		out = append(out, Masked...)
		at = h.End
	}
	return Text{string(append(out, s[at:]...))}
}
