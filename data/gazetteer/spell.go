package gazetteer

// misspelt returns whether a folded word may be another one with a slip: one
// from six letters, two from nine, the first letter right. Swapped neighbours
// are one slip.
func misspelt(word, of string) bool {
	if word == "" || of == "" || word[0] != of[0] {
		return false
	}
	limit := 0
	switch n := min(len(word), len(of)); {
	case n >= 9:
		limit = 2
	case n >= 6:
		limit = 1
	}
	return limit > 0 && distance(word, of, limit) <= limit
}

// distance returns how many letters must be put in, left out, changed or swapped
// with their neighbour; limit+1 when more than limit.
func distance(a, b string, limit int) int {
	if d := len(a) - len(b); d > limit || -d > limit || len(b) > 60 {
		return limit + 1
	}
	var rows [3][64]int
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		best := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			row[j] = d
			best = min(best, d)
		}
		if best > limit {
			return limit + 1
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
