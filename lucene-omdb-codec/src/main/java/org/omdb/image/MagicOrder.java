// SPDX-License-Identifier: Apache-2.0
package org.omdb.image;

/** The order of the four magic bytes. All else in an image is little-endian. */
public enum MagicOrder {
  /** {@code OMDB}, as in the layout's specification. This library writes it. */
  DOCUMENT,

  /**
   * {@code BDMO}, reversed: OmenDB's engine writes its magic as a native integer. On little-endian
   * processors (x86, ARM) it accepts nothing else.
   */
  ENGINE
}
