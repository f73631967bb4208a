// SPDX-License-Identifier: Apache-2.0
/**
 * Charts that need no legend: the name of a line is at its end, the name of a part of a bar inside
 * it.
 *
 * <p>The package does not know the meaning of what it draws. A {@link org.omdb.bench.chart.Figure}
 * is a {@link org.omdb.bench.chart.LineChart}, a {@link org.omdb.bench.chart.BarChart} or a {@link
 * org.omdb.bench.chart.Grid} of others, and {@link org.omdb.bench.chart.FigureFile} writes it as
 * SVG and PNG. Chart libraries for Java put names into legends, so the drawing is done here.
 */
package org.omdb.bench.chart;
