package compare

import "pinezka/data"

// PeriodBefore returns the period that a debate's motions are compared with: it
// ends on the debate's day, or on the as-of date of the data when that is
// earlier, and begins the given number of months before, a day later: of 14 May
// 2024 and 12 months, 15 May 2023 to 14 May 2024.
func PeriodBefore(debate data.Day, asOf *data.Day, months int) data.Period {
	end := debate
	if asOf != nil {
		end = min(end, *asOf)
	}
	return data.NewPeriod(end.AddMonths(-months)+1, end)
}

// yearEarlier returns the same days a year before.
func yearEarlier(p data.Period) data.Period {
	return data.NewPeriod((*p.From-1).AddMonths(-12)+1, p.To.AddMonths(-12))
}
