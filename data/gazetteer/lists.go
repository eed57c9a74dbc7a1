package gazetteer

import "strings"

// The lists hold folded words of general Polish; none is there for a single
// sentence or a single town.

// set makes a set of words.
func set(words string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}

// markers are words, by lemma or abbreviation, that say what kind of thing is
// named behind them.
var markers = map[string]Kind{
	"ulica": Street, "ul": Street, "aleja": Street, "al": Street, "aleje": Street, "uliczka": Street, "trasa": Street,
	"plac": Square, "pl": Square, "rynek": Square, "skwer": Square,
	"rondo": Roundabout, "osiedle": District, "os": District, "dzielnica": District,
	"park": Green, "las": Green, "lasek": Green, "rzeka": Water, "jezioro": Water, "zalew": Water, "potok": Water,
}

// titles stand before a person's name and are left out of keys. The first are
// the forms that street names have, the second abbreviations.
var titles = set(`majora generala profesora ksiedza biskupa arcybiskupa kardynala marszalka doktora pulkownika podpulkownika kapitana
	porucznika podporucznika rotmistrza hetmana krola krolowej ksiecia ksieznej prymasa prezydenta papieza admirala komandora inzyniera
	harcmistrza sedziego pralata kanonika rotmistrza brygadiera
	mjr gen prof ks bp bpa abp abpa kard marsz dr plk pplk kpt por ppor rtm hm inz adm kmdr kr`)

// persons stand before a name that is a person's, by lemma.
var persons = set(`pan pani panstwo radny radna komendant komendantka aspirant sierzant dzielnicowy dzielnicowa posterunkowy mlodszy
	starszy sztabowy komisarz nadkomisarz podkomisarz inspektor mlodsza starsza ksiadz proboszcz wikary soltys soltyska burmistrz wojt
	prezydent wiceburmistrz zastepca przewodniczacy przewodniczaca sekretarz skarbnik dyrektor dyrektorka doktor profesor general major
	kapitan posel poslanka senator minister kierownik kierowniczka naczelnik prezes
	redaktor pedagog nauczyciel nauczycielka strazniczka straznik imie patron biskup marszalek krol hetman`)

// festive stand before a name that is a holiday's or an office's, by lemma.
var festive = set(`swieto dzien rocznica obchody festyn obchod przeddzien wigilia`)

// dedicated stand before a name in the genitive that is a thing's, not a
// street's, by lemma: a school, a monument, a park.
var dedicated = set(`pomnik tablica popiersie park szkola liceum kosciol parafia muzeum biblioteka patron imie obelisk grob rondo skwer
	plac dom osiedle technikum przedszkole most zespol fundacja teatr`)

// placing are the prepositions of place; firmly are those that hardly ever mean
// anything else before a name.
var (
	placing = set(`na przy kolo obok pod przed za nad naprzeciw naprzeciwko wokol dookola u w we miedzy pomiedzy wzdluz przez do od z ze po
		niedaleko blisko nieopodal poblizu sasiedztwie rejonie okolice okolicy okolicach strony ku spod sprzed znad zza ponad`)
	firmly = set(`na przy kolo obok wzdluz przez naprzeciw naprzeciwko niedaleko nieopodal poblizu`)
	beside = set(`przy kolo obok pod przed za naprzeciw naprzeciwko niedaleko nieopodal poblizu sasiedztwie rejonie okolicy okolicach wokol u spod sprzed zza`)
)

// passing are words that may stand inside a name and are no part of its key.
var passing = set(`nr numer im imienia pw wezwania w z i na pod u we ze oraz dla przy`)

// meeting are words of crossing, by lemma or form; corner are those that always
// want two streets.
var (
	meeting = set(`rog skrzyzowanie krzyzowka zbieg skret skrecac skrecic skrecanie wyjazd wyjezdzac wjazd wjezdzac wpadac wpasc
		wychodzic dochodzic laczyc przecinac przeciecie przecznica wylot zjazd przejscie wysokosc naroznik spotykac krzyzowac skrzyzowac dojezdzac`)
	corner = set(`rog skrzyzowanie krzyzowka zbieg naroznik przeciecie`)
)

// counted follow a number that is no house's.
var counted = set(`raz razy dni lat lata rok roku godzin godziny godz minut minuty min osob osoby metrow metry m km kmh zl sekund sekundy
	tygodni tygodnie miesiecy miesiace procent tys aut samochodow samochody pojazdow drzew drzewa lamp lampy koszy kosze ludzi patroli patrole
	pasow pasy`)

// forenames by lemma, so that a first name alone never stands for a street.
var forenames = set(`adam adolf adrian agata agnieszka albert aleksander aleksandra alfred alicja alojzy ambrozy ananiasz anastazy andrzej aniela anna
	antoni apolinary apolonia arkadiusz artur august augustyn barbara bartlomiej bartosz bazyli beata benedykt bernard boguslaw bohdan boleslaw bonifacy bozena
	bronislaw bronislawa brunon cecylia celina cezary cyprian czeslaw damian daniel danuta dawid dezydery dominik dorota dymitr edmund edward edyta eliza
	elzbieta emil emilia erazm ernest eugenia eugeniusz ewa fabian feliks ferdynand filip filomena florian franciszek franciszka fryderyk gabriel gabriela
	genowefa grazyna grzegorz gustaw halina hanna helena henryk henryka hieronim hipolit hugo hugon ignacy irena ireneusz iwona izabela izydor jacek jadwiga jakub jan
	janina janusz jaroslaw jerzy joachim joanna jozef jozefa julia julian juliusz justyna kacper kamil karol karolina katarzyna kazimierz klara klaudia klemens konrad
	konstanty kornel krystian krystyna krzysztof ksawery leon leonard leopold leszek lucja lucjan ludwik ludwika lukasz maciej magdalena maksymilian malgorzata marcel marcin
	marek maria marian mariusz marta mateusz maurycy melchior michal mieczyslaw mikolaj miroslaw monika natalia narcyza norbert olga oskar otton patryk paulina pawel pelagia
	piotr rafal rajmund regina robert roman romuald rozalia ryszard salomea sebastian seweryn stanislaw stanislawa stefan stefania szczepan szymon tadeusz teodor teofil teresa
	tomasz tytus urszula waclaw waleria walenty walerian walery wanda wawrzyniec weronika wiktor wiktoria wilhelm wincenty witold wladyslaw wladyslawa wlodzimierz wojciech
	zbigniew zdzislaw zenon zofia zygmunt zuzanna ziemowit klementyna kunegunda gerard roch jedrzej`)

// capitalised are words that stand with a capital behind a preposition and name
// no place in a municipality, by lemma.
var capitalised = set(`polska europa unia internet facebook messenger policja straz swieto boze bozy wielkanoc sylwester wigilia urzad burmistrz wojt
	prezydent rada komenda komendant komisariat pan pani panstwo bog kmzb krajowy mapa zagrozenie komitet stowarzyszenie wspolnota spoldzielnia
	starostwo wojewoda starosta sejm minister ministerstwo kodeks ustawa zarzad sesja zebranie gmina miasto powiat rzeczpospolita polak
	panstwowy publiczny poniedzialek wtorek sroda czwartek piatek sobota niedziela nowy rok covid euro kto co kiedy dlaczego prosze wniosek ten ta to on ona my wy ja`)

// generalWords are words of names that never stand for one alone, by lemma.
var generalWords = set(`wojsko polski narodowy ludowy krajowy panstwo krew miasto wielki maly nowy stary gorny dolny swiety pulk dywizja brygada
	piechota rok maj listopad czerwiec sierpien zolnierz plac dom centrum`)

// vague are things that mean a place nobody can tell without asking, by lemma.
var vague = set(`garaz las ogrodek blok sklep boisko przystanek most wiadukt tory przejazd smietnik dzialka parking staw pole laka lasek plot brama
	klatka schody piaskownica plac skwer rzeka potok row kladka tunel nasyp budowa pustostan altana altanka hala magazyn hotel market galeria
	osiedle wiezowiec targowisko bazar torowisko swiatla park`)

// wholeOf are words, by lemma, for the municipality or any part of it; behind one
// of all they mean everything.
var (
	wholeOf = set(`miasto gmina powiat dzielnica osiedle wies miejscowosc solectwo okolica`)
	all     = set(`caly kazdy wszystek wszystko`)
)

// classes are words for kinds of points of interest, by lemma, with
// OpenStreetMap's values.
var classes = map[string][]string{
	"apteka": {"pharmacy"}, "szkola": {"school"}, "podstawowka": {"school"}, "liceum": {"school"}, "technikum": {"school"}, "ogolniak": {"school"},
	"zlobek": {"kindergarten", "childcare"}, "przedszkole": {"kindergarten"}, "kosciol": {"place_of_worship"}, "cerkiew": {"place_of_worship"},
	"parafia": {"place_of_worship"}, "kaplica": {"place_of_worship"}, "komisariat": {"police"}, "posterunek": {"police"}, "komenda": {"police"}, "poczta": {"post_office"},
	"szpital": {"hospital"}, "przychodnia": {"doctors", "clinic"}, "osrodek": {"doctors", "clinic", "community_centre"}, "stacja": {"fuel"}, "cpn": {"fuel"},
	"myjnia": {"car_wash"}, "kino": {"cinema"}, "teatr": {"theatre"}, "basen": {"swimming_pool", "sports_centre"}, "plywalnia": {"swimming_pool", "sports_centre"},
	"silownia": {"fitness_centre", "fitness_station"}, "biblioteka": {"library"}, "bank": {"bank"}, "bankomat": {"atm"}, "restauracja": {"restaurant", "fast_food"},
	"pizzeria": {"restaurant", "fast_food"}, "bar": {"bar", "fast_food", "restaurant"}, "pub": {"pub", "bar"}, "kawiarnia": {"cafe"}, "klub": {"nightclub"},
	"hotel": {"hotel"}, "galeria": {"mall"}, "kiosk": {"kiosk", "newsagent"}, "piekarnia": {"bakery"}, "cukiernia": {"confectionery"},
	"boisko": {"pitch"}, "orlik": {"pitch"}, "stadion": {"stadium"}, "fontanna": {"fountain"}, "pomnik": {"memorial", "monument"}, "cmentarz": {"cemetery", "grave_yard"},
	"dworzec": {"station", "bus_station"}, "parking": {"parking"}, "ratusz": {"townhall"}, "remiza": {"fire_station"}, "skatepark": {"pitch", "skatepark"},
	"warzywniak": {"greengrocer"}, "monopolowy": {"alcohol"}, "supermarket": {"supermarket"}, "market": {"supermarket"}, "dzialki": {"allotments"}, "ogrodki": {"allotments"},
	"dzialka": {"allotments"}, "ogrodek": {"allotments"}, "park": {"park"}, "rondo": {"roundabout"}, "sklep": {"supermarket", "convenience"}, "delikatesy": {"supermarket", "convenience"},
}

// single are classes of which a municipality's quarter has one and everybody
// knows which; of the others one in the gazetteer is no proof that it is meant.
var single = set(`komisariat posterunek komenda poczta szpital kosciol cerkiew basen plywalnia kino teatr stadion ratusz dworzec biblioteka cmentarz skatepark`)

// typeWords are words of points of interest that say what they are, by lemma;
// the words of classes are added.
var typeWords = func() map[string]bool {
	out := set(`podstawowy publiczny niepubliczny samorzadowy ogolnoksztalcacy miejski gminny powiatowy osiedlowy zespol szkolny przedszkolny szkolno
		urzad skarbowy pocztowy dom kultura dziecko centrum medyczny klinika salon fryzjerski serwis zaklad osrodek kolejowy autobusowy bezdotykowy samochodowy
		dzialkowy ogrod ogrody oddzial integracyjny policja straz pozarny spoldzielnia figura multimedialny platny zlewnia zarzad przystanek handlowy hala
		sportowy targowy dyskont instytut akademia fundacja osrodek zdrowie pogotowie oratorium zakonny skwer las bulwar plac rzymskokatolicki parafialny park zajezdnia petla`)
	for c := range classes {
		out[c] = true
	}
	return out
}()

// short are abbreviations of what a point of interest is.
var short = map[string]string{
	"sp": "szkola", "lo": "liceum", "pp": "przedszkole", "pm": "przedszkole", "zso": "zespol", "zs": "zespol", "zsp": "zespol", "psp": "szkola",
}

// nicknames are colloquial words for what has certain words in its name.
var nicknames = []struct {
	has  []string // lemmas
	name string
}{
	{[]string{"urzad", "skarbowy"}, "skarbówka"},
	{[]string{"mcdonald"}, "Mac"},
	{[]string{"mcdonald"}, "Mak"},
	{[]string{"biedronka"}, "Biedra"},
	{[]string{"zaklad", "ubezpieczenie", "spoleczny"}, "ZUS"},
	{[]string{"urzad", "miejski"}, "magistrat"},
	{[]string{"urzad", "miasto"}, "magistrat"},
}

// hyphened are abbreviations with a hyphen.
var hyphened = map[string]string{"w-wy": "Warszawy", "w-wa": "Warszawa", "w-wie": "Warszawie"}

// numerals are numbers in words by lemma: ordinals, and the nouns of houses,
// schools and lines (dwunastka).
var numerals = map[string]int{
	"pierwszy": 1, "drugi": 2, "trzeci": 3, "czwarty": 4, "piaty": 5, "szosty": 6, "siodmy": 7, "osmy": 8, "dziewiaty": 9, "dziesiaty": 10,
	"jedenasty": 11, "dwunasty": 12, "trzynasty": 13, "czternasty": 14, "pietnasty": 15, "szesnasty": 16, "siedemnasty": 17, "osiemnasty": 18,
	"dziewietnasty": 19, "dwudziesty": 20, "trzydziesty": 30,
	"jedynka": 1, "dwojka": 2, "trojka": 3, "czworka": 4, "piatka": 5, "szostka": 6, "siodemka": 7, "osemka": 8, "dziewiatka": 9, "dziesiatka": 10,
	"jedenastka": 11, "dwunastka": 12, "trzynastka": 13, "czternastka": 14, "pietnastka": 15, "szesnastka": 16, "siedemnastka": 17, "osiemnastka": 18,
	"dziewietnastka": 19, "dwudziestka": 20, "trzydziestka": 30, "czterdziestka": 40,
}
