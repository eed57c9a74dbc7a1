package exchange_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"pinezka/data"
	"pinezka/data/exchange"
)

// A list is inspected, agreed to, and read.
func Example() {
	dir, err := os.MkdirTemp("", "przyklad")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "zgłoszenia.csv")
	list := "Nr sprawy;Data;Kategoria;X (1992);Y (1992)\n" +
		"Z/1;01.05.2024;Nieprawidłowe parkowanie;476005,03;615363,27\n" +
		"Z/2;30.02.2024;Hulajnogi na chodniku;brak;brak\n"
	if err := os.WriteFile(path, []byte(list), 0o600); err != nil {
		fmt.Println(err)
		return
	}
	catalogue, err := data.ReadCatalogue(
		strings.NewReader("number,code,letters,group,name_pl,name_en,aliases_pl\n1,parking,PK,traffic,Nieprawidłowe parkowanie,Illegal parking,\n"),
		strings.NewReader("code,name_pl,name_en,order\ntraffic,Ruch drogowy,Traffic,1\n"),
		strings.NewReader("code,order,name_pl,name_en,aliases_pl,family\nnew,1,Nowe,New,,open\n"),
	)
	if err != nil {
		fmt.Println(err)
		return
	}

	p, err := exchange.Inspect(context.Background(), path, exchange.Options{Institution: "Urząd Gminy"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s, %s, %q, EPSG:%d, %d records, open questions: %v\n", p.Format, p.Encoding, p.Separator, p.CRS, p.Records, p.Open())
	var sum exchange.Tally
	for row, err := range exchange.Read(context.Background(), p, catalogue) {
		if err != nil {
			fmt.Println(err)
			return
		}
		sum.Add(row)
		if r := row.Report; r != nil && r.Where.Known() {
			fmt.Printf("%s: %s on %s at %.4f E, %.4f N\n", row.Key, r.Category, r.When.Wall, r.Where.Point[0], r.Where.Point[1])
		}
	}
	fmt.Printf("read %d = on the map %d + without place %d + refused %d\n", sum.Read, sum.OnMap, sum.WithoutPlace, sum.Refused)
	for _, f := range sum.Findings() {
		fmt.Printf("row %d, %s %q: %s\n", f.Row, f.Column, f.Value, f.Code)
	}
	// Output:
	// csv, utf-8, ";", EPSG:2180, 2 records, open questions: false
	// id:Z/1: parking on 2024-05-01 at 20.6862 E, 52.1381 N
	// read 2 = on the map 1 + without place 1 + refused 0
	// row 2, Kategoria "Hulajnogi na chodniku": category-unknown
	// row 2, Data "30.02.2024": date-impossible
	// row 2, X (1992) "brak": place-unreadable
}
