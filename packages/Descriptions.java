// SPDX-License-Identifier: Apache-2.0

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.omdb.cli.Omdb;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/**
 * Writes what the command says about itself: a man page for it and for each subcommand, as AsciiDoc,
 * and its completion for bash. Run by the build of the packages.
 */
public class Descriptions {

  /**
   * Writes the files.
   *
   * @param args the folder for them
   */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    CommandLine command = Omdb.commandLine();
    Path completion = folder.resolve("completion");
    Files.createDirectories(completion);
    Files.writeString(completion.resolve("omdb"), AutoComplete.bash("omdb", command));
    File adoc = folder.resolve("adoc").toFile();
    int status =
        ManPageGenerator.generateManPage(
            adoc, null, new boolean[0], true, command.getCommandSpec());
    if (status != 0) {
      throw new IOException("the man pages can't be written: " + status);
    }
  }
}
