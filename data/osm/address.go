package osm

import (
	"strings"

	"pinezka/data"
)

// FindAddress finds a street and a house number, as "Seniora 5" or "al. Rejtana
// 20a"; of a number with a flat, as in "Seniora 5/12", the house is enough.
func (f *Facts) FindAddress(text string) (Address, bool) {
	return f.address(queryWords(text))
}

// address takes each number among the words as the house's: in "3 Maja 5" the
// first belongs to the street.
func (f *Facts) address(words []string) (Address, bool) {
	for i := len(words) - 1; i > 0; i-- {
		if c := words[i][0]; c < '0' || c > '9' {
			continue
		}
		houses := f.housesOf(words[:i])
		for end := len(words); end > i; end-- {
			number := houseNumber(words[i:end])
			for _, k := range houses {
				if f.index.numbers[k] == number {
					return f.addresses[k], true
				}
			}
		}
	}
	return Address{}, false
}

// housesOf returns the addresses of the street that words mean.
func (f *Facts) housesOf(words []string) []int32 {
	if h := f.index.houses[strings.Join(words, " ")]; h != nil {
		return h
	}
	var out []int32
	seen := map[string]bool{}
	for _, i := range f.streetsLike(words) {
		folded := data.Fold(f.streets[i].Name)
		if !seen[folded] {
			seen[folded] = true
			out = append(out, f.index.houses[folded]...)
		}
	}
	return out
}

// streetsLike returns the streets whose names hold the words, the best first.
func (f *Facts) streetsLike(words []string) []int {
	var out []int
	for _, m := range f.index.search(words) {
		if i := f.index.street[m.hit]; i >= 0 {
			out = append(out, int(i))
		}
	}
	return out
}
