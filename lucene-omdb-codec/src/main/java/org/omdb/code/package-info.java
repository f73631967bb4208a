// SPDX-License-Identifier: Apache-2.0
/**
 * Codes of vectors and the kernels that compare them. {@link org.omdb.code.VectorCoder} says what
 * codes stand for. {@link org.omdb.code.CodeRows} has 3 bits per component and is compared row by
 * row, as a graph walk meets them; {@link org.omdb.code.BinaryRows} has 1 bit and is compared from
 * one end to the other. Both with SIMD through {@code PanamaCodeKernel}, for Java 22 and later, and
 * in plain Java in {@code ReadCodeRows} and {@code ReadBinaryRows}.
 */
package org.omdb.code;
