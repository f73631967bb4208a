// SPDX-License-Identifier: Apache-2.0
/**
 * Charts that are read without a legend: the name of a line stands at its end, that of a bar's part
 * in it.
 *
 * <p>Knows nothing of what is drawn. A {@link org.omdb.bench.chart.Figure} is a {@link
 * org.omdb.bench.chart.LineChart}, a {@link org.omdb.bench.chart.BarChart} or a {@link
 * org.omdb.bench.chart.Grid} of others, and {@link org.omdb.bench.chart.FigureFile} writes it as
 * SVG and PNG. Chart libraries for Java put names into legends, so the drawing is done here.
 */
package org.omdb.bench.chart;
