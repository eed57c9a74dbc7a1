package exchange

import (
	"strings"
	"testing"
)

// ellipsoids as ESRI and PROJ write them.
const (
	esriGRS   = `GEOGCS["ETRF2000-PL",DATUM["D_ETRF2000_Poland",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`
	esriWGS   = `GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`
	esriKras  = `GEOGCS["GCS_Pulkovo_1942_Adj_1958",DATUM["D_Pulkovo_1942_Adj_1958",SPHEROID["Krasovsky_1940",6378245.0,298.3]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`
	wkt2CRS92 = `PROJCRS["ETRF2000-PL / CS92", BASEGEOGCRS["ETRF2000-PL", DATUM["ETRF2000 Poland", ELLIPSOID["GRS 1980",6378137,298.257222101, LENGTHUNIT["metre",1]]], PRIMEM["Greenwich",0, ANGLEUNIT["degree",0.0174532925199433]], ID["EPSG",9702]], CONVERSION["Poland CS92", METHOD["Transverse Mercator", ID["EPSG",9807]], PARAMETER["Latitude of natural origin",0, ID["EPSG",8801]], PARAMETER["Longitude of natural origin",19, ID["EPSG",8802]], PARAMETER["Scale factor at natural origin",0.9993, ID["EPSG",8805]], PARAMETER["False easting",500000, ID["EPSG",8806]], PARAMETER["False northing",-5300000, ID["EPSG",8807]]], CS[Cartesian,2], AXIS["northing (x)",north, ORDER[1], LENGTHUNIT["metre",1]], AXIS["easting (y)",east, ORDER[2], LENGTHUNIT["metre",1]]`
)

func tm(base, name, east, north, meridian, scale, unit string) string {
	return `PROJCS["` + name + `",` + base + `,PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",` + east + `],PARAMETER["False_Northing",` + north +
		`],PARAMETER["Central_Meridian",` + meridian + `],PARAMETER["Scale_Factor",` + scale + `],PARAMETER["Latitude_Of_Origin",0.0],UNIT[` + unit + `]]`
}

func TestWKT(t *testing.T) {
	const metre = `"Meter",1.0`
	for name, c := range map[string]struct {
		wkt  string
		epsg int
	}{
		"degrees":            {esriWGS, 4326},
		"ETRS in degrees":    {esriGRS, 4326},
		"1992":               {tm(esriGRS, "ETRS_1989_Poland_CS92", "500000.0", "-5300000.0", "19.0", "0.9993", metre), 2180},
		"2000/5":             {tm(esriGRS, "ETRS_1989_Poland_CS2000_Zone_5", "5500000.0", "0.0", "15.0", "0.999923", metre), 2176},
		"2000/6":             {tm(esriGRS, "x", "6500000.0", "0.0", "18.0", "0.999923", metre), 2177},
		"2000/7":             {tm(esriGRS, "x", "7500000.0", "0.0", "21.0", "0.999923", metre), 2178},
		"2000/8":             {tm(esriGRS, "x", "8500000.0", "0.0", "24.0", "0.999923", metre), 2179},
		"utm north":          {tm(esriWGS, "WGS_1984_UTM_Zone_34N", "500000.0", "0.0", "21.0", "0.9996", metre), 32634},
		"utm of ETRS":        {tm(esriGRS, "ETRS_1989_UTM_Zone_33N", "500000.0", "0.0", "15.0", "0.9996", metre), 32633},
		"utm south":          {tm(esriWGS, "WGS_1984_UTM_Zone_34S", "500000.0", "10000000.0", "21.0", "0.9996", metre), 32734},
		"in feet":            {tm(esriWGS, "x", "500000.0", "0.0", "21.0", "0.9996", `"Foot",0.3048`), 0},
		"old datum":          {tm(esriKras, "Pulkovo_1942_Adj_1958_Poland_Zone_V", "237000.0", "-4700000.0", "18.95833333", "0.999983", metre), 0},
		"other parameters":   {tm(esriGRS, "x", "500000.0", "0.0", "19.0", "0.9993", metre), 0},
		"web mercator":       {`PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",` + esriWGS + `,PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["False_Easting",0.0],UNIT["Meter",1.0]]`, 3857},
		"pseudo mercator":    {`PROJCS["WGS 84 / Pseudo-Mercator",` + esriWGS + `,PROJECTION["Mercator_1SP"],UNIT["metre",1]]`, 3857},
		"world mercator":     {`PROJCS["World_Mercator",` + esriWGS + `,PROJECTION["Mercator"],UNIT["Meter",1.0]]`, 0},
		"lambert":            {`PROJCS["x",` + esriGRS + `,PROJECTION["Lambert_Conformal_Conic"],UNIT["Meter",1.0]]`, 0},
		"by code":            {`PROJCS["x",GEOGCS["y",AUTHORITY["EPSG","4326"]],PROJECTION["z"],AUTHORITY["EPSG","2178"]]`, 2178},
		"by a code of ETRS":  {`GEOGCS["ETRS89",DATUM["x"],AUTHORITY["EPSG","4258"]]`, 4326},
		"by an unknown code": {`PROJCS["x",GEOGCS["y"],AUTHORITY["EPSG","3120"]]`, 0},
		"version 2":          {wkt2CRS92 + `]`, 2180},
		"version 2 by code":  {strings.Replace(wkt2CRS92, "19", "18", 1) + `, ID["EPSG",2180]]`, 2180},
		"broken off":         {esriWGS[:len(esriWGS)-60], 4326},
		"round brackets":     {strings.NewReplacer("[", "(", "]", ")").Replace(esriWGS), 4326},
		"words":              {"układ 2000", 0},
		"nothing":            {"", 0},
		"deep":               {strings.Repeat("A[", 10_000), 0},
	} {
		if epsg, _ := epsgOfWKT(c.wkt); epsg != c.epsg {
			t.Errorf("%s is EPSG:%d, want %d", name, epsg, c.epsg)
		}
	}
	if _, name := epsgOfWKT(tm(esriKras, "Strefa V", "1", "1", "1", "1", metre)); name != "Strefa V" {
		t.Errorf("an unknown system is called %q", name)
	}
}

func FuzzWKT(f *testing.F) {
	for _, s := range []string{esriWGS, wkt2CRS92, tm(esriKras, "x", "1", "2", "3", "4", `"m",1`), `A["`, `A(((`, `PROJCS[1,"a",]`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if epsg, _ := epsgOfWKT(s); epsg != 0 && !knownCRS(epsg) {
			t.Errorf("%q is EPSG:%d", s, epsg)
		}
	})
}
