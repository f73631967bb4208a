/**
 * The indexes of the zoo.
 *
 * <p>Start with {@link org.omdb.bench.zoo.index.ShapeWriter}, which writes an index for an {@link
 * org.omdb.bench.zoo.index.Entrant}. {@link org.omdb.bench.zoo.index.History} says when rows are
 * added and deleted, {@link org.omdb.bench.zoo.index.Shape} which segments the finished index has.
 * {@link org.omdb.bench.zoo.index.ZooIndex} searches it.
 */
package org.omdb.bench.zoo.index;
