package pdf

import (
	"bytes"
	"encoding/xml"
	"fmt"
)

// xmp is the document's description as XML, which archives and document systems
// read. It claims no conformance (PDF/A, PDF/UA), for that is not this package's to judge.
func xmp(d Document) []byte {
	var b bytes.Buffer
	b.WriteString("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">` + "\n")
	field := func(format, value string) {
		if value != "" {
			fmt.Fprintf(&b, format+"\n", escape(value))
		}
	}
	field(`<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>`, d.Title)
	field(`<dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator>`, d.Author)
	field(`<dc:description><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:description>`, d.Subject)
	field(`<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>`, d.Lang)
	field(`<pdf:Keywords>%s</pdf:Keywords>`, d.Keywords)
	field(`<pdf:Producer>%s</pdf:Producer>`, d.Producer)
	if !d.Created.IsZero() {
		field(`<xmp:CreateDate>%s</xmp:CreateDate>`, isoTime(d.Created))
		field(`<xmp:ModifyDate>%s</xmp:ModifyDate>`, isoTime(d.Created))
	}
	b.WriteString("</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>")
	return b.Bytes()
}

func escape(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // memory takes every write
	return b.String()
}
