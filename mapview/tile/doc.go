// Package tile brings picture tiles: from archives on disk (MBTiles, PMTiles)
// and, within the rules of the tile services, from the network. It is the wing's
// lowest room and knows neither cameras nor drawing.
//
// Lookups form one chain: memory, then archives, then the network.
//
//	Chain    decoded pictures in memory; asks its sources in their order
//	Archive  a file; everything in it is at hand
//	Network  an XYZ address; what lies in its disk cache is at hand, the rest
//	         has to be fetched
//
// A frame takes what is at hand and lets the chain fetch the rest (How: Fetch);
// a sheet waits (How: Wait). The network source does on its own what the policy
// of the OpenStreetMap Foundation asks of programs (tile usage policy of
// 2026-05-18): it says who it is, keeps tiles as long as their headers say and
// at least seven days, asks again with their ETag, asks for each tile once, obeys
// 403 and 429, and has no means to fetch an area in advance.
//
// Units: ids count rows from the north, as XYZ addresses do, whatever the file
// does; bounds are degrees (longitude, latitude, WGS 84). Tiles are square
// pictures of the Web Mercator plane (EPSG:3857), as a rule of 256 px.
//
// What comes from a file or from a server may be anything. So sizes are checked
// before something is unpacked, and every fault is an error that names the file.
package tile
