// SPDX-License-Identifier: Apache-2.0
/**
 * {@code omdb demo}: shows the library at work on the classes of the running JDK. Open {@link
 * org.omdb.cli.demo.Demo} first, the command, and then {@code DemoRun}, the steps in their order.
 *
 * <p>{@code JdkClasses} and {@code ClassFile} read classes. {@code ClassFeatures} and {@code
 * ClassVectors} turn them into vectors. {@code DemoIndex} writes and searches the vectors. {@code
 * ContentCheck} compares the index with what was put in. {@code DemoReport} prints.
 *
 * <p>Uses {@code console} only.
 */
package org.omdb.cli.demo;
