// SPDX-License-Identifier: Apache-2.0
package org.omdb.image;

/** The order of the four magic bytes; everything behind them is little-endian in both. */
public enum MagicOrder {
  /** {@code OMDB}, as the layout's document says and as this library writes. */
  DOCUMENT,

  /**
   * {@code BDMO}: OmenDB's engine writes its magic as a native integer, and on x86 and ARM accepts
   * nothing else.
   */
  ENGINE
}
