// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.omdb.bench.zoo.Bounds;
import org.omdb.bench.zoo.Zoo;
import org.omdb.bench.zoo.ZooPlan;
import picocli.CommandLine.Help.Ansi;

/** Runs the zoo for the command, prints progress and results, and writes all files. */
public final class ZooVisit {

  private final PrintWriter printer;
  private final Ansi ansi;
  private final Path out;

  /**
   * Makes a visit that has done nothing yet.
   *
   * @param printer for progress and tables
   * @param ansi whether to use colors
   * @param out folder of results, and of indexes while they are needed
   */
  public ZooVisit(PrintWriter printer, Ansi ansi, Path out) {
    this.printer = printer;
    this.ansi = ansi;
    this.out = out;
  }

  /**
   * Carries out a plan.
   *
   * @param plan what to compare
   * @param environment in which this runs
   * @return whether no cell fails, except in time
   * @throws IOException if reading or writing fails
   */
  public boolean go(ZooPlan plan, ObjectNode environment) throws IOException {
    Zoo zoo =
        new Zoo(
            plan,
            out.resolve("indexes"),
            cell -> {
              printer.println(CellLines.progress(cell, Bounds.USUAL));
              printer.flush();
            });
    Summary summary = new Summary(zoo.run(), Bounds.USUAL);
    printer.println();
    CellLines.print(summary, printer, ansi);
    printer.println("Results are in " + ZooFile.write(summary, environment, out));
    printer.println("A report is in " + ZooReport.write(summary, out));
    printer.flush();
    return summary.isSound();
  }
}
