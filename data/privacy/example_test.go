package privacy_test

import (
	"fmt"

	"pinezka/data/privacy"
)

func ExampleMask() {
	fmt.Println(privacy.Mask("Auto RZ 12345 stoi na chodniku, proszę dzwonić: 600 700 800"))
	// Output:
	// Auto […] stoi na chodniku, proszę dzwonić: […]
}
