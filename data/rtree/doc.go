// Package rtree packs the R-trees of SQLite files bottom-up, in memory: the project
// file and the base map write as many boxes at once as they have rows, and handing
// them to SQLite one by one takes most of the time of the writing.
//
// Pack gives the nodes as SQLite stores them (https://sqlite.org/rtree.html,
// "Appendix"); whoever holds the file writes them into the shadow tables NAME_node,
// NAME_parent and NAME_rowid. SQLite's own rtreecheck finds no fault in them.
package rtree
