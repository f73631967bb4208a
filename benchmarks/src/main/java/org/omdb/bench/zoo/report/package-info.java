/**
 * Reports of the zoo.
 *
 * <p>Start with {@link org.omdb.bench.zoo.report.ZooVisit}, which runs the zoo for the command. It
 * prints {@link org.omdb.bench.zoo.report.CellLines}, and writes a {@link
 * org.omdb.bench.zoo.report.ZooFile} for programs and a {@code ZooReport} with charts for people.
 */
package org.omdb.bench.zoo.report;
