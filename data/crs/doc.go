// Package crs turns plane coordinates into degrees and back, for the systems
// that Polish offices use, and guesses which system a list of numbers means.
//
// It knows EPSG:4326 (degrees), EPSG:3857 (Web Mercator), EPSG:2180 (PL-1992),
// EPSG:2176 to 2179 (PL-2000) and the UTM zones EPSG:326xx and 327xx.
//
// Conventions: a point in degrees is longitude, latitude; a point of a plane is
// x east, y north in metres, whatever the order in the official definition. The
// Polish systems call the northing X; whoever reads a file must turn it round,
// and Guess helps with that. WGS 84 and ETRS89 are taken as one, as PROJ does;
// they differ by less than a metre.
//
// Transverse Mercator is Krüger's series in the third flattening up to its sixth
// power, after C. F. F. Karney, "Transverse Mercator with an accuracy of a few
// nanometers", Journal of Geodesy 85 (2011). Within 10 degrees of the central
// meridian it is exact to rounding.
package crs
