// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.console;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.lucene.tests.util.LuceneTestCase;

public class TestInterruption extends LuceneTestCase {

  @Override
  public void tearDown() throws Exception {
    Interruption.clear();
    super.tearDown();
  }

  public void testProgressEndsTheCommand() {
    try (Progress progress = Progress.start("verify", "MB", 100)) {
      progress.add(1);
      Interruption.request();
      expectThrows(Interruption.Interrupted.class, () -> progress.add(1));
      expectThrows(Interruption.Interrupted.class, () -> progress.to(3));
      Interruption.clear();
      progress.add(1);
    }
  }

  public void testPrintingEndsTheCommand() {
    StringWriter text = new StringWriter();
    PrintWriter out = Printable.writer(Interruption.checkedBy(text), true);
    out.println("before");
    Interruption.request();
    expectThrows(Interruption.Interrupted.class, () -> out.println("after"));
    Interruption.clear();
    out.println("later");
    assertEquals("before\nlater\n", text.toString().replace("\r", ""));
  }
}
