// SPDX-License-Identifier: Apache-2.0

/**
 * An example of {@code langchain4j-omdb} and {@code omdb-store}: it finds packages by what they do.
 *
 * <p>Read {@link org.omdb.examples.packages.PackageIndex} first, which is all that has to do with
 * the store. {@link org.omdb.examples.packages.PackageServer} answers a browser, {@link
 * org.omdb.examples.packages.PackageLists} says which packages there are, and {@link
 * org.omdb.examples.packages.FindPackages} puts these together.
 */
package org.omdb.examples.packages;
