// SPDX-License-Identifier: Apache-2.0
/**
 * Codes: short forms of float32 vectors that are compared fast and not quite exactly. Open {@link
 * org.omdb.code.VectorCoder} first: it says what a code of 3 bits per component is, and what is
 * estimated from it.
 *
 * <p>There are two kinds of codes. {@link org.omdb.code.CodeRows} has 3 bits per component and is
 * compared row by row, as a graph walk needs it. {@link org.omdb.code.BinaryRows} has 1 bit and is
 * compared from end to end, as a scan needs it. {@link org.omdb.code.FieldCodes} writes and opens
 * both. A search sets a {@link org.omdb.code.CodeTarget}, from which {@code CodeQuery} and {@link
 * org.omdb.code.BinaryQuery} are made. {@code CodeKernel} picks what compares them: {@code
 * PanamaCodeKernel} with SIMD on Java 22 and later, else plain Java.
 *
 * <p>Three words for what codes are compared with:
 *
 * <ul>
 *   <li>The <i>target</i> is the float32 vector whose neighbors are wanted. Others call it the
 *       query vector.
 *   <li>{@link org.omdb.code.CodeTarget} is the target in the coordinates of the codes: centered,
 *       and rotated if the codes are.
 *   <li>A <i>query</i>, which is a {@code CodeQuery} or a {@link org.omdb.code.BinaryQuery}, is
 *       that again, rounded to integers and ordered as one kernel needs it. While a graph is built,
 *       a {@code CodeQuery} is made from a row of codes instead.
 * </ul>
 *
 * <p>How good codes are depends on the vectors, so it is measured. {@link
 * org.omdb.code.QualitySample} compares them with the truth when a segment is written, {@link
 * org.omdb.code.CodeQuality} and {@link org.omdb.code.CodeChoice} keep the result, and {@link
 * org.omdb.code.MissEstimate} tells a search how many hits it has probably missed.
 */
package org.omdb.code;
