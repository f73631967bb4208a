// SPDX-License-Identifier: Apache-2.0
/**
 * Codes of vectors and the kernels that compare them. {@link org.omdb.code.VectorCoder} says what
 * codes stand for. {@link org.omdb.code.CodeRows} has 3 bits per component and is compared row by
 * row, as a graph walk meets them; {@link org.omdb.code.BinaryRows} has 1 bit and is compared from
 * one end to the other. Both with SIMD through {@code PanamaCodeKernel}, for Java 22 and later, and
 * in plain Java in {@code ReadCodeRows} and {@code ReadBinaryRows}.
 *
 * <p>What codes are good for is never taken for granted: {@link org.omdb.code.QualitySample}
 * measures it with the truth when a segment is written, {@link org.omdb.code.CodeQuality} and
 * {@link org.omdb.code.CodeChoice} record it, and {@link org.omdb.code.MissEstimate} tells a search
 * how much it has probably missed.
 */
package org.omdb.code;
