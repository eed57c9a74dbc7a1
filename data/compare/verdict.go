package compare

// Verdict says what the reports tell about a motion.
type Verdict string

// The verdicts, in the order in which summaries list them.
const (
	VerdictBacked    Verdict = "backed"    // more than the baseline and than other categories let expect
	VerdictBusy      Verdict = "busy"      // many reports here, but not especially of this category
	VerdictUnsettled Verdict = "unsettled" // the reports do not settle it
	VerdictFew       Verdict = "few"       // fewer than three nuisances: too few to tell
	VerdictNone      Verdict = "none"      // no reports, which is not "no threat"
	VerdictWhole     Verdict = "whole"     // about the whole municipality: counted, not tested
	VerdictNowhere   Verdict = "nowhere"   // not located yet
)

// Verdicts lists the verdicts.
var Verdicts = []Verdict{VerdictBacked, VerdictBusy, VerdictUnsettled, VerdictFew, VerdictNone, VerdictWhole, VerdictNowhere}

// FewLimit is the number of merged reports from which a motion is judged at all:
// below it a small circle makes any single report look like an excess.
const FewLimit = 3

// Judge is the one table by which a motion with a place is judged: merged reports
// within its distance, p against the baseline and p against the other categories,
// both corrected by Holm. A motion without a category has no other categories: it
// is judged with pOther 1 and can be busy at most.
func Judge(merged int, pBaseline, pOther float64) Verdict {
	switch {
	case merged == 0:
		return VerdictNone
	case merged < FewLimit:
		return VerdictFew
	case pBaseline < Alpha && pOther < Alpha:
		return VerdictBacked
	case pBaseline < Alpha:
		return VerdictBusy
	}
	return VerdictUnsettled
}
