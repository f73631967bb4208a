// SPDX-License-Identifier: Apache-2.0
package org.omdb.examples.packages;

/**
 * What is searched for.
 *
 * @param name identifies it
 * @param description one line
 */
record SoftwarePackage(String name, String description) {

  /** What the model and the full text search get to read. */
  String text() {
    return name + ": " + description;
  }
}
