// SPDX-License-Identifier: Apache-2.0
/**
 * Four-bit codes of vectors and the kernels that compare them. {@link org.omdb.code.VectorCoder}
 * says what a code is, {@link org.omdb.code.CodeRows} how rows of them are compared: with SIMD in
 * {@code PanamaCodeKernel}, for Java 22 and later, and in plain Java in {@code ReadCodeRows}.
 */
package org.omdb.code;
