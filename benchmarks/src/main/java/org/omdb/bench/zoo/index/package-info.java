/**
 * The indexes of the zoo.
 *
 * <p>Start with {@link org.omdb.bench.zoo.index.ShapeWriter}, which writes an index for an {@link
 * org.omdb.bench.zoo.index.Entrant}. {@link org.omdb.bench.zoo.index.History} says which rows are
 * added and deleted when, {@link org.omdb.bench.zoo.index.Shape} which segments the index has at
 * the end. {@link org.omdb.bench.zoo.index.ZooIndex} searches it.
 */
package org.omdb.bench.zoo.index;
