package gpkg_test

import (
	"context"
	"fmt"
	"log"

	"pinezka/data"
	"pinezka/data/gpkg"
)

// A project in memory: a report by hand, an import, and both taken back.
func Example() {
	ctx := context.Background()
	catalogue, err := data.NewCatalogue(nil, nil, nil)
	if err != nil {
		log.Fatal(err)
	}
	p, err := gpkg.Create(ctx, gpkg.Memory, gpkg.Info{Name: "Żółtańce"}, catalogue)
	if err != nil {
		log.Fatal(err)
	}
	defer p.Close()

	r := data.Report{
		Where: data.At(22.0170, 50.0248), When: data.When{Kind: data.TimeDate, Wall: "2024-05-01"},
		Origin: data.OriginContact, Nature: data.NatureNuisance, Text: "ciemno na przejściu",
	}
	done, err := p.Apply(ctx, data.Add(data.LabelAddReport, &r))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("stored as", done.After[0].Key().Row)

	rows := func(yield func(gpkg.Row, error) bool) {
		yield(gpkg.Row{Report: r, Key: "id:Z-1"}, nil)
	}
	imp, err := p.Import(ctx, data.Import{File: "maj.csv", Source: "Straż Gminna"}, gpkg.ImportOptions{}, rows)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("on the map:", imp.Counts.OnMap)

	for range 2 {
		change, err := p.Undo(ctx)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("taken back:", change.Label)
	}
	// Output:
	// stored as 1
	// on the map: 1
	// taken back: imported
	// taken back: report-added
}
