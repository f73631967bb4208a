/**
 * What came out of a visit to the zoo: lines while it goes on ({@link
 * org.omdb.bench.zoo.report.CellLines}), a file for programs, and a report with charts.
 */
package org.omdb.bench.zoo.report;
