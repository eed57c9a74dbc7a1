package crs_test

import (
	"fmt"

	"github.com/paulmach/orb"

	"pinezka/data/crs"
)

func ExampleCRS_Unproject() {
	c, _ := crs.ByEPSG(2180)
	// PL-1992 as surveyors write it: X 476005.03 is the northing.
	p := c.Unproject(orb.Point{615363.27, 476005.03})
	fmt.Printf("%.4f E, %.4f N in %s\n", p[0], p[1], c.Name())
	// Output: 20.6862 E, 52.1381 N in PL-1992
}
