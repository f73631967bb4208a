// SPDX-License-Identifier: Apache-2.0
/**
 * {@code omdb demo}: the library at work on the classes of the running JDK.
 *
 * <p>{@link org.omdb.cli.demo.Demo} is the command. {@code JdkClasses} and {@code ClassFile} read
 * classes, {@code ClassFeatures} and {@code ClassVectors} make vectors of them. {@code DemoIndex}
 * writes and searches them, {@code IdAudit} compares the index with what was put in, {@code
 * DemoRun} does all this in its order, and {@code DemoReport} prints it.
 */
package org.omdb.cli.demo;
