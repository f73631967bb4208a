/**
 * The zoo's indexes: {@link org.omdb.bench.zoo.index.Entrant} is who writes one, {@link
 * org.omdb.bench.zoo.index.Shape} how it is left, {@link org.omdb.bench.zoo.index.History} what
 * happened to it before, and {@link org.omdb.bench.zoo.index.ZooIndex} searches it.
 */
package org.omdb.bench.zoo.index;
