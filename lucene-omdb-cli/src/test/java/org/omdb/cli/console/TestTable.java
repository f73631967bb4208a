// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.console;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.lucene.tests.util.LuceneTestCase;
import picocli.CommandLine.Help.Ansi;

public class TestTable extends LuceneTestCase {

  private static String print(Table table, Ansi ansi) {
    StringWriter text = new StringWriter();
    table.print(new PrintWriter(text, true), ansi);
    return text.toString();
  }

  public void testColumnsAreAsWideAsTheirWidestCell() {
    Table table = new Table("lr").heading("name", "").row("a", 1).row("long name", "@|red 100|@");
    assertEquals("  name\n  a            1\n  long name  100\n", print(table, Ansi.OFF));
  }

  public void testColorsDontMoveColumns() {
    Table table = new Table("ll").row("@|red a|@", "x").row("bb", "y");
    String colored = print(table, Ansi.ON);
    assertTrue(colored, colored.contains("\u001b["));
    assertEquals("  a   x\n  bb  y\n", colored.replaceAll("\u001b\\[[0-9;]*m", ""));
  }

  public void testRowOfAnotherLengthIsRefused() {
    expectThrows(IllegalArgumentException.class, () -> new Table("lr").row("only one"));
  }

  public void testDataIsPrintedAsItIsButDoesNothingToTheTerminal() {
    Table table = new Table("lr").data("@|red a|@", 1).data("\u001b[31mx\ny", 2);
    for (Ansi ansi : Ansi.values()) {
      assertEquals("  @|red a|@       1\n  \\u001b[31mx\\ny  2\n", print(table, ansi));
    }
  }
}
